"""Every code this layer can raise has a sentence in both languages."""

import re
from pathlib import Path

import pytest

import app.api
from app.domain.outcome import Reason
from app.i18n import LANGUAGES, catalogue

_QUOTED = re.compile(
    r"(?:Offline|TryLater|ReplyLost|NotDelivered|failure|Unknown)\(\s*\"([a-z_]+)\""
    r"|return \"([a-z_]+)\"|: \"([a-z_]+)\", 10: \"([a-z_]+)\"|if [^\n]* else \"([a-z_]+)\""
    r"|\"(redirect|no_connection)\""
)


def causes():
    folder = Path(app.api.__file__).parent
    text = "\n".join((folder / name).read_text("utf-8") for name in ("client.py", "codec.py", "transport.py"))
    found = {name for groups in _QUOTED.findall(text) for name in groups if name}
    assert {
        "timeout",
        "dns",
        "tls",
        "clock_wrong",
        "portal",
        "busy",
        "too_big",
        "redirect",
        "breaker",
    } <= found
    return sorted((found | {"broken_reply"}) - {"status"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_and_reason_has_a_sentence(language):
    texts = catalogue(language)
    codes = {f"api.offline.{cause}" for cause in causes()}
    codes |= {f"api.refused.{reason.value}" for reason in Reason}
    codes |= {"api.sign_in_lost", "api.sign_in_refused", "api.insecure_url", "api.bad_reply"}
    assert codes <= texts.keys(), codes - texts.keys()


def test_both_languages_say_the_same_things():
    keys = [{key for key in catalogue(language) if key.startswith("api.")} for language in LANGUAGES]
    assert keys[0] == keys[1]
    for key in keys[0]:
        holes = [set(re.findall(r"{\w+}", catalogue(language)[key])) for language in LANGUAGES]
        assert holes[0] == holes[1], key
