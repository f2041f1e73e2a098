"""The count sheet while it is typed: which lines it has, what they come to, how it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.shift import RATE_SCALE, Count, Counted, Tender, foreign_value
from app.i18n import t
from app.money import MINOR_PER_UNIT, Money
from app.ports import Json
from app.presenters.views_till import CountRow

TYPED, RATE = "typed", "rate"
_MOST_TIMES, _MOST_DIGITS = 6, 15


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is counted: face values in minor units, and the other tenders that take part."""

    faces: tuple[int, ...]
    tenders: tuple[Tender, ...] = ()

    def keys(self) -> tuple[str, ...]:
        """The lines in order: pieces, the cash as one sum, the other tenders, the rate of foreign money."""
        found = [*(str(face) for face in self.faces), TYPED]
        for tender in self.tenders:
            found.append(tender.value)
            if tender is Tender.FOREIGN:
                found.append(RATE)
        return tuple(found)


@dataclass(slots=True)
class CountDraft:
    """A count being typed. Nothing here is money yet: `count` makes it so, or says what is wrong."""

    sheet: Sheet
    texts: dict[str, str] = field(default_factory=dict)
    marked: int = 0

    @property
    def key(self) -> str:
        """The line that is written."""
        return self.sheet.keys()[self.marked]

    def mark(self, at: int) -> None:
        """Write another line; beyond the ends the nearest one."""
        self.marked = max(0, min(at, len(self.sheet.keys()) - 1))

    def mark_key(self, key: str) -> None:
        """Write the line of that key."""
        keys = self.sheet.keys()
        if key in keys:
            self.marked = keys.index(key)

    def last(self) -> bool:
        """Whether the last line is written."""
        return self.marked == len(self.sheet.keys()) - 1

    def press(self, sign: str) -> None:
        """A digit, or a decimal sign where an amount is written."""
        self.write(self.texts.get(self.key, "") + sign)

    def backspace(self) -> None:
        """Take the last character of the line away."""
        self.write(self.texts.get(self.key, "")[:-1])

    def write(self, text: str) -> None:
        """The line as it is to stand; what cannot be part of it is left out."""
        if self.key.isdigit():
            kept = "".join(c for c in text if c.isascii() and c.isdigit())[:_MOST_TIMES]
        else:
            kept = _amount_text(text)
        if kept:
            self.texts[self.key] = kept
        else:
            self.texts.pop(self.key, None)

    def clear(self) -> None:
        """An empty sheet."""
        self.texts.clear()
        self.marked = 0

    def count(self) -> Count | str:
        """The count, or the key of what is wrong with it; lines left empty count as none."""
        pieces = tuple(
            (face, int(self.texts[str(face)])) for face in self.sheet.faces if str(face) in self.texts
        )
        typed = self._money(TYPED)
        if typed is None and TYPED in self.texts:
            return TYPED
        if typed is not None and any(times for _, times in pieces):
            return "both"
        others = []
        for tender in self.sheet.tenders:
            if tender.value not in self.texts:
                continue
            counted = self._other(tender)
            if counted is None:
                return RATE if tender is Tender.FOREIGN else tender.value
            others.append(counted)
        return Count(pieces, tuple(others), typed)

    def _other(self, tender: Tender) -> Counted | None:
        amount = self._money(tender.value)
        if tender is not Tender.FOREIGN or amount is None:
            return Counted(tender, amount) if amount is not None else None
        rate = rate_of(self.texts.get(RATE, ""))
        if rate is None:
            return None
        return Counted(tender, foreign_value(amount.minor, rate), amount.minor, rate)

    def _money(self, key: str) -> Money | None:
        try:
            return Money.parse(self.texts[key])
        except (KeyError, ValueError):
            return None

    def rows(self) -> tuple[CountRow, ...]:
        """The sheet to show."""
        keys = self.sheet.keys()
        return tuple(self._row(key, at == self.marked) for at, key in enumerate(keys))

    def _row(self, key: str, marked: bool) -> CountRow:
        text = self.texts.get(key, "")
        if key.isdigit():
            value = Money(int(key) * int(text)).text(cents=False) if text else ""
            return CountRow(key, Money(int(key)).text(cents=False), text, value, marked)
        money = self._money(key)
        value = money.text(cents=False) if money is not None else ""
        if key in {RATE, Tender.FOREIGN.value}:
            counted = self._other(Tender.FOREIGN) if key == RATE else None
            value = counted.amount.text(cents=False) if counted is not None else ""
        return CountRow(key, t(f"till.line.{key}"), text, value, marked)

    def json(self) -> dict[str, Json]:
        """As it is kept over a power cut."""
        return {"texts": dict(self.texts), "marked": self.marked}

    def restore(self, data: Json) -> None:
        """What was kept, as far as the sheet still has those lines."""
        if not isinstance(data, dict):
            return
        texts, marked = data.get("texts"), data.get("marked")
        keys = self.sheet.keys()
        if isinstance(texts, dict):
            self.texts = {key: text for key, text in texts.items() if key in keys and isinstance(text, str)}
        self.mark(marked if isinstance(marked, int) else 0)


def faces(notes: tuple[int, ...], coins: tuple[int, ...]) -> tuple[int, ...]:
    """Notes in bolívares and coins in céntimos as face values in minor units, each once, largest first."""
    return tuple(sorted({*(note * MINOR_PER_UNIT for note in notes), *coins}, reverse=True))


def rate_of(text: str) -> int | None:
    """A typed rate, up to four decimals, in `RATE_SCALE`ths; None when it is not one above zero."""
    whole, _, part = text.replace(".", ",").partition(",")
    if not whole.isdigit() or not whole.isascii() or not (part.isdigit() or not part) or len(part) > 4:
        return None
    rate = int(whole) * RATE_SCALE + int(part.ljust(4, "0") if part else 0)
    return rate or None


def _amount_text(text: str) -> str:
    kept = "".join(c for c in text.replace(".", ",") if (c.isascii() and c.isdigit()) or c == ",")
    whole, comma, part = kept.partition(",")
    return (whole[:_MOST_DIGITS] + comma + part.replace(",", "")[:4]) if whole else ""
