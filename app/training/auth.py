"""Signing in and out: POST /auth/login, GET /auth/logout, and the token of every other call."""

from __future__ import annotations

import hmac

from app.training.accounts import Account, by_email, by_user
from app.training.call import Call
from app.training.chance import stream
from app.training.refusal import Refused
from app.training.wire import Reply, decode, read_text

HEADER = "x-auth-token"
_PAGES = {"envelope": None, "empty": b"", "html": b"<html><body><h1>Forbidden</h1></body></html>\n"}


def login(call: Call) -> Reply:
    """A token for e-mail and password, and the user."""
    email, password = read_text(call.body, "email"), read_text(call.body, "password")
    account = by_email(email.strip().lower(), call.world.terminals)
    if account is None or not hmac.compare_digest(account.password.encode(), password.encode()):
        raise Refused(call.variant.login_status, "invalid email or password")
    return _signed_in(call, account, new_session(call, account))


def new_session(call: Call, account: Account) -> str:
    """A token for the account, which by variant ends the earlier ones."""
    if call.variant.single_session:
        call.store.run("DELETE FROM session WHERE user_id = ?", account.user_id)
    serial = int(call.store.note("tokens") or 0) + 1
    call.store.write_note("tokens", str(serial))
    token = f"{stream(call.world.seed, 'token', serial).getrandbits(256):064x}"
    call.store.run(
        "INSERT INTO session(token, user_id, expires_at) VALUES(?, ?, ?)",
        token,
        account.user_id,
        call.now + call.variant.token_seconds,
    )
    return token


def asked_for(body: bytes, terminals: int) -> Account | None:
    """Whose sign-in a request's body is, right or wrong; `None` when it names nobody."""
    try:
        return by_email(read_text(decode(body), "email").strip().lower(), terminals)
    except Refused:
        return None


def _signed_in(call: Call, account: Account, token: str) -> Reply:
    user = {
        "id": account.user_id,
        "email": account.email,
        "name": account.name,
        "status": "active",
        "entity_id": account.entity.id,
        "entity_name": account.entity.name,
        "parent_id": account.entity.parent_id,
        "parent_name": account.entity.parent_name,
        "training": True,
    }
    whole = {call.variant.token_name: token, "user": user}
    match call.variant.token_place:
        case "response":
            return Reply(200, {"response": whole})
        case "root":
            return Reply(200, whole)
        case "data":
            return Reply(200, {"data": whole})
    return Reply(200, {"response": {"user": user}}, headers={HEADER: token})


def logout(call: Call) -> Reply:
    """Ends this session; others of the same user live on."""
    call.store.run("DELETE FROM session WHERE token = ?", call.token)
    if call.variant.logout_reply == "no_content":
        return Reply(200, b"", http=204)
    return Reply(200, {"response": "session closed"})


def known(call: Call) -> Account | None:
    """Whose token it is or was; `None` for one that was never given or has been ended."""
    user_id: int | None = call.store.value("SELECT user_id FROM session WHERE token = ?", call.token)
    return None if user_id is None else by_user(user_id)


def whose(call: Call) -> Account:
    """The account of the call's token. `Refused` with the variant's status when there is none."""
    row = call.store.row("SELECT * FROM session WHERE token = ?", call.token)
    if row is None:
        raise _refused(call, "token is invalid" if call.token else "token is missing")
    if row["expires_at"] <= call.now:
        raise _refused(call, "token is expired")
    return by_user(row["user_id"])


def _refused(call: Call, error: str) -> Refused:
    status = call.variant.auth_status
    return Refused(status, error, http=status, instead=_PAGES[call.variant.auth_body])
