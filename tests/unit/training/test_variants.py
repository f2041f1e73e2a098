"""Variants by name, and that every other reading of every guess shows."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from app.errors import Known
from app.i18n import LANGUAGES, catalogue
from app.training import Variant
from app.training.variant_text import PRESETS, alternatives, as_text, parse
from tests.unit.training.day import Different, story

USUAL = Variant()


def test_a_variant_is_written_as_names_and_values():
    assert Variant.parse("") == USUAL
    assert Variant.parse(" list_lag_seconds = 30 , image=pdf,mirror_status=false") == Variant(
        list_lag_seconds=30, image="pdf", mirror_status=False
    )
    assert Variant.parse("list-lag-seconds=30") == Variant(list_lag_seconds=30)
    assert Variant.parse("paid_again_error=once is enough").paid_again_error == "once is enough"


def test_presets_come_first_and_later_parts_win():
    assert Variant.parse("replica").page_rows == 50
    assert Variant.parse("replica,page_rows=2") == replace(Variant.parse("replica"), page_rows=2)
    assert Variant.parse("always-200,texts").amount_form == "text"


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_read_and_written(name):
    variant = Variant.parse(name)
    assert parse(as_text(variant)) == variant
    assert (variant == USUAL) == (name == "document")


WRONG = {
    "list_lag_secons=3": ("misspelt_variant", {"name": "list_lag_secons", "meant": "list_lag_seconds"}),
    "replika": ("misspelt_variant", {"name": "replika", "meant": "replica"}),
    "image": ("variant_form", {"text": "image"}),
    "image=gif": ("variant_value", {"name": "image", "value": "gif"}),
    "list_lag_seconds=-1": ("variant_value", {"value": "-1"}),
    "list_lag_seconds=": ("variant_value", {"value": ""}),
    "list_lag_seconds=9999999999": ("variant_value", {}),
    "mirror_status=maybe": ("variant_value", {"allowed": "false, true"}),
    "paid_status=": ("variant_value", {}),
    "qqq=1": ("unknown_variant", {"name": "qqq"}),
    "qqq": ("unknown_variant", {"name": "qqq"}),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_name_or_value_is_told(text):
    code, params = WRONG[text]
    with pytest.raises(Known) as caught:
        Variant.parse(text)
    assert caught.value.code == f"training.{code}"
    assert params.items() <= caught.value.params.items()
    for language in LANGUAGES:
        assert catalogue(language)[caught.value.code].format_map(caught.value.params)


def test_every_guess_has_another_reading():
    changed = {
        one.name
        for variant in alternatives()
        for one in fields(Variant)
        if getattr(variant, one.name) != getattr(USUAL, one.name)
    }
    assert changed == {one.name for one in fields(Variant)}


UNSEEN = {"commit_when_abandoned", "lag_reaches"}
"""Guesses that alone change nothing in a day without breaks."""
OTHERS = {as_text(variant): variant for variant in alternatives()}


async def differs(variant, usual):
    try:
        await story(variant, usual)
    except Different:
        return True
    return False


async def test_the_same_day_twice_is_the_same():
    assert await story(USUAL) == await story(USUAL)


async def test_every_other_reading_of_every_guess_is_seen():
    usual = await story(USUAL)
    for name, variant in OTHERS.items():
        if name.partition("=")[0] not in UNSEEN:
            assert await differs(variant, usual), name


@pytest.mark.long
@pytest.mark.parametrize("name", OTHERS)
async def test_a_whole_day_at_every_other_reading(name):
    assert await story(OTHERS[name])


@pytest.mark.parametrize("name", PRESETS)
async def test_a_day_at_every_preset(name):
    assert await story(Variant.parse(name))
