; Inno Setup 6.3 or newer: the built folder as an installer, for one user or for the machine.
;   iscc /DVersion=0.1.0 packaging\windows\taquilla.iss
; With a signing tool set up in Inno Setup under the name "signtool" (Tools, Configure Sign Tools):
;   iscc /DVersion=0.1.0 /DSign packaging\windows\taquilla.iss

#ifndef Version
  #error Say which version: /DVersion=1.2.3
#endif

[Setup]
AppId={{6E0C4A5B-7C1E-4E9B-9B57-2D0C2A6C8F31}
AppName=Taquilla
AppVersion={#Version}
VersionInfoVersion={#Version}
AppPublisher=Taquilla
DefaultDirName={autopf}\Taquilla
DefaultGroupName=Taquilla
DisableProgramGroupPage=yes
; The person chooses; /ALLUSERS and /CURRENTUSER choose on a command line.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
; Windows 10, version 1809: the oldest that this Qt runs on.
MinVersion=10.0.17763
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=taquilla-{#Version}-windows
SetupIconFile=packaging\icons\taquilla.ico
UninstallDisplayIcon={app}\taquilla.exe
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
; A till that runs is never ended from outside: its own answer decides (PrepareToInstall).
CloseApplications=no
#ifdef Sign
SignTool=signtool
SignedUninstaller=yes
#endif

[Languages]
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
es.Desktop=Icono en el escritorio
en.Desktop=Icon on the desktop
es.AtSignIn=Abrir al entrar en Windows
en.AtSignIn=Open when signing in to Windows
es.Doubt=La taquilla está abierta, o hay dinero sin aclarar. No se cambió nada. Ábrala, resuelva lo pendiente con F9, ciérrela y repita la instalación.
en.Doubt=The till is open, or some of its money is not settled. Nothing was changed. Open it, settle what is open with F9, close it and install again.

[Tasks]
Name: "desktop"; Description: "{cm:Desktop}"
Name: "startup"; Description: "{cm:AtSignIn}"; Flags: unchecked

[InstallDelete]
; The folder is one program: nothing of an older one stays in it.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "dist\taquilla\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion
; Settings of the machine: written once, kept by updates and by the uninstaller.
Source: "config.example.toml"; DestDir: "{commonappdata}\taquilla"; DestName: "config.toml"; \
  Flags: onlyifdoesntexist uninsneveruninstall; Check: IsAdminInstallMode

[Icons]
Name: "{group}\Taquilla"; Filename: "{app}\taquilla.exe"
Name: "{autodesktop}\Taquilla"; Filename: "{app}\taquilla.exe"; Tasks: desktop
Name: "{autostartup}\Taquilla"; Filename: "{app}\taquilla.exe"; Tasks: startup

[Run]
Filename: "{app}\taquilla.exe"; Description: "{cm:LaunchProgram,Taquilla}"; Flags: nowait postinstall skipifsilent

; Journal, key and log stand in %LOCALAPPDATA%\taquilla of each user. Nothing here removes them.

[Code]
function Settled(Folder: String): Boolean;
var
  Status: Integer;
  Program_: String;
begin
  Program_ := Folder + '\taquilla-console.exe';
  Result := True;
  if FileExists(Program_) then
    Result := Exec(Program_, 'doubts --exit-code', '', SW_HIDE, ewWaitUntilTerminated, Status) and (Status = 0);
end;

{ The program in place reads its journal: 0 means that nothing is open and no till runs. }
function PrepareToInstall(var NeedsRestart: Boolean): String;
begin
  Result := '';
  if not Settled(ExpandConstant('{app}')) then
    Result := CustomMessage('Doubt');
end;

function InitializeUninstall(): Boolean;
begin
  Result := Settled(ExpandConstant('{app}'));
  if not Result then
    SuppressibleMsgBox(CustomMessage('Doubt'), mbError, MB_OK, IDOK);
end;
