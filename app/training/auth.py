"""Signing in and out: POST /auth/login, GET /auth/logout, and the token of every other call."""

from __future__ import annotations

import hmac

from app.training.accounts import BY_EMAIL, BY_USER, Account
from app.training.call import Call
from app.training.chance import stream
from app.training.refusal import Refused
from app.training.wire import Reply, read_text

HEADER = "x-auth-token"


def login(call: Call) -> Reply:
    """A token for e-mail and password, and the user."""
    email, password = read_text(call.body, "email"), read_text(call.body, "password")
    account = BY_EMAIL.get(email.strip().lower())
    if account is None or not hmac.compare_digest(account.password.encode(), password.encode()):
        raise Refused(call.variant.login_status, "invalid email or password")
    if call.variant.single_session:
        call.store.run("DELETE FROM session WHERE user_id = ?", account.user_id)
    return _signed_in(call, account, _new_token(call, account))


def _new_token(call: Call, account: Account) -> str:
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
    place = call.variant.token_place
    if place == "response":
        return Reply(200, {"response": {"x_auth_token": token, "user": user}})
    if place == "root":
        return Reply(200, {"x_auth_token": token, "user": user})
    return Reply(200, {"response": {"user": user}}, headers={HEADER: token})


def logout(call: Call) -> Reply:
    """Ends this session; others of the same user live on."""
    call.store.run("DELETE FROM session WHERE token = ?", call.token)
    return Reply(200, {"response": "session closed"})


def whose(call: Call) -> Account:
    """The account of the call's token. `Refused` with the variant's status when there is none."""
    row = call.store.row("SELECT * FROM session WHERE token = ?", call.token)
    if row is None:
        raise _refused(call, "token is invalid" if call.token else "token is missing")
    if row["expires_at"] <= call.now:
        raise _refused(call, "token is expired")
    return BY_USER[row["user_id"]]


def _refused(call: Call, error: str) -> Refused:
    status = call.variant.auth_status
    return Refused(status, error, http=status)
