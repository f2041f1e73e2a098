"""A whole probe of the built-in server in its many readings: reported, no leak, nothing left sold."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app import i18n
from app.__main__ import main
from app.api.transport import Transport
from app.probing.running import Asked, Probe
from app.probing.trail import FILE, Step, Trail
from app.training import TrainingServer
from app.training.variant import Variant
from tests.helpers.training import START, StillClock, training_server

PASSWORD, EMAIL = "clave-1", "cajero1@taquilla.test"
VOID = {"canceled", "rejected"}
FEW = "template_rows=triples"


@pytest.fixture(autouse=True)
def _password(monkeypatch):
    """The password comes from the environment; texts are Spanish."""
    monkeypatch.setenv("TAQUILLA_PASSWORD", PASSWORD)
    before = i18n.language()
    i18n.use("es")
    yield
    i18n.use(before)


class Listener:
    """Somebody at the console; `at` does something when a line is said."""

    def __init__(self, *answers: str, at: Any = None) -> None:
        self.said: list[str] = []
        self._answers = list(answers)
        self._at = at

    def say(self, text: str = "") -> None:
        self.said.append(text)
        if self._at:
            self._at(text)

    def ask(self, question: str) -> str:
        self.said.append(question)
        return self._answers.pop(0) if self._answers else ""

    def secret(self, question: str) -> str:
        return self.ask(question)

    @property
    def text(self) -> str:
        return "\n".join(self.said)


class Tap:
    """A wire that remembers the tokens that passed."""

    def __init__(self, wire: Transport, tokens: set[str]) -> None:
        self._wire, self._tokens = wire, tokens

    async def send(self, request):
        self._tokens |= {value for name, value in request.headers if name == "x-auth-token"}
        return await self._wire.send(request)

    async def close(self):
        await self._wire.close()


class Breaking:
    """Faults: some routes sell and then lose the line, or lose it before."""

    def __init__(self, **phases: str) -> None:
        self.phases = phases

    async def around(self, received, handle):
        phase = self.phases.get(received.route.name, "")
        if phase == "before":
            raise ConnectionResetError
        reply = await handle()
        if phase == "after":
            raise ConnectionResetError
        return reply


class Shop:
    """A server with a past, a folder, and probes of it."""

    def __init__(self, folder: Path, server: TrainingServer) -> None:
        self.folder, self.server = folder, server
        self.tokens: set[str] = set()
        self.before = {one.uuid for one in server.control().tickets()}

    def probe(self, talk: Listener, *, with_sale: bool = False, email: str = EMAIL) -> int:
        async def passing(seconds: float) -> None:
            self.server.control().advance(seconds)

        clock = StillClock(self.server.control().now())
        wire = Tap(
            Transport("http://127.0.0.1/", monotonic=clock.monotonic, asgi=self.server.asgi), self.tokens
        )
        asked = Asked(email, self.folder / "report.md", with_sale)
        return Probe(
            wire,
            clock,
            asked,
            talk,
            self.folder,
            server="http://127.0.0.1",
            sleep=passing,
            chance=lambda: 0.5,
        ).run()

    @property
    def report(self) -> str:
        return (self.folder / "report.md").read_text("utf-8")

    def sold(self) -> list[str]:
        """Statuses of what was sold by probes."""
        return [one.status for one in self.server.control().tickets() if one.uuid not in self.before]

    def leaks(self) -> list[str]:
        """What stands in the report and must not."""
        issued = self.server.control().tickets()
        secrets = {str(getattr(one, name)) for one in issued for name in ("pin", "uuid", "email", "number")}
        secrets |= self.tokens | {PASSWORD, EMAIL, "taquilla.test"}
        return [word for word in secrets if word in self.report]


@contextmanager
def shop(folder: Path, variant: str = FEW, **more: Any) -> Iterator[Shop]:
    server = training_server(variant=Variant.parse(variant), history=True, **more)
    try:
        yield Shop(folder, server)
    finally:
        server.close()


def answer(report: str, question: str) -> str:
    """What the report says after a question, and in which part it stands."""
    text = i18n.t(f"probe.question.{question}")
    for part in report.split("\n## ")[1:]:
        for line in part.splitlines():
            if line.startswith(f"- **{text}**"):
                return f"{part.split(' (')[0]}: {line.partition('** ')[2]}"
    raise AssertionError(question)


@pytest.mark.parametrize(
    "variant",
    [
        "document", "terse", "always-200", "texts", "older", "other-words", "replica", "strict", "surprising",
        "create_reply=numbers,action_reply=message", "seconds_to_cancel=0", "entity_status=blocked",
    ],
)  # fmt: skip
def test_every_reading_of_the_document_is_reported_without_a_leak_or_a_live_ticket(tmp_path, variant):
    with shop(tmp_path, f"{variant},{FEW}") as till:
        talk = Listener("ANULAR" if "surprising" in variant else "VENDER", "VENDER")
        assert till.probe(talk, with_sale=True) == 0, talk.text
        assert till.leaks() == []
        assert set(till.sold()) <= VOID
        assert Trail(tmp_path).left() == ()
        assert not re.search(r"probe\.(?!jsonl)", till.report), "a text is missing"


def test_what_a_usual_server_answers(tmp_path):
    with shop(tmp_path, "document") as till:
        assert till.probe(Listener()) == 0
        report = till.report
        assert till.sold() == []
    assert "Sí, en 37 de 37." in answer(report, "status_mirror")
    assert "Respondidas: No: el último ticket fue el mismo" in answer(report, "copy_sells")
    assert "7 = tripleta (8436:" in answer(report, "game_ids")
    assert answer(report, "two_sessions").startswith("Respondidas: Sí")
    assert "se reconoce como sesión vencida" in answer(report, "sign_in_lost")
    assert answer(report, "second_pay").startswith("Abiertas: *Intente pagar otra vez")
    assert answer(report, "create_body").startswith("Abiertas")
    assert answer(report, "image").startswith("Respondidas: HTTP 200, image/png")


GUESSES = {
    "mirror_status=false,token_place=header,single_session=true,time_form=clock,advance_sale=false,image=pdf,"
    "list_scope=user,lost_status=perdedor,upper_bound_inclusive=false,page_rows=2,copy_missing=null": {
        "status_mirror": "difieren (HTTP/sobre): ",
        "login_body": "x-auth-token:",
        "two_sessions": "No: una segunda entrada",
        "time_body": "##:##:##",
        "advance_sale": "ningún sorteo de mañana",
        "image": "application/pdf",
        "list_scope": "son de este usuario",
        "statuses": "perdedor (",
        "bounds": "El primero sí, el último no",
        "paging": "un total aparte",
        "copy_sells": "No: el último ticket",
    },
    "token_place=data,token_name=token,auth_status=401,auth_body=html,time_form=empty,amount_form=text,"
    "image=nothing,last_scope=entity,lower_bound_inclusive=false,idempotency_key=refused,created_form=iso,"
    "extra_fields=true,list_id_none=dash": {
        "status_mirror": "Sí, en ",
        "login_body": "$.data.token",
        "two_sessions": "Sí: tras una segunda entrada",
        "sign_in_lost": "HTTP 401, sobre -, html",
        "time_body": "cabecera Date",
        "decimals": "text (",
        "image": "HTTP 204, empty",
        "last_scope": "era de otro usuario",
        "bounds": "El primero no, el último sí",
        "unknown_header": "Respondidas",
    },
    "template_rows=all,swap_games=true,tripleta_wager=slash": {"game_ids": "#/##/##"},
    "template_rows=all,animal_wager=code": {"animal_wager": "Nombre o código"},
}


@pytest.mark.parametrize("variant", GUESSES)
def test_each_guess_shows_in_its_answer(tmp_path, variant):
    with shop(tmp_path, f"{FEW},{variant}") as till:
        assert till.probe(Listener()) == 0
        assert till.leaks() == []
    said = {question: answer(till.report, question) for question in GUESSES[variant]}
    assert {question: text for question, text in said.items() if GUESSES[variant][question] not in text} == {}


def test_shapes_that_differ_are_said(tmp_path):
    variant = "amount_form=text,created_form=iso,extra_fields=true,list_id_none=dash"
    with shop(tmp_path, f"{FEW},{variant}") as till:
        assert till.probe(Listener()) == 0
    part = till.report.partition("## Diferencias")[2].partition("\n## ")[0]
    for said in (
        "`tickets` `$.response[].total`: vino text; el documento muestra integer",
        "`tickets` `$.response[].created_at`: vino text; el documento muestra integer",
        "`ticket` `$.response.wagers[].list\\_id`: vino text".replace("\\", ""),
    ):
        assert said in part
    assert re.search(r"`agency` `\$\.response\.\w+`: vino \(\w+\) y no lo conoce", part)


def test_a_ticket_of_the_evening_tells_the_calendar(tmp_path):
    evening = datetime(2024, 10, 23, 1, 30, tzinfo=UTC)
    for calendar, said in (("local", "Local."), ("utc", "UTC.")):
        folder = tmp_path / calendar
        folder.mkdir()
        with shop(folder, f"{FEW},ticket_date={calendar}", start=evening) as till:
            _sell(till)
            assert till.probe(Listener()) == 0
            assert said in answer(till.report, "date_calendar")


def _sell(till: Shop) -> None:
    """A customer's ticket, sold by another terminal of the same user."""
    from tests.helpers.training import terminal, wager

    async def selling() -> None:
        async with terminal(till.server) as other:
            draw = till.server.control().draws(category="lottery")[0]
            await other.sell(
                wager(draw, 3 if draw.list.zodiac else 1, "444-ARI" if draw.list.zodiac else "444")
            )

    asyncio.run(selling())


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C as a person's shell gives it: a program started in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class TestSale:
    """`--with-sale`."""

    def test_without_the_word_nothing_is_sold(self, tmp_path):
        with shop(tmp_path) as till:
            talk = Listener("vender")
            assert till.probe(talk, with_sale=True) == 0
            assert till.sold() == []
            assert "No se confirmó la venta" in talk.text

    def test_one_is_sold_looked_at_and_taken_back(self, tmp_path):
        with shop(tmp_path) as till:
            talk = Listener("VENDER")
            assert till.probe(talk, with_sale=True) == 0
            assert till.sold() == ["canceled"]
            routes = [entry.route for entry in till.server.control().request_log()]
            assert (routes.count("create"), routes.count("cancel"), routes.count("revert")) == (1, 1, 0)
        assert "el ticket completo" in answer(till.report, "create_body")
        assert "«canceled»" in answer(till.report, "void_body")
        said = [
            line for line in talk.said if re.search("vender UN|Vendiendo|Vendido|Anulando|está anulado", line)
        ]
        assert len(said) == 5

    @pytest.mark.parametrize("phase", ["before", "after"])
    def test_a_sale_whose_answer_is_lost_is_looked_for_and_never_repeated(self, tmp_path, phase):
        with shop(tmp_path, faults=Breaking(create=phase)) as till:
            talk = Listener("VENDER")
            assert till.probe(talk, with_sale=True) == 0
            routes = [entry.route for entry in till.server.control().request_log()]
            assert routes.count("create") <= 1
            assert till.sold() == (["canceled"] if phase == "after" else [])
            left = Trail(tmp_path).left()
        if phase == "before":  # nobody knows: that is what is said and kept
            assert "no está probado que no se vendió" in talk.text
            assert [one.key for one in left] == [None]
        else:
            assert left == ()

    @pytest.mark.parametrize(
        ("faults", "status"),
        [
            ({"cancel": "after"}, "canceled"),
            ({"cancel": "before"}, "rejected"),
            ({"cancel": "before", "revert": "after"}, "rejected"),
        ],
    )
    def test_a_lost_cancel_is_proven_by_the_list_or_reverted(self, tmp_path, faults, status):
        with shop(tmp_path, faults=Breaking(**faults)) as till:
            assert till.probe(Listener("VENDER"), with_sale=True) == 0
            assert till.sold() == [status]
            assert Trail(tmp_path).left() == ()

    def test_what_cannot_be_taken_back_is_said_loudly_and_again_next_time(self, tmp_path):
        faults = Breaking(cancel="before", revert="before")
        with shop(tmp_path, faults=faults) as till:
            talk = Listener("VENDER")
            assert till.probe(talk, with_sale=True) == 0
            assert till.sold() == ["sold"]
            (number,) = (one.number for one in till.server.control().tickets() if one.uuid not in till.before)
            assert f"no está probado que el ticket {number}" in talk.text
            assert till.leaks() == []

            again = Listener()
            faults.phases = {}
            assert till.probe(again) == 0
            assert f"pudo dejar vendido el ticket {number}" in again.text
            assert "Lo que hay que mirar" in till.report
            assert till.leaks() == []

    def test_a_probe_that_dies_between_sale_and_cancel_is_told_by_the_next(self, tmp_path):
        class PowerCut(BaseException):
            pass

        def cut(text: str) -> None:
            if text.startswith("Vendido"):
                raise PowerCut

        with shop(tmp_path) as till:
            with pytest.raises(PowerCut):
                till.probe(Listener("VENDER", at=cut), with_sale=True)
            assert till.sold() == ["sold"]
            (left,) = Trail(tmp_path).left()
            assert left.key is not None
            number = left.key.number

            asyncio.run(_cancel(till, number))
            talk = Listener()
            assert till.probe(talk) == 0
            assert f"El ticket {number} que dejó un sondeo anterior aparece anulado" in talk.text
            assert Trail(tmp_path).left() == ()

    def test_ctrl_c_in_mid_sale_waits_until_the_ticket_is_taken_back(self, tmp_path, ctrl_c):
        def press(text: str) -> None:
            if text.startswith("Vendido"):
                signal.raise_signal(signal.SIGINT)

        with shop(tmp_path) as till:
            talk = Listener("VENDER", at=press)
            assert till.probe(talk, with_sale=True) == 1
            assert till.sold() == ["canceled"]
            assert "se interrumpió" in till.report
            assert till.leaks() == []

    def test_where_it_cannot_be_written_down_nothing_is_sold(self, tmp_path, monkeypatch):
        with shop(tmp_path) as till:
            (tmp_path / FILE).mkdir()
            monkeypatch.setattr(Trail, "left", lambda self: ())
            talk = Listener("VENDER")
            assert till.probe(talk, with_sale=True) == 0
            assert till.sold() == []
            assert "donde se anota cada venta" in talk.text
            assert str(tmp_path) not in till.report


