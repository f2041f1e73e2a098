"""What the background reads found out, told once and in plain words; and back where one was."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app import i18n
from app.domain.outcome import SignInRequired
from app.money import Money
from app.presenters.background import span_text
from app.presenters.notices import Level
from app.presenters.views import Screen
from tests.helpers import shop
from tests.helpers.fake_api import EMAIL, OTHER_EMAIL, PASSWORD, FakeApi, StillClock
from tests.helpers.till import Desk, play, settle


class Window(Desk):
    """A desk whose seconds pass by hand."""

    def __init__(self, wall: datetime = shop.NOW) -> None:
        random.seed(7)
        super().__init__(api=FakeApi(StillClock(wall)))
        self.heard: list[str] = []
        self.notices.notice.watch(lambda one: self.heard.append(one.text) if one else None)

    async def pass_time(self, seconds: int, step: int = 1) -> None:
        for _ in range(0, seconds, step):
            self.clock.elapsed += step
            self.idle.touched()
            self.shell.tick()
            await settle(5)

    def at(self, screen: Screen) -> bool:
        return self.shell.screen.value is screen

    def refuse_token(self) -> None:
        for listener in self.api.lost_listeners:
            listener()

    async def _entered(self) -> None:
        await self.sale.restore()
        self.shell.enter()

    async def come_in(self, email: str = EMAIL) -> None:
        self.sign_in.submit(email, PASSWORD)
        await settle()


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=10), "1 minuto"),
        (timedelta(minutes=-3), "3 minutos"),
        (timedelta(minutes=59, seconds=59), "59 minutos"),
        (timedelta(hours=1), "1 hora"),
        (timedelta(hours=47), "1 día"),
        (timedelta(days=14), "14 días"),
        (timedelta(days=365), "1 año"),
        (timedelta(days=-8000), "21 años"),
    ],
)
def test_spans_in_words(span, text):
    assert span_text(span) == text


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("key", "params"),
    [
        ("top.draws_age", {"age": "x"}),
        ("top.draws_old", {"age": "x"}),
        ("top.template_old", {"age": "x"}),
        ("top.machine_clock_ahead", {"off": "x"}),
        ("top.machine_clock_behind", {"off": "x"}),
        ("top.shared_user", {"user": "x"}),
        ("signin.lost", {}),
        ("sale.shared_user", {}),
        *((f"top.{unit}", {"count": n}) for unit in ("minutes", "hours", "days", "years") for n in (1, 2)),
    ],
)
def test_every_sentence_is_there_in_both_languages(language, key, params):
    text = i18n.text_in(language, key, **params)
    assert text != key
    assert all(str(value) in text for value in params.values())
    assert language == "es" or text != i18n.text_in("es", key, **params)


async def test_the_shell_reads_in_the_background(window):
    await window.come_in()
    window.api.calls.clear()
    await window.pass_time(600)
    assert 8 <= window.api.count("draws") <= 13
    assert window.heard == []


async def test_a_wrong_pc_clock_is_told_once_after_the_sign_in():
    window = Window(datetime(2002, 3, 1, tzinfo=UTC))
    await window.come_in()
    assert window.heard == []
    await window.pass_time(1800)
    assert len(window.heard) == 1
    assert "atrasado 22 años" in window.heard[0]
    assert window.shell.clock.value.time == "12:30:00"


async def test_old_draws_stay_and_are_told_with_their_age(window):
    await window.come_in()
    window.api.down = True
    await window.pass_time(14 * 60)
    assert window.heard == []
    await window.pass_time(6 * 60)
    assert len(window.heard) == 1
    assert "de hace 15 minutos" in window.heard[0]
    assert window.shell.top.value.subtitle == "María G. · sorteos de hace 20 minutos"
    assert window.sale.draws.value.products
    window.api.down = False
    window.notices.dismiss()
    await window.pass_time(8 * 60)
    assert window.shell.top.value.subtitle == "María G."
    window.api.down = True
    await window.pass_time(20 * 60)
    assert len(window.heard) == 2


async def test_a_sentence_waits_for_the_notice_that_is_shown(window):
    await window.come_in()
    window.notices.show(Level.INFO, "otra cosa")
    await window.services.resolver.shared.note(EMAIL, 1)
    await window.pass_time(3)
    assert window.heard == ["otra cosa"]
    window.notices.dismiss()
    await window.pass_time(1)
    assert "en otra taquilla" in window.heard[-1]
    assert EMAIL in window.heard[-1]


async def test_a_neighbour_is_noticed_by_the_rounds_and_told_once(window):
    await window.come_in()
    window.api.put(play("999", units=7))
    await window.pass_time(420)
    window.api.put(play("999", units=7))
    await window.pass_time(420)
    assert len([text for text in window.heard if "en otra taquilla" in text]) == 1


# --- the sign-in is lost -----------------------------------------------------------------------------


async def test_a_lost_sign_in_says_why_and_one_goes_on_where_one_was(window):
    await window.come_in()
    window.type("123*5")
    window.sale.set_text("45")
    window.shell.go(Screen.PAY)
    window.refuse_token()
    assert window.at(Screen.SIGN_IN)
    assert window.sign_in.state.value.error == i18n.t("signin.lost")
    assert window.sign_in.state.value.email == EMAIL
    await window.come_in()
    assert window.at(Screen.PAY)
    assert window.sign_in.state.value.error == ""
    assert window.texts == ["123"]
    assert window.sale.entry.value.text == "45"
    assert window.sale.watched_draws()


async def test_a_sign_in_lost_under_a_background_read_brings_the_form_back(window):
    await window.come_in()

    async def refused(*_arguments):
        window.refuse_token()
        raise SignInRequired

    window.api.draws = refused
    await window.pass_time(300)
    assert window.at(Screen.SIGN_IN)
    assert window.sign_in.state.value.error == i18n.t("signin.lost")


async def test_another_user_begins_at_the_sale(window):
    await window.come_in()
    window.shell.go(Screen.PAY)
    window.refuse_token()
    await window.come_in(OTHER_EMAIL)
    assert window.at(Screen.SALE)


async def test_after_locking_the_same_user_is_back_where_it_was_and_is_told_no_reason(window):
    await window.come_in()
    window.shell.go(Screen.PAY)
    window.shell.lock()
    await settle()
    assert [window.shell.screen.value, window.sign_in.state.value.error] == [Screen.SIGN_IN, ""]
    await window.come_in()
    assert window.at(Screen.PAY)


async def test_the_cancel_window_reaches_the_doubts(window):
    window.api.catalog = shop.catalog(agency=replace(shop.agency(), seconds_to_cancel=60))
    await window.come_in()
    assert window.services.resolver._quiet_s == 10


class TestResults:
    async def test_a_result_is_told_quietly_and_its_winner_after_it(self, window):
        await window.come_in()
        await window.pass_time(60, 20)
        row = window.api.put(play("123"))
        await window.pass_time(int((shop.A.draws_at - window.context.server.now()).total_seconds()), 60)
        window.api.win(row, Money.units(330))
        window.heard.clear()
        levels = []
        window.notices.notice.watch(lambda one: levels.append(one.level) if one else None, now=False)
        for _ in range(10):
            await window.pass_time(60, 10)
            window.notices.dismiss()
        told = [text for text in window.heard if "123" in text or "330" in text]
        assert told[0].startswith("Salió ")
        assert told[1] == "El ticket …0001 ganó Bs 330. Se paga con F2."
        assert {Level.INFO, Level.OK} <= set(levels)
