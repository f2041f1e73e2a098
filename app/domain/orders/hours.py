"""Where an hour stands: "4:45", "445pm", "a las 4", "la de la 1", "7 de la noche", "de 2 a 6"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.orders import numerals, words
from app.domain.orders.parts import Answer, Hour, K, table

if TYPE_CHECKING:
    from app.domain.orders.atoms import Scanner

_NOON = table((("mediodia",), ("medio", "dia"), ("del", "mediodia"), ("al", "mediodia")))
_LEADS = table((
    ("la", "de", "la"), ("la", "de", "las"), ("el", "de", "la"), ("el", "de", "las"), ("a", "la"),
    ("a", "las"), ("de", "la"), ("de", "las"), ("para", "la"), ("para", "las"), ("pa", "la"),
    ("pa", "las"), ("la",), ("las",), ("los", "de", "las"), ("las", "de", "las"),
    ("sorteo", "de", "las"), ("sorteo", "de", "la"), ("d", "las"), ("en", "la", "de", "las"), ("ala",),
    ("alas",),
))  # fmt: skip
_SPANS = ("hasta", "a")
_PARTS = {"media": 30, "cuarto": 15}


@dataclass(frozen=True)
class Clock:
    """At which minutes of the day a product is drawn, and which products are of figures."""

    minutes: Mapping[int, frozenset[int]]
    figures: frozenset[int]
    loud: bool = False

    def drawn(self, products: Iterable[int], hour: Hour) -> bool:
        """Whether one of these products (any, when none is named) is drawn at such an hour."""
        named = tuple(products) or tuple(self.minutes)
        return any(fits(minute, hour) for product in named for minute in self.minutes.get(product, ()))


def fits(minute: int, hour: Hour) -> bool:
    """Whether a minute of the day is the hour as spoken."""
    whole, rest = divmod(minute, 60)
    if hour.minute is not None and rest != hour.minute:
        return False
    if hour.hour > 12 or hour.hour == 0:
        return whole == hour.hour % 24
    if hour.half:
        return whole == hour.hour % 12 + (12 if hour.half == "pm" else 0)
    return whole % 12 == hour.hour % 12


def read(scan: Scanner) -> bool:
    """Read an hour at the scanner's place, if one stands there."""
    return _span(scan) or _sure_here(scan) or _led(scan) or _next_of_list(scan) or _after_product(scan)


def sure(scan: Scanner, at: int) -> tuple[Hour | None, int]:
    """An hour that can be nothing else, and where it ends: "4:45", "4pm", "445 pm", "mediodia"."""
    noon = scan.match(_NOON, at)
    if noon:
        return Hour(12, None, "pm"), at + len(noon)
    if not scan.is_digits(at):
        return _spelled_with_half(scan, at)
    digits, end = scan.text(at), at + 1
    hour, minute = int(digits) if len(digits) <= 2 else -1, None
    colon = scan.text(end) == ":" and scan.is_tight(end) and scan.is_tight(end + 1)
    if hour >= 0 and colon and scan.is_digits(end + 1) and len(scan.text(end + 1)) == 2:
        minute, end = int(scan.text(end + 1)), end + 2
        half, end = _half(scan, end)
        return (Hour(hour, minute, half), end) if hour <= 24 and minute < 60 else (None, at)
    if len(digits) in (3, 4):
        hour, minute = int(digits[:-2]), int(digits[-2:])
    elif scan.text(end) in (".", "") or scan.is_digits(end):
        loose = end + (scan.text(end) == "." and scan.is_tight(end))
        if scan.is_digits(loose) and len(scan.text(loose)) == 2:
            half, after = _half(scan, loose + 1)
            if half and int(scan.text(loose)) < 60 and 0 < hour <= 12:
                return Hour(hour, int(scan.text(loose)), half), after
    half, after = _half(scan, end)
    if not half or not 0 < hour <= 12 or (minute or 0) >= 60:
        return None, at
    return Hour(hour, minute, half), after


def _spelled_with_half(scan: Scanner, at: int) -> tuple[Hour | None, int]:
    value, end = numerals.cardinal(scan.texts[at : at + 3], 0)
    if end and 0 < value <= 12:
        half, after = _half(scan, at + end)
        if half:
            return Hour(value, None, half), after
    return None, at