class TestCopyThatSells:
    """A server that sells by copying, which a probe finds out by doing it."""

    def test_it_is_found_out_and_taken_back(self, tmp_path):
        with shop(tmp_path, f"{FEW},copy_sells=true") as till:
            talk = Listener("ANULAR")
            assert till.probe(talk) == 0
            assert till.sold() == ["canceled"]
            assert answer(till.report, "copy_sells").startswith("Respondidas: SÍ")
            assert till.leaks() == []

    def test_left_alone_it_is_said_and_kept(self, tmp_path):
        with shop(tmp_path, f"{FEW},copy_sells=true") as till:
            talk = Listener()
            assert till.probe(talk) == 0
            assert till.sold() == ["sold"]
            assert "quedó vivo" in talk.text
            assert [one.key is not None for one in Trail(tmp_path).left()] == [True]


async def _cancel(till: Shop, number: int) -> None:
    from tests.helpers.training import terminal

    async with terminal(till.server) as other:
        assert (await other.post("/user/ticket/cancel", {"ticket_number": number})).status == 200


class TestEnds:
    """Exit status and what never leaves."""

    def test_a_wrong_password_is_one_and_is_reported(self, tmp_path, monkeypatch):
        monkeypatch.setenv("TAQUILLA_PASSWORD", "not-the-password")
        with shop(tmp_path) as till:
            assert till.probe(Listener()) == 1
            assert "| login | POST /auth/login | 403 |" in till.report
            assert "not-the-password" not in till.report

    def test_a_report_that_cannot_be_written_is_one_and_nothing_is_asked(self, tmp_path):
        with shop(tmp_path) as till:
            (tmp_path / "report.md").mkdir()
            assert till.probe(Listener("VENDER"), with_sale=True) == 1
            assert till.server.control().request_log() == ()

    def test_no_password_no_request(self, tmp_path, monkeypatch):
        monkeypatch.delenv("TAQUILLA_PASSWORD")
        with shop(tmp_path) as till:
            assert till.probe(Listener("", "")) == 1
            assert till.server.control().request_log() == ()

    def test_a_server_that_breaks_everything_but_sign_in_is_still_reported(self, tmp_path):
        names = "time get-data products draws template last tickets view image copy report results"
        faults = Breaking(**dict.fromkeys(names.split(), "before"))
        with shop(tmp_path, faults=faults) as till:
            assert till.probe(Listener("VENDER"), with_sale=True) == 0
            assert till.sold() == []
            assert answer(till.report, "game_ids").startswith("Abiertas")


