"""Atoms to sentences of plays, amounts and places, in the order in which they were written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from app.domain.figures import FIGURE_BY_CODE
from app.domain.orders.parts import PLACE_KINDS, PLAY_KINDS, QUIET_KINDS, Answer, Asker, Atom, Hour, K
from app.money import Money

_PICTURE = 2  # characters: an emoji, perhaps with its variant


class Form(Enum):
    """What a play is made of."""

    NUMBER = "number"
    FIGURE = "figure"
    RANGE = "range"
    PATTERN = "pattern"
    TRIPLETA = "tripleta"


@dataclass(slots=True, eq=False)
class Play:
    """A number, figure or span as written; `link` is what stands between it and the play before."""

    form: Form
    text: str
    start: int
    end: int
    link: K | None = None
    last: str = ""
    width: int = 0
    permuted: bool = False
    signs: list[str] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """How a person reads it: "123", "5 León", "120-129"."""
        if self.form is Form.FIGURE and self.text in FIGURE_BY_CODE:
            return f"{self.text} {FIGURE_BY_CODE[self.text].name}"
        return f"{self.text}-{self.last}" if self.last else self.text


@dataclass(slots=True, eq=False)
class Sum:
    """An amount for each wager; `whole`: for all of them together."""

    money: Money
    start: int
    end: int
    whole: bool = False


@dataclass(slots=True, eq=False)
class Spec:
    """A product (or what it may be) with its hours and lists. `which`: "rest", "next", or how many."""

    start: int
    end: int
    products: tuple[int, ...] = ()
    hours: list[Hour] = field(default_factory=list)
    lists: str = ""
    which: object = None
    signed: bool = False

    @property
    def timed(self) -> bool:
        """Whether it says when."""
        return bool(self.hours) or self.which is not None


@dataclass(slots=True, eq=False)
class Place:
    """Where plays go: one or more products with their hours."""

    specs: list[Spec]
    hours_first: bool = False

    @property
    def start(self) -> int:
        """Offset of its first word."""
        return self.specs[0].start

    @property
    def end(self) -> int:
        """Offset behind its last word."""
        return self.specs[-1].end


Item = Play | Sum | Place


@dataclass(slots=True, eq=False)
class Sentence:
    """What stands between two ends of sentences, and the atoms it was made of."""

    items: list[Item] = field(default_factory=list)
    atoms: list[Atom] = field(default_factory=list)

    @property
    def plays(self) -> list[Play]:
        """Its plays."""
        return [item for item in self.items if isinstance(item, Play)]


class Builder:
    """Makes sentences; what a word changes (permuta, sign, tripleta) is applied here."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._sentence = Sentence()
        self._run: list[Play] = []
        self._link: K | None = None
        self._permuta: Atom | None = None
        self._before: list[Play] = []  # the run that an amount or a place ended
        self._loose: dict[K, Atom] = {}  # words that wait for a number
        self._last: K | None = None
        self._sign_open = False  # nothing but "y" or a comma since the last sign
        self._signs: list[str] = []
        self._signed: list[Play] = []
        self._width = 0
        self._tripleta: list[Play] | None = None
        self._threes = False  # the word tripleta stood in a line of its own
        self._named_here = False

    def build(self, atoms: list[Atom]) -> list[Sentence]:
        """All sentences that hold anything."""
        found: list[Sentence] = []
        for index, atom in enumerate(atoms):
            self._sentence.atoms.append(atom)
            if atom.kind is K.BREAK:
                found.append(self._close())
            else:
                self._take(atom, atoms, index)
        found.append(self._close())
        return [sentence for sentence in found if sentence.atoms]

    def _close(self) -> Sentence:
        self._end_tripleta(short=self._named_here)
        self._end_run()
        self._end_loose()
        done, self._sentence = self._sentence, Sentence()
        self._before, self._last, self._sign_open = [], None, False
        self._signs, self._signed, self._width, self._link = [], [], 0, None
        whole = all(play.form is Form.TRIPLETA for play in done.plays)
        self._threes = whole and (self._threes or self._named_here)
        self._threes = self._threes and (not self._named_here or not done.plays)
        self._tripleta, self._named_here = ([] if self._threes else None), False
        return done

    def _take(self, atom: Atom, atoms: list[Atom], index: int) -> None:
        kind = atom.kind
        if kind in PLAY_KINDS:
            self._play(atom)
        elif kind in PLACE_KINDS:
            self._end_run()
            self._place(atom, atoms, index)
        elif kind in (K.AMOUNT, K.TOTAL):
            self._end_run()
            if isinstance(atom.value, Money):
                self._sentence.items.append(Sum(atom.value, atom.start, atom.end, kind is K.TOTAL))
        elif kind is K.PERMUTA:
            self._permute(atom, _next_is_play(atoms, index))
        elif kind is K.SIGN:
            self._sign(atom)
        elif kind is K.WIDTH:
            self._width = 2
            if not self._run or len(self._run[-1].text) != 2:
                self._loose[K.WIDTH] = atom
        elif kind is K.TRIPLETA:
            self._begin_tripleta()
        if kind in (K.AND, K.COMMA, K.DASH):
            self._link = kind
        elif kind in (K.UNKNOWN, K.AMOUNT, K.TOTAL):
            self._link = None
        elif kind is K.GLUE and atom.value != ":":
            self._link = self._link or K.GLUE
        if kind not in (K.GLUE, K.NOISE):
            self._last = kind
            self._sign_open = kind is K.SIGN or (self._sign_open and kind in (K.AND, K.COMMA, K.DASH))

    # ------------------------------------------------------------ plays

    def _play(self, atom: Atom) -> None:
        for play in _plays(atom):
            play.link, self._link = (self._link or (None if self._run else K.BREAK)), None
            if self._same_figure(play):
                continue
            if self._last is K.PERMUTA and play.link is None and self._run and self._run[-1].permuted:
                self._both_permuted(play)
            if play.form is not Form.FIGURE:
                self._loose = {}
            play.width = self._width if play.form is Form.NUMBER else 0
            if self._signs and play.form is not Form.FIGURE:
                play.signs = list(self._signs)
            self._run.append(play)
            self._signed = []
            self._sentence.items.append(play)
            if self._tripleta is not None and play.form in (Form.NUMBER, Form.FIGURE):
                self._tripleta.append(play)
                if len(self._tripleta) == 3:
                    self._end_tripleta(short=True)

    def _same_figure(self, play: Play) -> bool:
        """ "5 leon", "leon 05", a name with its picture: the same figure said twice."""
        before = self._run[-1] if self._run else None
        if before is None or play.link not in (None, K.DASH):
            return False
        pictured = min(play.end - play.start, before.end - before.start) <= _PICTURE
        both = play.form is before.form is Form.FIGURE and pictured
        if not both and {play.form, before.form} != {Form.NUMBER, Form.FIGURE}:
            return False
        if _figure_code(play.text) != _figure_code(before.text):
            return False
        before.form, before.text, before.end = Form.FIGURE, _figure_code(play.text), play.end
        return True

    def _end_run(self) -> None:
        if self._permuta is not None and self._run:
            self._spread(self._permuta, self._run, self._run[:1])
            self._permuta = None
        if self._run:
            self._before = self._run
        self._run, self._signed = [], []

    def _end_loose(self) -> None:
        """A sign behind the amount belongs to the plays before it; a word left without a number is asked."""
        sign = self._loose.pop(K.SIGN, None)
        numbers = [play for play in self._before if play.form is not Form.FIGURE and not play.signs]
        if sign is not None and numbers:
            for play in numbers:
                play.signs = list(self._signs)
        elif sign is not None:
            self._loose[K.SIGN] = sign
        if self._permuta is not None:
            self._loose[K.PERMUTA] = self._permuta
            self._permuta = None
        for kind, atom in self._loose.items():
            answers = (Answer("ignore", "ignore"),)
            self._asker.ask("word_unused", kind.value, (atom.start, atom.end), answers)
        self._loose = {}

    def _permute(self, atom: Atom, play_follows: bool) -> None:
        past = str(atom.value).startswith("past")
        if not self._run and self._before and (past or not play_follows) and self._last is K.AMOUNT:
            self._permute_run(atom, self._before)  # "123 a 5 permutado"
        elif not self._run:
            self._permuta = atom
        else:
            self._permute_run(atom, self._run)

    def _permute_run(self, atom: Atom, run: list[Play]) -> None:
        if atom.plural or len(run) == 1:
            for play in run:
                play.permuted = True
        else:
            self._spread(atom, run, run[-1:])

    def _both_permuted(self, play: Play) -> None:
        """ "123 permuta 456": of the one before, or of both?"""
        before = self._run[-1]
        answers = Answer("one", "permuta_one", {"play": before.shown}), Answer("all", "permuta_all")
        span = (before.start, play.end)
        told = self._asker.ask(
            "permuta_which", f"{before.text}-{play.text}", span, answers, play=before.shown
        )
        play.permuted = told == "all"

    def _spread(self, atom: Atom, run: list[Play], one: list[Play]) -> None:
        """One word for several numbers: for all of them, or for the nearest?"""
        chosen = "all"
        if len(run) > 1 and not atom.plural:
            answers = (Answer("all", "permuta_all"), Answer("one", "permuta_one", {"play": one[0].shown}))
            told = self._asker.ask(
                "permuta_which", one[0].text, (atom.start, atom.end), answers, play=one[0].shown
            )
            chosen = told or "all"
        for play in run if chosen == "all" else one:
            play.permuted = True

    def _sign(self, atom: Atom) -> None:
        code = str(atom.value)
        if self._run:
            if not self._signed:
                self._signed = [play for play in self._run if not play.signs]
            for play in self._signed or self._run[-1:]:
                play.signs.append(code)
            return
        self._signs = [*self._signs, code] if self._sign_open else [code]
        self._loose[K.SIGN] = atom

    def _begin_tripleta(self) -> None:
        self._end_tripleta(short=self._named_here)
        if len(self._run) == 3 and self._tripleta is None:  # "leon, perro y gato en tripleta"
            self._tripleta = list(self._run)
            self._end_tripleta(short=True)
            self._tripleta = None
        else:
            self._tripleta, self._named_here = [], True

    def _end_tripleta(self, *, short: bool) -> None:
        """Three figures make one play. `short`: fewer are an unfinished one, not plays by themselves."""
        three, self._tripleta = self._tripleta, [] if self._tripleta is not None else None
        if not three or (len(three) < 3 and not short):
            return
        text = "-".join(_figure_code(play.text) for play in three)
        whole = Play(Form.TRIPLETA, text, three[0].start, three[-1].end, three[0].link)
        items = self._sentence.items
        items[items.index(three[0])] = whole
        self._sentence.items = [item for item in items if item not in three]
        self._run = [play for play in self._run if play not in three] + [whole]

    # ------------------------------------------------------------ places

    def _place(self, atom: Atom, atoms: list[Atom], index: int) -> None:
        items = self._sentence.items
        last = items[-1] if items else None
        if not isinstance(last, Place):
            last = Place([], atom.kind is K.HOUR)
            items.append(last)
        spec = last.specs[-1] if last.specs else None
        if spec is None or self._begins(atom, spec, last, atoms, index):
            spec = Spec(atom.start, atom.end)
            last.specs.append(spec)
        spec.end = atom.end
        match atom.kind:
            case K.PRODUCT if isinstance(atom.value, tuple):
                spec.products = atom.value
            case K.HOUR if isinstance(atom.value, Hour):
                spec.hours.append(atom.value)
            case K.LIST:
                spec.lists += str(atom.value)
            case K.WHICH:
                spec.which = atom.value
            case _:
                spec.signed = True

    def _begins(self, atom: Atom, spec: Spec, place: Place, atoms: list[Atom], index: int) -> bool:
        """Whether the atom begins another product's part of the place."""
        if atom.kind is K.PRODUCT:
            return bool(spec.products)
        if atom.kind is K.HOUR:
            return place.hours_first and bool(spec.products)
        if atom.kind is K.LIST:  # "zulia A 4:45 B 7:05"
            return bool(spec.lists) and spec.timed
        if atom.kind is K.SIGNED and spec.products:
            after = next((one for one in atoms[index + 1 : index + 5] if one.kind not in QUIET_KINDS), None)
            return after is not None and after.kind is K.PRODUCT
        return False


def _plays(atom: Atom) -> list[Play]:
    span = atom.start, atom.end
    match atom.kind, atom.value:
        case K.FIGURE, str(code):
            return [Play(Form.FIGURE, code, *span)]
        case K.PATTERN, str(pattern):
            return [Play(Form.PATTERN, pattern, *span)]
        case K.RANGE, (str(first), str(last)):
            return [Play(Form.RANGE, first, *span, last=last)]
        case K.NUMBER, tuple(parts):
            joined = "".join(parts)
            said = [joined] if len(joined) in (2, 3) else list(parts)
            return [Play(Form.NUMBER, text, *span) for text in said]
        case _:
            return [Play(Form.NUMBER, str(atom.value), *span)]


def _figure_code(text: str) -> str:
    """ "05" is figure 5; "0" and "00" are two."""
    return text[1:] if len(text) == 2 and text[0] == "0" and text != "00" else text


def _next_is_play(atoms: list[Atom], index: int) -> bool:
    after = next((atom for atom in atoms[index + 1 : index + 4] if atom.kind is not K.GLUE), None)
    return after is not None and after.kind in PLAY_KINDS
