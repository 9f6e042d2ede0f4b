"""What the warm process does once so that no child has to: imports, compiled templates, first drawings.

A report of an agency that does not exist is made from tables in memory. Nothing of it is kept but
what the libraries remember. No file is read by threads, or the warm process would not stay a
process of one thread.
"""

from __future__ import annotations

import io
from typing import get_args

import pandas as pd
import pandas.io.formats.style
import pyarrow as arrow
import pyarrow.parquet as parquet

from helpers import facts, framework, tables
from helpers.analysis import coverage, deltas, peers, targets, totals, weak
from helpers.choices import Document
from helpers.formats import saving  # noqa: F401
from helpers.narrative import Writer
from helpers.report import export, lab, show  # noqa: F401
from helpers.report.document import report_of
from helpers.report.html import environment

AGENCY_ID = "0000000"


def rehearse() -> None:
    """Makes every document of an invented agency, and loads every template."""
    own = {name: _read_back(frame) for name, frame in _tables().items()}
    year = framework.years()[-1]
    for document in get_args(Document):  # in English nothing more would be remembered
        report_of(facts.of_rows(own, AGENCY_ID, year, document), Writer("th", "thai")).parts()
    lab.look()
    for name in environment().list_templates(filter_func=lambda name: name.endswith(".html.j2")):
        if "/" not in name:
            environment().get_template(name)


def _read_back(frame: pd.DataFrame) -> list[tables.Row]:
    file = io.BytesIO()
    parquet.write_table(arrow.Table.from_pandas(frame, preserve_index=False), file)
    back: list[tables.Row] = parquet.ParquetFile(file, pre_buffer=False).read(use_threads=False).to_pylist()
    return back


def _tables() -> dict[str, pd.DataFrame]:
    last = framework.years()[-1]
    years = [year for year in (last - 2, last - 1, last) if year in framework.years()]
    keys = [(year, number) for year in years for number in framework.for_year(year).numbers]
    scores = pd.DataFrame(
        {
            "agency_id": AGENCY_ID,
            "fiscal_year": [year for year, _ in keys],
            "indicator": [number for _, number in keys],
            # On both sides of the pass mark, so that most sentences and charts are tried.
            "score": [80.0 + (7 * place) % 20 for place in range(len(keys))],
            "source": "",
        }
    )
    published = pd.DataFrame(
        {"agency_id": AGENCY_ID, "fiscal_year": years, "published_total": 90.0, "published_level": ""}
    )
    measures = _one_row(
        "measures",
        fiscal_year=last,
        measure=1,
        activity=1,
        title="มาตรการ",
        step="ขั้นตอน",
        period_start=pd.Timestamp(last - 544, 10, 1),
        period_end=pd.Timestamp(last - 543, 9, 30),
    )
    rounds = [
        _one_row("progress", fiscal_year=last, measure=1, activity=1, round=name, status="done")
        for name in tables.ROUNDS
    ]
    agencies = _one_row("agencies", name="ตัวอย่าง", type="เทศบาลตำบล")
    changes, results = deltas.compute(scores), totals.compute(scores, published)
    return {
        "agencies": agencies,
        "scores": scores,
        "totals": results,
        "context": tables.empty("context"),
        "questions": tables.empty("questions"),
        "deltas": changes,
        "weak_indicators": weak.compute(scores, changes, coverage.answers(measures)),
        "measures": measures,
        "progress": pd.concat(rounds, ignore_index=True),
        "targets": targets.compute(scores, results),
        "peers": peers.compute(agencies, scores, results),
        "sources": _one_row("sources", fiscal_year=last),
        "offices": _one_row("offices", fiscal_year=last, office="สำนักปลัด", opinions="ปลัด"),
    }


def _one_row(table: str, **values: object) -> pd.DataFrame:
    empty = tables.empty(table)
    row = dict.fromkeys(empty.columns, "") | {"agency_id": AGENCY_ID} | values
    return pd.DataFrame([row]).astype(empty.dtypes.to_dict())