class TestCommand:
    """`taquilla probe` over TCP."""

    def test_over_tcp_no_secret_in_report_log_or_trail(self, tmp_path, monkeypatch, capsys):
        monkeypatch.setattr("builtins.input", lambda question: "VENDER")
        command = [sys.executable, "-m", "app", "training-server", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                url = server.stdout.readline().split()[-1]
                profile, out = tmp_path / "profile", tmp_path / "out" / "report.md"
                status = main(
                    f"--profile {profile} --set log.level=debug probe --base-url {url} --email {EMAIL}"
                    f" --with-sale --out {out}".split()
                )
            finally:
                server.terminate()
        assert status == 0
        said = capsys.readouterr().out
        steps = [json.loads(line) for line in (profile / FILE).read_text().splitlines()]
        assert steps[-1]["step"] == Step.VOID.value
        assert str(out) in said
        written = out.read_text() + (profile / "taquilla.log").read_text() + (profile / FILE).read_text()
        for word in (PASSWORD, EMAIL, "84038675", "76479163", "23315522"):
            assert word not in written
        assert not re.search(r"[0-9a-f]{64}", written)
        assert str(steps[-1]["number"]) not in out.read_text()

    @pytest.mark.parametrize("url", ["http://server.example/", "ftp://127.0.0.1/", "server.example"])
    def test_only_https_or_this_machine(self, tmp_path, url):
        out = tmp_path / "report.md"
        assert (
            main(
                ["--profile", str(tmp_path), "probe", "--base-url", url, "--email", EMAIL, "--out", str(out)]
            )
            == 2
        )
        assert not out.exists()

    def test_the_password_is_no_argument(self, capsys):
        with pytest.raises(SystemExit) as caught:
            main(["probe", "--password", "x"])
        assert caught.value.code == 2
        assert "unrecognized arguments" in capsys.readouterr().err


def test_start_is_in_the_morning():
    """The sale tests need draws ahead."""
    assert START.astimezone(UTC).hour < 16
