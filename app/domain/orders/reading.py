"""A message to lines for the ticket, with what was understood, what was noise and what is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from app.domain.cart import Cart, Line, NewLine
from app.domain.catalog import Catalog, Draw
from app.domain.entry import resolve
from app.domain.expand import corrida
from app.domain.games import ANIMALITOS, ANIMALITOS77, LOTTERY
from app.domain.grammar import parse
from app.domain.orders import hours, noise
from app.domain.orders.assembly import assemble
from app.domain.orders.atoms import Scanner
from app.domain.orders.bets import Bet
from app.domain.orders.parts import QUIET_KINDS, Answer, Asker, Atom, Doubt, K, Mark, Role
from app.domain.orders.places import Board
from app.domain.orders.sentences import Builder, Form, Play, Sentence, Sum
from app.domain.orders.tokens import tokens
from app.domain.orders.vocabulary import vocabulary
from app.domain.typed import Pick, Problem, Typed
from app.money import ZERO, Money, total

#: Longer messages are refused as a whole: nobody could look over what they become.
LONGEST = 10_240
MOST_BETS = 1000
_RUN = re.compile(rb"(.)\1*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message means: `lines` hold only what is certain; `marks` cover every character.

    `changes` are lines of the ticket (by id) that get another amount, because the message plays their
    numbers again; `added` shows by how much. `notes` are warnings; `too_long`: it was not read at all.
    """

    text: str = ""
    lines: tuple[NewLine, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    marks: tuple[Mark, ...] = ()
    notes: tuple[Problem, ...] = ()
    changes: tuple[tuple[int, Money], ...] = ()
    added: tuple[NewLine, ...] = ()
    too_long: bool = False

    @property
    def count(self) -> int:
        """Wagers, those that only add to the amount of one on the ticket included."""
        return sum(len(line.wagers) for line in (*self.lines, *self.added))

    @property
    def total(self) -> Money:
        """What the ticket costs more."""
        return _cost((*self.lines, *self.added))

    @property
    def ready(self) -> bool:
        """Whether all of it can go into the ticket."""
        return bool(self.lines or self.changes) and not self.doubts


def _cost(lines: Iterable[NewLine]) -> Money:
    return total(wager.amount for line in lines for wager in line.wagers)


@dataclass(frozen=True)
class Counter:
    """What a message is read against: the catalogue at server time `now`, the ticket so far, the draws
    chosen on the screen, and the amounts offered where one is missing."""

    catalog: Catalog
    now: datetime
    zone: tzinfo
    cart: Cart = field(default_factory=Cart)
    chosen: tuple[Draw, ...] = ()
    amounts: tuple[int, ...] = (5, 10, 20, 50, 100)


def read(text: str, counter: Counter, settled: Mapping[str, str] | None = None) -> Reading:
    """Read a message. Never raises for what it says; `settled` are answers to earlier doubts, by id."""
    if len(text) > LONGEST:
        return Reading(text, too_long=True)
    asker = Asker(settled or {})
    line, quiet = noise.blanked(text)
    board = Board(counter.catalog, counter.now, counter.zone, asker, counter.chosen)
    atoms = Scanner(
        tokens(line, text), vocabulary(counter.catalog.products), _clock(counter, board, text), asker
    ).run()
    sentences = Builder(asker).build(atoms)
    noisy = _chatter(sentences, asker)
    bets, totals = assemble(sentences, asker)
    teller = _Teller(counter, board, asker)
    teller.tell(bets, totals)
    gone = [bet for bet in bets if bet.out]
    marks = _marks(text, quiet, atoms, noisy, asker.doubts, gone)
    doubts = tuple(sorted(asker.doubts, key=lambda doubt: (doubt.start, doubt.end)))
    lines, changes, added = teller.outcome()
    return Reading(text, lines, doubts, marks, tuple(teller.notes), changes, added)


def _clock(counter: Counter, board: Board, text: str) -> hours.Clock:
    figures = frozenset(p.id for p in counter.catalog.products if p.category != LOTTERY)
    return hours.Clock(board.drawn, figures, loud=text.upper() == text)


def _chatter(sentences: list[Sentence], asker: Asker) -> set[int]:
    """Unknown words: in a sentence of talk they are noise (by atom id), beside an order they are asked."""
    noisy: set[int] = set()
    asked = {(doubt.start, doubt.end) for doubt in asker.doubts}
    for sentence in sentences:
        told = [atom for atom in sentence.atoms if atom.kind not in QUIET_KINDS and atom.kind is not K.BREAK]
        unknown = [atom for atom in told if atom.kind is K.UNKNOWN and (atom.start, atom.end) not in asked]
        words = [atom for atom in sentence.atoms if atom.kind in (K.UNKNOWN, K.NOISE, K.GLUE)]
        talk = all(isinstance(atom.value, str) and atom.value.isalpha() for atom in unknown)
        if len(unknown) == len(told) and talk and len(words) > 2:
            noisy |= {id(atom) for atom in unknown}
            continue
        for run in _runs(sentence.atoms, unknown):
            about = " ".join(str(atom.value) for atom in run)
            span = (run[0].start, run[-1].end)
            if asker.ask_once("unknown", about, span, (Answer("ignore", "ignore"),), text=about) == "ignore":
                noisy |= {id(atom) for atom in run}
    return noisy


def _runs(atoms: list[Atom], wanted: list[Atom]) -> Iterable[list[Atom]]:
    keys, run = {id(atom) for atom in wanted}, list[Atom]()
    for atom in atoms:
        if id(atom) in keys:
            run.append(atom)
        elif run:
            yield run
            run = []
    if run:
        yield run


class _Teller:
    """Bets to lines, one after the other, as if they were typed; what cannot be typed is a doubt."""

    def __init__(self, counter: Counter, board: Board, asker: Asker) -> None:
        self._counter = counter
        self._board = board
        self._asker = asker
        self._cart = counter.cart
        self._full: Problem | None = None
        self._overflow: list[Bet] = []
        self.notes: list[Problem] = []

    def tell(self, bets: list[Bet], totals: list[Sum]) -> None:
        """All of them, then the total that the message itself tells."""
        placed = [(bet, draws) for bet in bets[:MOST_BETS] if (draws := self._draws(bet)) is not None]
        if len(bets) > MOST_BETS:
            extra = bets[MOST_BETS]
            span = (extra.play.start, bets[-1].play.end)
            self._asker.ask_once(
                "too_many_plays", "all", span, (Answer("out", "leave_out"),), limit=MOST_BETS
            )
        self._twice(placed)
        self._missing_amounts(placed, totals)
        for group in _grouped(placed):
            if self._full:
                self._overflow += [bet for bet, _ in group]
            else:
                self._group(group)
        self._tell_overflow()
        self._compare(totals)

    def outcome(self) -> tuple[tuple[NewLine, ...], tuple[tuple[int, Money], ...], tuple[NewLine, ...]]:
        """New lines, new amounts of lines that were there, and by how much those grew."""
        before = {line.id: line for line in self._counter.cart.lines}
        new = tuple(_as_new(line, line.amount) for line in self._cart.lines if line.id not in before)
        grown = [line for line in self._cart.lines if line.id in before and line != before[line.id]]
        changes = tuple((line.id, line.amount) for line in grown)
        return new, changes, tuple(_as_new(line, line.amount - before[line.id].amount) for line in grown)

    def _draws(self, bet: Bet) -> tuple[Draw, ...] | None:
        if bet.out:
            return None
        play = bet.play
        if play.form is Form.NUMBER and len(play.text) > 3:
            return self._shortened(bet)
        return self._placed(bet)

    def _placed(self, bet: Bet) -> tuple[Draw, ...] | None:
        play = bet.play
        if bet.place is None:
            return self._board.nowhere(play, (play.start, play.end))
        return self._board.draws(bet.place, play)

    def _shortened(self, bet: Bet) -> tuple[Draw, ...] | None:
        """More digits than any game has: which of them, or none?"""
        play, text = bet.play, bet.play.text
        answers = (
            Answer("last", "digits", {"digits": text[-3:]}), Answer("first", "digits", {"digits": text[:3]}),
            Answer("out", "leave_out"),
        )  # fmt: skip
        told = self._asker.ask("too_many_digits", text[:20], (play.start, play.end), answers, text=text[:20])
        if told not in ("last", "first"):
            bet.out = told == "out"
            return None
        play.text = text[-3:] if told == "last" else text[:3]
        return self._placed(bet)

    def _twice(self, placed: list[tuple[Bet, tuple[Draw, ...]]]) -> None:
        """ "soñé con un perro, ponme el 27": the same play twice in a draw may be one that was told twice."""
        seen: set[tuple[object, ...]] = set()
        for bet, draws in placed:
            play = bet.play
            code = play.text.lstrip("0") if len(play.text) == 2 and play.text != "00" else play.text
            events = tuple(draw.event_id for draw in draws)
            key = (play.form in (Form.NUMBER, Form.FIGURE) or play.form, code, play.last, play.permuted,
                   tuple(play.signs), events)  # fmt: skip
            if key not in seen:
                seen.add(key)
                continue
            answers = Answer("sum", "sum"), Answer("out", "once")
            told = self._asker.ask(
                "played_twice", play.text, (play.start, play.end), answers, play=play.shown
            )
            bet.out = told == "out"

    # ------------------------------------------------------------ amounts

    def _missing_amounts(self, placed: list[tuple[Bet, tuple[Draw, ...]]], totals: list[Sum]) -> None:
        bare = [(bet, draws) for bet, draws in placed if bet.money is None]
        if not bare:
            return
        first = bare[0][0].play
        span = (first.start, first.end)
        if len(totals) == 1 and len(bare) == len(placed):
            told = self._shared_total(bare, totals[0])
        else:
            answers = tuple(
                Answer(f"money:{Money.units(units).minor}", "money", {"amount": str(units)})
                for units in self._counter.amounts[:8]
            )
            told = self._asker.ask_once(
                "amount_missing", "all", span, (*answers, Answer("out", "leave_out")),
                play=first.shown, count=len(bare),
            )  # fmt: skip
        for bet, _draws in bare:
            bet.out = told == "out"
            bet.money = Money(int(told.partition(":")[2])) if told and told.startswith("money:") else None

    def _shared_total(self, bare: list[tuple[Bet, tuple[Draw, ...]]], whole: Sum) -> str | None:
        """ "todo por 30": the total shared out, or that much for each."""
        count = sum(_wagers(bet.play) * len(draws) for bet, draws in bare)
        each = Money(whole.money.minor // count) if count and whole.money.minor % count == 0 else None
        answers = [
            Answer(f"money:{whole.money.minor}", "money_each", {"amount": whole.money.digits(cents=False)})
        ]
        if each:
            shown = {"amount": each.digits(cents=False), "count": count}
            answers.insert(0, Answer(f"money:{each.minor}", "money_each", shown))
        return self._asker.ask_once(
            "total_shared", str(whole.money.minor), (whole.start, whole.end),
            (*answers, Answer("out", "leave_out")), total=whole.money.digits(cents=False),
        )  # fmt: skip

    def _compare(self, totals: list[Sum]) -> None:
        if not totals or self._asker.doubts:
            return
        told = total(one.money for one in totals)
        lines, _, added = self.outcome()
        found = _cost((*lines, *added))
        if found not in (told, ZERO) and found != totals[-1].money:
            last = totals[-1]
            shown = {"total": last.money.digits(cents=False), "found": found.digits(cents=False)}
            about = f"{last.money.minor}:{found.minor}"
            self._asker.ask_once(
                "total_differs", about, (last.start, last.end), (Answer("go", "go_on", shown),), **shown
            )

    # ------------------------------------------------------------ lines

    def _group(self, group: list[tuple[Bet, tuple[Draw, ...]]]) -> None:
        """Bets with one amount and the same draws, as one typed line for each game category."""
        bet, draws = group[0]
        if bet.money is None or bet.out:
            return
        for category in dict.fromkeys(draw.category for draw in draws):
            chosen = tuple(draw for draw in draws if draw.category == category)
            picks: list[Pick] = []
            for one, _draws in group:
                told = _picks(one.play, category)
                if isinstance(told, Problem):
                    self._wrong(one, told)
                else:
                    picks += told
            if picks:
                self._typed(tuple(picks), bet.money, category, chosen, group)

    def _typed(
        self, picks: tuple[Pick, ...], money: Money, category: str, chosen: tuple[Draw, ...],
        group: list[tuple[Bet, tuple[Draw, ...]]],
    ) -> None:  # fmt: skip
        found = resolve(
            Typed("", picks, money), category=category, chosen=chosen, catalog=self._counter.catalog,
            cart=self._cart, kept=None, now=self._counter.now,
        )  # fmt: skip
        blocking = next((problem for problem in found.problems if problem.blocking), None)
        if blocking is None and found.skipped:
            play = picks[0].label
            blocking = Problem(found.skipped[0].reason.removeprefix("skip_"), {"play": play})
        if blocking is None:
            self._cart = self._cart.add(found.lines).at_amounts(found.changes)
            self.notes += [problem for problem in found.problems if not problem.blocking]
        elif len(group) == 1 and blocking.code == "too_many":
            self._full = blocking
            self._overflow.append(group[0][0])
        elif len(group) > 1:
            for index, one in enumerate(group):
                if self._full:
                    self._overflow += [bet for bet, _ in group[index:]]
                    break
                self._group([one])
        else:
            self._wrong(group[0][0], blocking)

    def _tell_overflow(self) -> None:
        """What the ticket has no more room for, as one doubt."""
        gone = [bet for bet in self._overflow if not bet.out]
        if not gone or self._full is None:
            return
        span = (gone[0].play.start, gone[-1].play.end)
        told = self._asker.ask_once(
            "ticket_full", "rest", span, (Answer("out", "leave_out"),), limit=self._full.params["limit"]
        )
        for bet in gone:
            bet.out = told == "out"

    def _wrong(self, bet: Bet, problem: Problem) -> None:
        """What the entry line would refuse: told with its rule, and left out if the cashier says so."""
        span = (bet.play.start, bet.play.end)
        about = f"{problem.code}:{bet.play.text}"
        told = self._asker.ask(
            "refused", about, span, (Answer("out", "leave_out"),), play=bet.play.shown, problem=problem
        )
        bet.out = told == "out"


def _as_new(line: Line, amount: Money) -> NewLine:
    wagers = tuple(wager._replace(amount=amount) for wager in line.wagers)
    return NewLine(line.event_id, line.shape, line.label, amount, wagers)


def _grouped(placed: list[tuple[Bet, tuple[Draw, ...]]]) -> list[list[tuple[Bet, tuple[Draw, ...]]]]:
    """Neighbours with the same amount and draws, so that they become lines as if typed with `+`."""
    groups: list[list[tuple[Bet, tuple[Draw, ...]]]] = []
    before: object = None
    for bet, draws in placed:
        key = (bet.money, tuple(draw.event_id for draw in draws), bet.out)
        if key == before:
            groups[-1].append((bet, draws))
        else:
            groups.append([(bet, draws)])
        before = key
    return groups


def _picks(play: Play, category: str) -> tuple[Pick, ...] | Problem:
    """The play as typed in the entry grammar of a category."""
    found = parse(_line(play, category), category)
    if isinstance(found, Typed):
        return found.picks
    if isinstance(found, Problem):
        return found
    return found.typed.picks if found.typed is not None else found.problem(unfinished=False)


def _line(play: Play, category: str) -> str:
    signs = "".join(f"-{sign}" for sign in play.signs)
    text = play.text[-2:] if play.width else play.text
    if play.form is Form.RANGE:
        if category in (ANIMALITOS, ANIMALITOS77):
            return "+".join(_figures_between(play)) or f"{play.text}/{play.last}"
        return f"{play.text}/{play.last}{signs}"
    return f"{text}{'/' if play.permuted else ''}{signs}"


def _figures_between(play: Play) -> list[str]:
    first, last = int(play.text), int(play.last) if play.last.isdigit() else 0
    return [str(code) for code in range(first, min(last, 75) + 1)]


def _wagers(play: Play) -> int:
    """How many numbers a play becomes."""
    if play.form is Form.RANGE and len(play.text) == len(play.last) and play.text <= play.last:
        return len(corrida(play.text, play.last))
    found = _picks(play, LOTTERY)
    return sum(len(pick.plays) for pick in found) if not isinstance(found, Problem) else 1


_ROLES = (Role.NOISE, Role.READ, Role.NOISE, Role.DOUBT)
_READ, _NOISE, _DOUBT = 1, 2, 3


def _marks(
    text: str,
    quiet: list[noise.Span],
    atoms: list[Atom],
    noisy: set[int],
    doubts: list[Doubt],
    gone: list[Bet],
) -> tuple[Mark, ...]:
    """Roles for every character; blanks go with what stands before them."""
    roles = bytearray(len(text))

    def paint(start: int, end: int, role: int) -> None:
        roles[start:end] = bytes((role,)) * (end - start)

    for atom in atoms:
        if atom.kind is K.UNKNOWN and id(atom) not in noisy:
            paint(atom.start, atom.end, _DOUBT)
        else:
            paint(atom.start, atom.end, _NOISE if atom.kind in (K.NOISE, K.UNKNOWN) else _READ)
    for start, end in quiet:  # after the atoms: the end of a line reaches over the bullet of the next
        paint(start, end, _NOISE)
    for bet in gone:
        paint(bet.play.start, bet.play.end, _NOISE)
    for doubt in doubts:
        paint(doubt.start, doubt.end, _DOUBT)
    found: list[Mark] = []
    for run in _RUN.finditer(bytes(roles)):
        start, end = run.span()
        before = found[-1] if found else None
        role = before.role if before and not run[0][0] and text[start:end].isspace() else _ROLES[run[0][0]]
        if before is not None and before.role is role:
            found[-1] = Mark(before.start, end, role)
        else:
            found.append(Mark(start, end, role))
    return tuple(found)
