"""Exact decimal arithmetic for scores: one rounding rule (half-up), for single values and for columns.

Scores are published with two decimals, and the change on the year before is taken between published values.
Binary floats put a tie such as 84.995 a little below or above itself, so columns are counted in whole units
(hundredths, by default) while anything is computed, and turned back into floats only to be shown.
"""

import operator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import overload

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_integer_dtype, is_numeric_dtype

# Columns are read as float64 to this many decimals. Up to LARGEST the error of value * 10**6 stays below one
# half (10**15 < 2**51), so rounding it to an integer gives back exactly the digits that the float prints.
FINEST_PLACES = 6
LARGEST = 10**9

AGREES_WITHIN = 1
"""Hundredths by which a published total may differ from the recomputed one: methodology, "Totals"."""


def round_half_up(value: Decimal | int | str, places: int = 2) -> Decimal:
    """Return `value` with exactly `places` decimals; a tie goes away from zero, also below it.

    So 0.125 becomes 0.13 and -0.125 becomes -0.13. A zero never carries a minus sign. Text is read as
    `Decimal` reads it; text out of a document goes through `thai.parse_number` first. Floats are refused,
    because it would be unclear which digits they stand for: see `to_decimal`.

    Raises ValueError for text that is no number, for NaN and infinity, for more than 28 digits, and for
    negative `places`; TypeError for a float.
    """
    _check_places(places)
    try:
        exact = Decimal(value) if isinstance(value, Decimal | str) else Decimal(operator.index(value))
        if not exact.is_finite():
            raise ValueError(f"not a finite number: {value!r}")
        rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        raise ValueError(f"not a number of at most 28 digits: {value!r}") from None
    return abs(rounded) if rounded.is_zero() else rounded


def to_decimal(value: float | int | str | Decimal, places: int = 2) -> Decimal:
    """Return `value` with exactly `places` decimals, half-up, taking a float for the digits it prints.

    So 93.98 stays 93.98, and 1.005 becomes 1.01 although the binary number lies below the tie.

    Raises as `round_half_up` does, except that floats are welcome.
    """
    return round_half_up(repr(float(value)) if isinstance(value, float) else value, places)


@overload
def difference(after: float, before: float) -> float: ...


@overload
def difference(after: float | None, before: float | None) -> float | None: ...


def difference(after: float | None, before: float | None) -> float | None:
    """Return the difference of two values as printed, with two decimals; None if either is unknown."""
    if after is None or before is None:
        return None
    return float(to_decimal(after) - to_decimal(before))


def units(value: float, places: int = 2) -> int:
    """Return one number as whole units of 10**-places, half-up, as `to_units` does for a column."""
    divisor: int = 10 ** (FINEST_PLACES - places)
    finest: int = round(value * 10**FINEST_PLACES)
    size = (2 * abs(finest) + divisor) // (2 * divisor)
    return -size if finest < 0 else size


def to_units(values: pd.Series, places: int = 2) -> pd.Series:
    """Return a numeric column as whole units of 10**-places (Int64), half-up; missing stays missing.

    With two places 84.995 becomes 8500 units and 1.005 becomes 101. Values are first read to six decimals, so
    every value printed with up to six is rounded exactly, and the noise of a computed float
    (84.99499999999999) does not spoil a tie.

    Raises TypeError for a column that is not numeric (parse text first), ValueError for values beyond one
    billion, infinity included, and for `places` outside 0..6.
    """
    _check_places(places, FINEST_PLACES)
    if not is_numeric_dtype(values):
        raise TypeError(f"a numeric column is needed, not {values.dtype}")
    floats = values.to_numpy("float64", na_value=np.nan)
    if (np.abs(floats) > LARGEST).any():
        raise ValueError(f"values beyond {LARGEST} cannot be counted exactly")
    missing = np.isnan(floats)
    finest = np.rint(np.where(missing, 0, floats) * 10**FINEST_PLACES).astype("int64")
    return _whole(_half_up(finest, np.int64(10 ** (FINEST_PLACES - places))), missing, values)


def from_units(units: pd.Series, places: int = 2) -> pd.Series:
    """Return whole units of 10**-places as a float64 column (missing: NaN), each the float that prints alike.

    Raises TypeError for a column that is not of integers, ValueError for `places` outside 0..6.
    """
    _check_places(places, FINEST_PLACES)
    _check_integers(units)
    values: pd.Series = units.astype("float64") / 10**places
    return values


def divide_half_up(numerator: pd.Series, denominator: int | pd.Series) -> pd.Series:
    """Return numerator / denominator in whole numbers (Int64); a tie goes away from zero, also below it.

    So 5/2 becomes 3 and -5/2 becomes -3. This is how a mean of units is taken: their sum, divided by their
    number. Missing on either side gives missing. Numbers must stay below 2**61, so that doubling them does
    not overflow.

    Raises TypeError where a side is not of integers, ValueError for a zero denominator and for columns with
    different indexes.
    """
    _check_integers(numerator)
    if isinstance(denominator, pd.Series):
        _check_integers(denominator)
        if not denominator.index.equals(numerator.index):
            raise ValueError("numerator and denominator have different indexes")
        divisor, missing = _integers(denominator)
    else:
        divisor, missing = np.asarray(operator.index(denominator), dtype="int64"), np.asarray(False)
    if ((divisor == 0) & ~missing).any():
        raise ValueError("division by zero")
    dividend, unknown = _integers(numerator)
    missing = missing | unknown
    return _whole(_half_up(dividend, np.where(missing, 1, divisor)), missing, numerator)


def _half_up(
    dividend: npt.NDArray[np.int64], divisor: npt.NDArray[np.int64] | np.int64
) -> npt.NDArray[np.int64]:
    divisors = np.abs(divisor)
    size = (2 * np.abs(dividend) + divisors) // (2 * divisors)
    quotient: npt.NDArray[np.int64] = np.where((dividend < 0) != (divisor < 0), -size, size)
    return quotient


def _integers(values: pd.Series) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """The numbers of a column, 0 where one is missing, and where that is."""
    return values.to_numpy("int64", na_value=0), values.isna().to_numpy()


def _whole(numbers: npt.NDArray[np.int64], missing: npt.NDArray[np.bool_], like: pd.Series) -> pd.Series:
    return pd.Series(pd.arrays.IntegerArray(numbers, missing), index=like.index, name=like.name)


def _check_places(places: int, most: int | None = None) -> None:
    if places < 0 or (most is not None and places > most):
        raise ValueError(f"number of decimals out of range: {places}")


def _check_integers(values: pd.Series) -> None:
    if not is_integer_dtype(values):
        raise TypeError(f"a column of integers is needed, not {values.dtype}")