def _half(scan: Scanner, at: int) -> tuple[str, int]:
    phrase = scan.match(words.HALVES, at)
    if not phrase:
        return "", at
    end = at + len(phrase)
    return words.HALF_OF[phrase], end + (phrase[-1] == "m" and scan.text(end) == "." and scan.is_tight(end))


def _products(scan: Scanner) -> tuple[int, ...]:
    """The products that the hour is about: the last ones named in the sentence."""
    for atom in reversed(scan.atoms[-40:]):
        if atom.kind is K.PRODUCT and isinstance(atom.value, tuple):
            return tuple(atom.value)
    return ()


def _sure_here(scan: Scanner) -> bool:
    found, end = sure(scan, scan.at)
    if found is None:
        return False
    scan.add(K.HOUR, found, end)
    return True


def _led(scan: Scanner) -> bool:
    for phrase in _LEADS.get(scan.text(scan.at), ()):
        if scan.has(scan.at, phrase):
            found, end = _loose(scan, scan.at + len(phrase), phrase[-1])
            if found is not None:
                both = _both(scan, phrase, found, end)
                scan.add(K.UNKNOWN if both else K.HOUR, scan.text(end - 1) if both else found, end)
                return True
    return False


def _both(scan: Scanner, phrase: tuple[str, ...], hour: Hour, end: int) -> bool:
    """ "granjita y selva 3pm, las dos", "en las dos loterias": how many, not an hour."""
    if hour.minute is not None or hour.half or phrase[-1] != "las":
        return False
    if scan.text(end) in words.SCOPES:
        return True
    before = scan.last(K.GLUE, K.NOISE)
    return phrase == ("las",) and before is not None and before.kind is K.HOUR


def _loose(scan: Scanner, at: int, article: str) -> tuple[Hour | None, int]:
    """An hour behind "las": "4", "4 45", "4.30", "4 y media", "cuatro"."""
    found, end = sure(scan, at)
    if found is not None:
        return found, end
    if scan.is_digits(at):
        digits, end = scan.text(at), at + 1
    else:
        value, length = numerals.cardinal(scan.texts[at : at + 1], 0)
        digits, end = (str(value) if length else ""), at + length
    if len(digits) == 3 and scan.clock.drawn(_products(scan), Hour(int(digits[0]), int(digits[1:]))):
        return Hour(int(digits[0]), int(digits[1:])), end
    if len(digits) not in (1, 2) or digits[0] == "0" or not 0 < int(digits) <= 12:
        return None, at
    if (article in ("la", "ala")) != (int(digits) == 1):
        return None, at
    hour = Hour(int(digits))
    minute, after = _minute(scan, end, hour)
    if minute is not None:
        half, after = _half(scan, after)
        return replace(hour, minute=minute, half=half), after
    if scan.text(end) in ("en", "y") and scan.text(end + 1) == "punto":
        end += 2
    return hour, end


def _minute(scan: Scanner, at: int, hour: Hour) -> tuple[int | None, int]:
    """The minutes behind an hour, where something is drawn then."""
    at += scan.text(at) in (".", ",") and scan.is_tight(at) and scan.is_tight(at + 1)
    said = at + (scan.text(at) == "y")
    if scan.text(said) in _PARTS and said > at:
        return _PARTS[scan.text(said)], said + 1
    if scan.is_digits(at) and len(scan.text(at)) == 2 and int(scan.text(at)) < 60:
        minute = int(scan.text(at))
        if scan.clock.drawn(_products(scan), replace(hour, minute=minute)):
            return minute, at + 1
        return None, at
    if not scan.is_digits(at):
        value, length = numerals.cardinal(scan.texts[said : said + 3], 0)
        if length and 10 <= value < 60 and scan.clock.drawn(_products(scan), replace(hour, minute=value)):
            return value, said + length
    return None, at


