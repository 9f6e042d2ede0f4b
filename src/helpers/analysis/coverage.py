"""Which measure answers which indicator, and on what ground.

Rules: docs/methodology.md, "Measures and weak points". An indicator that the agency names itself (a
tag) is confirmed. A match by words in the title, steps or results is only inferred; it is marked as
such, and dropped as soon as the agency names indicators or says that there are none.
"""

from __future__ import annotations

import pandas as pd

from helpers import framework
from helpers.framework import Framework, Indicator

KEY = ["agency_id", "fiscal_year", "measure", "indicator"]
COLUMNS = [*KEY, "basis", "ground"]

BASES = ("tag", "title", "step", "result", "instrument")
"""Grounds for a match, strongest first."""

CONFIRMED = "tag"
NONE = "none"
"""The value of ``indicators`` where the agency says that a measure answers none."""


def answers(measures: pd.DataFrame, progress: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per measure and indicator that it answers.

    ``measures`` and ``progress`` as in ``tables``; without progress no results are looked at. Returns
    agency_id, fiscal_year (the measure's), measure, indicator, basis (``tag``: the measure names the
    number; ``title``, ``step``, ``result``: inferred from words there; ``instrument``: it names IIT, EIT or
    OIT, which holds the indicator, and says no more), ground (the words found; "" where named).
    """
    rows = _texts(measures, progress)
    parts = [_NONE]
    for year in sorted(int(year) for year in rows["fiscal_year"].unique()):
        parts.append(_of_year(framework.for_year(year), rows[rows["fiscal_year"] == year]))
    matches = pd.concat(parts, ignore_index=True)
    order = matches["basis"].map(BASES.index).astype("int64")
    matches = matches.assign(order=order).sort_values([*KEY, "order"]).drop_duplicates(KEY)
    return matches[COLUMNS].reset_index(drop=True)


_NONE = pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS}).astype(
    {"fiscal_year": "int64", "measure": "int64", "indicator": "int64"}
)


def _texts(measures: pd.DataFrame, progress: pd.DataFrame | None) -> pd.DataFrame:
    """A row per measure: its tags, and title, steps and results without blanks between the words."""
    key = KEY[:3]
    rows = measures[[*key, "title", "indicators", "step"]]
    grouped = rows.groupby(key, sort=False)
    texts = pd.DataFrame(
        {
            "title": grouped["title"].first(),
            "indicators": grouped["indicators"].agg(_all_tags),
            "step": grouped["step"].agg("\n".join),
        }
    )
    texts["result"] = ""
    if progress is not None and len(progress):
        results = progress.groupby(key, sort=False)["result"].agg("\n".join)
        texts["result"] = results.reindex(texts.index).fillna("")
    texts = texts.reset_index()
    # In a narrow column, a name may have been broken across two lines.
    for column in ("title", "step", "result"):
        text = texts[column].astype("str").str.replace(r"[^\S\n]+|(?<=\S)\n(?=\S)", "", regex=True)
        for words in framework.unlike():
            text = text.str.replace(words, "", regex=False)
        texts[column] = text
    return texts


def _all_tags(cells: pd.Series) -> str:
    return ",".join(dict.fromkeys(tag for cell in cells for tag in str(cell).split(",") if tag))


def _of_year(rules: Framework, rows: pd.DataFrame) -> pd.DataFrame:
    matches = [
        (row["agency_id"], row["fiscal_year"], row["measure"], indicator.number, basis, ground)
        for row in rows.to_dict("records")
        for indicator in rules.indicators
        for basis, ground in _match(indicator, {str(name): str(text) for name, text in row.items()})
    ]
    return pd.DataFrame(matches, columns=COLUMNS).astype(_NONE.dtypes.to_dict())


def _match(indicator: Indicator, row: dict[str, str]) -> list[tuple[str, str]]:
    """The strongest ground on which a measure answers an indicator, with the words; a list of one or none."""
    tags = row["indicators"].split(",") if row["indicators"] else []
    if str(indicator.number) in tags:
        return [(CONFIRMED, "")]
    # Numbers and "none" are the agency's own statement, so words are not searched. An instrument alone
    # does not say which of its indicators is meant, so they are.
    if tags and indicator.instrument not in tags:
        return []
    if any(tag.isdecimal() for tag in tags):
        return [("instrument", "")]
    for basis, signs in (
        ("title", (*indicator.names, *indicator.signs)),
        ("step", indicator.signs),
        ("result", indicator.signs),
    ):
        text = row[basis]
        for sign in signs:
            if sign.replace(" ", "") in text:
                return [(basis, sign)]
    return [("instrument", "")] if tags else []
