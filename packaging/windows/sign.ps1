# Signs every program and library of dist\taquilla, or the files that are named.
# The certificate is one of the machine's store (a token, an HSM, or one of your own authority that the
# tills trust), named by its fingerprint in TAQUILLA_SIGN_THUMBPRINT. Without that nothing is signed.
param([string[]]$Files)
$ErrorActionPreference = "Stop"

if (-not $env:TAQUILLA_SIGN_THUMBPRINT) {
    Write-Host "TAQUILLA_SIGN_THUMBPRINT is not set: nothing was signed."
    exit 0
}
if (-not $Files) {
    $Files = Get-ChildItem dist\taquilla -Recurse -Include *.exe, *.dll, *.pyd | ForEach-Object FullName
}
$stamp = if ($env:TAQUILLA_SIGN_TIMESTAMP) { $env:TAQUILLA_SIGN_TIMESTAMP } else { "http://timestamp.digicert.com" }
$unsigned = $Files | Where-Object { (Get-AuthenticodeSignature $_).Status -ne "Valid" }
foreach ($file in $unsigned) {
    & signtool sign /sha1 $env:TAQUILLA_SIGN_THUMBPRINT /fd SHA256 /td SHA256 /tr $stamp /q $file
    if ($LASTEXITCODE -ne 0) { throw "signtool did not sign $file" }
}
Write-Host "Signed $(@($unsigned).Count) of $(@($Files).Count) files; the others were signed by their makers."
