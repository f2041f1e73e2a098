"""Where an amount stands: "a 5", "x5", "por 5", "5bs", "Bs. 5", "5 c/u", "todo por 20", "5 al 123"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.orders import hours, numerals, words
from app.domain.orders.parts import Answer, Atom, K, table
from app.money import Money

if TYPE_CHECKING:
    from app.domain.orders.atoms import Scanner

_TOTALS = table((
    ("todo", "por"), ("todo", "esto", "por"), ("total", "de"), ("total", "a", "pagar"), ("total",),
    ("en", "total"), ("seria", "total"), ("total", "son"), ("son",), ("serian",), ("suma",),
    ("todos", "por"), ("por", "todo"), ("por", "todos"), ("todo", "x"), ("en", "total", "son"),
    ("total", "seria"),
))  # fmt: skip
_ONTO = table((
    ("a",), ("al",), ("a", "el"), ("en", "el"), ("para", "el"), ("pa", "el"), ("pal",), ("a", "la"),
    ("en", "la"), ("para", "la"), ("de",), ("del",), ("en",), ("a", "los"), ("en", "los"),
    ("al", "numero"),
))  # fmt: skip


def read(scan: Scanner) -> bool:
    """Read an amount at the scanner's place, if one stands there."""
    return _total(scan) or _led(scan) or _with_unit(scan) or _before_play(scan) or _each(scan)


def money(scan: Scanner, at: int) -> tuple[Money | None, int]:
    """The money written or spelled at a token, and where it ends."""
    if scan.is_digits(at):
        return _written(scan, at)
    value, end = numerals.cardinal(scan.texts[at : at + 8], 0)
    if scan.text(at) in ("un", "una") and scan.text(at + 1) in words.UNITS:
        return Money.units(1), at + 1
    return (Money.units(value), at + end) if end and value else (None, at)


def _written(scan: Scanner, at: int) -> tuple[Money | None, int]:
    digits, end = scan.text(at), at + 1
    if len(digits) > 9:
        return None, at
    mark, part = scan.text(end), scan.text(end + 1)
    joined = mark in (".", ",") and scan.is_tight(end) and scan.is_tight(end + 1) and scan.is_digits(end + 1)
    if joined and len(part) == 3 and mark == "." and digits[0] != "0" and len(digits) < 4:
        if not _amount_follows(scan, end + 2):
            return Money.units(int(digits + part)), end + 2
    elif joined and len(part) < 3 and not _amount_follows(scan, end + 2):
        return Money.parse(f"{int(digits)}.{part}"), end + 2
    value = int(digits)
    return (Money.units(value), end) if value else (None, at)


def _amount_follows(scan: Scanner, at: int) -> bool:
    """What stands behind the mark is a play of its own: "a 5,10 a 20"."""
    return scan.text(at) in ("a", "x", "*", "=", "por") and scan.is_digits(at + 1)


def _units(scan: Scanner, at: int) -> int:
    """Behind the words that only say that it is money, and for each."""
    end = at
    while scan.text(end) in words.UNITS:
        end += 1
        end += scan.text(end) == "." and scan.is_tight(end)
    return end + len(scan.match(words.EACH, end))


def _total(scan: Scanner) -> bool:
    for phrase in _TOTALS.get(scan.text(scan.at), ()):
        if not scan.has(scan.at, phrase):
            continue
        at = scan.at + len(phrase)
        at += scan.text(at) in (":", "=")
        at += scan.text(at) in words.UNITS
        at += scan.text(at) == "." and scan.is_tight(at)
        found, end = money(scan, at)
        if found is None or _is_hour(scan, at):
            continue
        counted = scan.counted(end) or scan.text(end) in ("tickets", "ticket", "sorteos")
        if counted or (phrase == ("son",) and _units(scan, end) == end and not _ends(scan, end)):
            continue
        scan.add(K.TOTAL, found, _units(scan, end))
        return True
    found, end = money(scan, scan.at)
    if found is not None:
        end = _units(scan, end)
        for phrase in (("en", "total"), ("total",), ("por", "todo"), ("por", "todos")):
            if scan.has(end, phrase) and scan.text(end + len(phrase)) not in ("lados", "los"):
                scan.add(K.TOTAL, found, end + len(phrase))
                return True
    return False


def _ends(scan: Scanner, at: int) -> bool:
    return at >= len(scan.tokens) or scan.text(at) in ("\n", ".", ";")


def _is_hour(scan: Scanner, at: int) -> bool:
    return hours.sure(scan, at)[0] is not None


