"""Texts by key."""

from __future__ import annotations

import pytest

from app import i18n


@pytest.fixture
def locale(tmp_path, monkeypatch):
    """Texts of our own; the program's are back afterwards."""
    texts = {
        "es": 'hello = "Hola {name}"\nbraces = "a {b} c"\nonly = "solo"\n[state]\nsold = "VENDIDO"\n'
        '[wagers]\none = "1 jugada"\nother = "{count} jugadas"\n',
        "en": 'hello = "Hello {name}"\n[state]\nsold = "SOLD"\n',
    }
    for language, content in texts.items():
        folder = tmp_path / "locale" / language
        folder.mkdir(parents=True)
        (folder / "sale.toml").write_text(content, "utf-8")
    monkeypatch.setattr(i18n, "resources", lambda: tmp_path)
    i18n.area.cache_clear()
    before = i18n.language()
    yield
    i18n.use(before)
    i18n.area.cache_clear()


@pytest.mark.usefixtures("locale")
class TestTexts:
    """With a small set of texts."""

    def test_spanish_first(self):
        i18n.use("es")
        assert i18n.t("sale.state.sold") == "VENDIDO"
        assert i18n.t("sale.hello", name="Ana") == "Hola Ana"

    def test_the_other_language(self):
        i18n.use("en")
        assert i18n.t("sale.state.sold") == "SOLD"
        assert i18n.text_in("es", "sale.state.sold") == "VENDIDO"

    def test_what_english_lacks_is_said_in_spanish_and_what_nobody_says_by_its_key(self):
        i18n.use("en")
        assert i18n.t("sale.only") == "solo"
        assert i18n.t("sale.nothing", count=1) == "sale.nothing"

    @pytest.mark.parametrize(("count", "text"), [(0, "0 jugadas"), (1, "1 jugada"), (2, "2 jugadas")])
    def test_plurals(self, count, text):
        i18n.use("es")
        assert i18n.t("sale.wagers", count=count) == text

    def test_without_params_braces_are_plain_text(self):
        assert i18n.text_in("es", "sale.braces") == "a {b} c"

    def test_has(self):
        i18n.use("es")
        assert i18n.has("sale.wagers")
        assert i18n.has("sale.only")
        assert not i18n.has("sale.nothing")

    def test_a_param_may_have_any_name(self):
        assert i18n.text_in("es", "sale.hello", name="Ana", key="k", wanted="w") == "Hola Ana"
        assert i18n.t("sale.nothing", key="k") == "sale.nothing"


def test_an_unknown_language_is_refused():
    before = i18n.language()
    with pytest.raises(ValueError, match="fr"):
        i18n.use("fr")
    assert i18n.language() == before
