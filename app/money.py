"""Money as an integer number of minor units (céntimos), and how Venezuelans write it.

`Decimal` and text exist only at the edges (`from_decimal`, `parse`, `text`); a `float` never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

MINOR_DIGITS = 2
MINOR_PER_UNIT = 10**MINOR_DIGITS
SYMBOL = "Bs"
_MOST_DIGITS = 40
_TYPED = re.compile(r"\d{1,12}(?:[.,]\d{1,2})?")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (1 bolívar = 100). May be negative: a difference, a refund."""

    minor: int = 0

    def __post_init__(self) -> None:
        """Refuse anything but a whole number: a float or a bool here is a bug."""
        if type(self.minor) is not int:
            raise TypeError(f"minor units must be int, not {type(self.minor).__name__}")

    @classmethod
    def units(cls, units: int) -> Money:
        """Whole bolívares."""
        return cls(units * MINOR_PER_UNIT)

    @classmethod
    def from_decimal(cls, value: Decimal | int) -> Money:
        """Exact conversion; `ValueError` when the value has more than two decimals or is not finite."""
        exact = Decimal(value)
        if not exact:
            return cls(0)
        size = max(abs(exact.adjusted()), len(exact.as_tuple().digits))
        if not exact.is_finite() or size > _MOST_DIGITS:
            raise ValueError("not an amount of money")
        # Decimal arithmetic would round to the context's precision.
        numerator, denominator = exact.as_integer_ratio()
        minor, rest = divmod(numerator * MINOR_PER_UNIT, denominator)
        if rest:
            raise ValueError("not a whole number of minor units")
        return cls(minor)

    @classmethod
    def parse(cls, text: str) -> Money:
        """What a person types: `5`, `5,50`, `5.5`. `ValueError` for anything else."""
        if not _TYPED.fullmatch(text):
            raise ValueError("not an amount")
        try:
            return cls.from_decimal(Decimal(text.replace(",", ".")))
        except InvalidOperation as error:  # pragma: no cover - the pattern admits numbers only
            raise ValueError("not an amount") from error

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + other.minor)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - other.minor)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            raise TypeError("money is multiplied by whole numbers only")
        return Money(self.minor * times)

    def __neg__(self) -> Money:
        return Money(-self.minor)

    def __bool__(self) -> bool:
        return self.minor != 0

    def to_decimal(self) -> Decimal:
        """Exact value in bolívares, two decimals."""
        return Decimal(f"{self.minor}E-{MINOR_DIGITS}")  # read, not computed: no context rounds it

    def digits(self, *, cents: bool = True) -> str:
        """`1.234,50`; with `cents=False` whole amounts lose their `,00` (for the screen)."""
        sign = "-" if self.minor < 0 else ""
        whole, part = divmod(abs(self.minor), MINOR_PER_UNIT)
        grouped = f"{whole:,}".replace(",", ".")
        if part == 0 and not cents:
            return f"{sign}{grouped}"
        return f"{sign}{grouped},{part:02d}"

    def text(self, *, cents: bool = True) -> str:
        """`Bs 1.234,50`, or `Bs 330` for whole amounts with `cents=False`."""
        return f"{SYMBOL} {self.digits(cents=cents)}"


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """Sum of amounts; zero for none."""
    return Money(sum(amount.minor for amount in amounts))