def _span(scan: Scanner) -> bool:
    """ "de 2 a 6", "desde las 2 hasta las 6", "a partir de las 3"."""
    at, told = scan.at, False
    if scan.has(at, ("a", "partir", "de")):
        at += 3
    elif scan.text(at) in ("de", "desde"):
        at += 1
    else:
        return False
    told = scan.text(at) in ("la", "las")
    first, end = _loose(scan, at + told, scan.text(at) if told else "las" if scan.text(at) != "1" else "la")
    if first is None:
        return False
    if scan.text(scan.at) == "desde" or scan.text(scan.at + 1) == "partir":
        told = True
    if scan.text(end) not in _SPANS:
        if scan.text(scan.at) == "de" or not told:
            return False
        scan.add(K.HOUR, replace(first, open_end=True), end)
        return True
    after = end + 1
    led = scan.text(after) in ("la", "las")
    last, end = _loose(scan, after + led, "la" if scan.text(after + led) == "1" else "las")
    before = scan.last(K.GLUE)
    placed = before is not None and before.kind in (K.PRODUCT, K.LIST)
    if last is None or not (told or led or last.half or first.half or placed):
        return False
    if last.half and not first.half and first.hour % 12 <= last.hour % 12:
        first = replace(first, half=last.half)
    scan.add(K.HOUR, replace(first, until=last), end)
    return True


def _next_of_list(scan: Scanner) -> bool:
    """ "las 4, 5 y 6": a number that goes on a list of hours, where that can be."""
    if not scan.is_digits(scan.at) or len(scan.text(scan.at)) > 2 or len(scan.atoms) < 2:
        return False
    link, before = scan.atoms[-1], scan.atoms[-2]
    if link.kind not in (K.AND, K.COMMA, K.DASH) or before.kind is not K.HOUR:
        return False
    return _number_or_hour(scan)


def _after_product(scan: Scanner) -> bool:
    """ "zulia 4 45", "lotto activo 4": a number right behind a product that is drawn then."""
    if not scan.is_digits(scan.at) or len(scan.text(scan.at)) > 3:
        return False
    before = scan.last(K.GLUE) if scan.atoms and scan.atoms[-1].value != ":" else None
    if before is None or before.kind not in (K.PRODUCT, K.LIST, K.SIGNED):
        return False
    if scan.text(scan.at - 1) in ("el", "los", "numero"):
        return False
    return _number_or_hour(scan)


def _number_or_hour(scan: Scanner) -> bool:
    digits, products = scan.text(scan.at), _products(scan)
    end = scan.at + 1
    if len(digits) == 3:
        hour = Hour(int(digits[0]), int(digits[1:]) if int(digits[1:]) < 60 else None)
        possible = digits[0] != "0" and hour.minute is not None and scan.clock.drawn(products, hour)
        return possible and _settle(scan, hour, end)
    if digits[0] == "0" or not 0 < int(digits) <= 12:
        return False
    hour = Hour(int(digits))
    minute, after = _minute(scan, end, hour)
    if minute is not None and not _amount_at(scan, after):
        half, after = _half(scan, after)
        scan.add(K.HOUR, replace(hour, minute=minute, half=half), after)
        return True
    if not scan.clock.drawn(products, hour) or _amount_at(scan, end):
        return False
    shared = _shared_half(scan, end)
    lottery = not any(product in scan.clock.figures for product in products)
    if shared or (lottery and len(digits) == 1 and products):
        scan.add(K.HOUR, replace(hour, half=shared), end)
        return True
    return bool(products) and _settle(scan, hour, end)


def _amount_at(scan: Scanner, at: int) -> bool:
    return (
        scan.text(at) in words.UNITS
        or scan.text(at) in ("x", "*", "=")
        or (
            scan.text(at) == "a"
            and scan.is_digits(at + 1)
            and sure(scan, at + 1)[0] is None
            and not scan.plays_before()
        )
    )


def _shared_half(scan: Scanner, at: int) -> str:
    """ "4 y 5 pm": the half of the day said once for both."""
    for _ in range(6):
        if scan.text(at) not in ("y", ",", "e", "/", "-"):
            return ""
        at += 1 + (scan.text(at + 1) == "y")
        found, _end = sure(scan, at)
        if found is not None:
            return found.half
        if not scan.is_digits(at) or len(scan.text(at)) > 2:
            return ""
        at += 1
    return ""


def _settle(scan: Scanner, hour: Hour, end: int) -> bool:
    """Ask whether the number is an hour; until it is answered it is read as one."""
    first, last = scan.tokens[scan.at], scan.tokens[end - 1]
    text = scan.text(scan.at)
    chosen = scan.asker.ask(
        "hour_or_number", text, (first.start, last.end),
        (Answer("hour", "hour"), Answer("number", "number")), text=text,
    )  # fmt: skip
    if chosen == "number":
        scan.add(K.NUMBER, text, end)
    else:
        scan.add(K.HOUR, hour, end)
    return True