def _led(scan: Scanner) -> bool:
    lead, at = scan.text(scan.at), scan.at + 1
    if lead == "cada" and scan.text(at) in ("uno", "una"):
        lead, at = "a", at + 1
        at += scan.text(at) in ("a", "por", "de", "x")
    elif lead == "c" and scan.has(scan.at, ("c", "/", "u")):
        at += 2
        at += scan.text(at) in ("a", "por", "de", "x")
    elif lead in words.UNITS:
        at += scan.text(at) == "." and scan.is_tight(at)
        at += scan.text(at) == ":"
    elif lead not in words.AMOUNT_LEADS:
        return False
    elif lead in ("a", "de", "por") and scan.text(at) == "a":
        at += 1
    if lead in ("monto", "a", "de", "por", "x", "="):
        at += scan.text(at) in ("de", ":", "razon") and lead == "monto"
        at += scan.text(at) in words.UNITS and scan.text(at) not in ("bolo", "bolos")
        at += scan.text(at) == "." and scan.is_tight(at)
    found, end = money(scan, at)
    if found is None or _is_hour(scan, at) or not _lead_fits(scan, lead, at, end):
        return False
    if lead == "a" and at == scan.at + 1 and _span_instead(scan, at, end):
        return True
    scan.add(K.AMOUNT, found, _units(scan, end))
    return True


def _lead_fits(scan: Scanner, lead: str, at: int, end: int) -> bool:
    """Whether the leading word makes an amount of the number behind it."""
    clear = _units(scan, end) > end
    number = scan.text(at) if scan.is_digits(at) else ""
    if scan.counted(end) and not (lead == "a" and scan.plays_before()):
        return False
    if lead == "de":
        if clear:
            return True
        named = len(number) == 3 or number.startswith("0") or _range_behind(scan, end)
        return scan.plays_before() and not named
    if lead == "con":
        before = scan.last(K.GLUE, K.PERMUTA)
        if before is None or before.kind not in (K.NUMBER, K.FIGURE):
            return clear
        return clear or len(number) < 3 or before.kind is K.FIGURE or len(str(before.value)) < 3
    if lead == "a" and scan.text(scan.at - 1) in ("desde",):
        return False
    if lead == "*":
        return scan.plays_before()
    if lead == "x" and scan.is_tight(scan.at + 1) and scan.text(scan.at - 1) in ("serie", "del"):
        return False
    return not number.startswith("0") or clear or "," in scan.texts[at:end] or "." in scan.texts[at:end]


def _span_instead(scan: Scanner, at: int, end: int) -> bool:
    """ "120 a 129 a 1": a span of numbers, or an amount? Asked where both are likely."""
    before = scan.atoms[-1] if scan.atoms else None
    if before is None or before.kind is not K.NUMBER or not isinstance(before.value, str):
        return False
    first, last = before.value, scan.text(at)
    if (
        not scan.is_digits(at)
        or len(first) != len(last)
        or len(first) not in (2, 3)
        or not first < last
        or end != at + 1
    ):
        return False
    again = scan.text(end) in ("a", "x", "*", "=", "por", "de") and scan.is_digits(end + 1)
    if not again and (len(first) == 2 or int(last) % 5 == 0):
        return False
    answers = Answer("span", "span", {"first": first, "last": last}), Answer("amount", "amount")
    span = (before.start, scan.tokens[at].end)
    if scan.asker.ask("span_or_amount", f"{first}-{last}", span, answers, first=first, last=last) == "amount":
        return False
    scan.atoms[-1] = Atom(K.RANGE, (first, last), before.start, scan.tokens[at].end, before.tight)
    scan.at = end
    return True


def _range_behind(scan: Scanner, at: int) -> bool:
    return scan.text(at) in ("a", "al", "hasta") and scan.is_digits(at + 1)


def _with_unit(scan: Scanner) -> bool:
    found, end = money(scan, scan.at)
    if found is None:
        return False
    behind = _units(scan, end)
    if behind == end:
        return False
    if len(scan.text(scan.at)) == 3 and scan.is_digits(behind) and len(scan.text(behind)) < 3:
        return False  # "123 Bs 5": the word belongs to what stands behind it
    scan.add(K.AMOUNT, found, behind)
    return True


def _before_play(scan: Scanner) -> bool:
    """ "5 al 123", "10 en el leon": what stands before is money, unless it is a span of numbers."""
    written = scan.is_digits(scan.at)
    if written and (len(scan.text(scan.at)) > 4 or scan.text(scan.at)[0] == "0"):
        return False
    if scan.text(scan.at - 1) in ("del", "desde", "corrida", "el", "las", "la"):
        return False
    found, end = (Money.units(int(scan.text(scan.at))), scan.at + 1) if written else money(scan, scan.at)
    if found is None:
        return False
    for phrase in _ONTO.get(scan.text(end), ()):
        if not scan.has(end, phrase):
            continue
        at = end + len(phrase)
        width = len(scan.text(at)) if written and scan.is_digits(at) else 0
        numbered = phrase[-1] in ("al", "el", "pal", "los", "numero") and _is_number(scan, phrase, at, width)
        if scan.figure_at(at) or numbered:
            scan.add(K.AMOUNT, found, end)
            return True
    return False


def _is_number(scan: Scanner, phrase: tuple[str, ...], at: int, width: int) -> bool:
    if not width or hours.sure(scan, at)[0] is not None:
        return False
    return phrase != ("al",) or width != len(scan.text(scan.at))


def _each(scan: Scanner) -> bool:
    """ "c/u" by itself says nothing more."""
    phrase = scan.match(words.EACH, scan.at)
    if phrase:
        scan.add(K.GLUE, None, scan.at + len(phrase))
    return bool(phrase)
