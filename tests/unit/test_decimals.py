"""Behaviour of the decimal arithmetic, checked against `Decimal`."""

import math
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.decimals import divide_half_up, from_units, round_half_up, to_decimal, to_units, units

# What a float can print with up to six decimals, ties at every place included.
printed = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=6) | st.decimals(
    min_value=-1000, max_value=1000, places=3
)
whole = st.integers(min_value=-(10**12), max_value=10**12)


def by_decimal(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(10) ** -places, rounding=ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("0.125"), "0.13"),
        (Decimal("-0.125"), "-0.13"),
        (Decimal("84.995"), "85.00"),
        ("84.9949", "84.99"),
        (100, "100.00"),
        (np.int64(7), "7.00"),
        (Decimal("-0.004"), "0.00"),
    ],
)
def test_round_half_up_keeps_two_decimals_and_sends_ties_away_from_zero(value, expected):
    assert str(round_half_up(value)) == expected


def test_round_half_up_refuses_floats():
    with pytest.raises(TypeError):
        round_half_up(1.005)


@pytest.mark.parametrize("value", ["", "ไม่มี", "nan", "inf", Decimal("NaN"), Decimal("-Infinity"), 10**30])
def test_round_half_up_refuses_what_is_no_finite_number(value):
    with pytest.raises(ValueError, match="number"):
        round_half_up(value)


def test_negative_places_are_refused():
    with pytest.raises(ValueError, match="decimals"):
        round_half_up(1, -1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (93.98, "93.98"),
        (1.005, "1.01"),
        (84.995, "85.00"),
        (-2.675, "-2.68"),
        (np.float64(0.145), "0.15"),
        (89.4, "89.40"),
        ("99.53", "99.53"),
        (-0.0, "0.00"),
    ],
)
def test_to_decimal_takes_a_float_for_the_digits_it_prints(value, expected):
    assert str(to_decimal(value)) == expected


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_to_decimal_refuses_floats_that_are_no_numbers(value):
    with pytest.raises(ValueError, match="finite"):
        to_decimal(value)


@given(st.lists(printed), st.integers(min_value=0, max_value=6))
def test_to_units_agrees_with_decimal_on_everything_printed(values, places):
    column = pd.Series([float(value) for value in values], dtype="float64")
    expected = [int(by_decimal(value, places).scaleb(places)) for value in values]
    assert to_units(column, places).tolist() == expected
    assert [units(value, places) for value in column] == expected


@given(st.floats(min_value=-1e9, max_value=1e9).map(lambda value: round(value, 2)))
def test_a_value_of_two_decimals_survives_the_way_there_and_back(value):
    assert from_units(to_units(pd.Series([value]))).tolist() == [value]


def test_to_units_keeps_missing_values_index_and_name():
    column = pd.Series([84.995, None, 1.005], index=["a", "b", "c"], name="score")
    expected = pd.Series([8500, None, 101], index=["a", "b", "c"], name="score", dtype="Int64")
    pd.testing.assert_series_equal(to_units(column), expected)
    pd.testing.assert_series_equal(to_units(column.astype("Float64")), expected)


def test_to_units_takes_whole_numbers_and_empty_columns():
    assert to_units(pd.Series([85, 100])).tolist() == [8500, 10000]
    assert to_units(pd.Series([85, None], dtype="Int64")).isna().tolist() == [False, True]
    assert to_units(pd.Series([], dtype="float64")).dtype == "Int64"


def test_to_units_is_not_misled_by_the_noise_of_computed_floats():
    assert to_units(pd.Series([84.99499999999999, 0.1 + 0.2])).tolist() == [8500, 30]


@pytest.mark.parametrize("value", [math.inf, -math.inf, 2e9])
def test_to_units_refuses_values_it_cannot_count(value):
    with pytest.raises(ValueError, match="beyond"):
        to_units(pd.Series([1.0, value]))


def test_to_units_refuses_text_and_odd_places():
    with pytest.raises(TypeError):
        to_units(pd.Series(["93.98"]))
    with pytest.raises(ValueError, match="decimals"):
        to_units(pd.Series([1.0]), 7)


def test_from_units_is_float64_with_nan():
    units = pd.Series([9398, None, -555], dtype="Int64", name="score")
    pd.testing.assert_series_equal(from_units(units), pd.Series([93.98, math.nan, -5.55], name="score"))
    with pytest.raises(TypeError):
        from_units(pd.Series([93.98]))


@given(st.lists(st.tuples(whole, whole.filter(bool)), min_size=1))
def test_divide_half_up_agrees_with_decimal(pairs):
    numerator, denominator = (pd.Series(side, dtype="Int64") for side in zip(*pairs, strict=True))
    expected = [_quotient(top, bottom) for top, bottom in pairs]
    assert divide_half_up(numerator, denominator).tolist() == expected


@given(st.lists(whole, min_size=1), whole.filter(bool))
def test_divide_half_up_takes_one_denominator_for_all(numbers, denominator):
    result = divide_half_up(pd.Series(numbers), denominator)
    assert result.dtype == "Int64"
    assert result.tolist() == [_quotient(number, denominator) for number in numbers]


def _quotient(top: int, bottom: int) -> int:
    """Twice the quotient's whole part decides exactly; `Decimal` of the fraction would itself be rounded."""
    size = abs(top) // abs(bottom)
    size += 2 * (abs(top) % abs(bottom)) >= abs(bottom)
    return size if (top < 0) == (bottom < 0) else -size


def test_divide_half_up_keeps_missing_values_index_and_name():
    numerator = pd.Series([5, -5, None, 5], index=list("abcd"), dtype="Int64", name="sum")
    denominator = pd.Series([2, 2, 2, None], index=list("abcd"), dtype="Int64", name="count")
    expected = pd.Series([3, -3, None, None], index=list("abcd"), dtype="Int64", name="sum")
    pd.testing.assert_series_equal(divide_half_up(numerator, denominator), expected)


def test_divide_half_up_refuses_what_has_no_exact_answer():
    ones = pd.Series([1, 1])
    with pytest.raises(ValueError, match="zero"):
        divide_half_up(ones, pd.Series([1, 0]))
    with pytest.raises(ValueError, match="indexes"):
        divide_half_up(ones, pd.Series([1, 1], index=[1, 2]))
    with pytest.raises(TypeError):
        divide_half_up(pd.Series([1.0]), 1)
    with pytest.raises(TypeError):
        divide_half_up(ones, 1.5)
