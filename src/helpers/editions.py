"""What was sent before, held against the reports as they are now: figure by figure."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from helpers.batch import digests
from helpers.messages import Bilingual, both
from helpers.report import spreadsheet

EDITION = "edition.csv"
"""The file beside the parcels that says what was sent, and when."""

SENT = ("sent", "agency_id", "fiscal_year", "document", "file", "part", "sha256")
"""Its columns: a row for each page; ``file`` is the parcel, ``part`` the page in it."""

FIGURE = ("section", "group", "item", "fiscal_year", "figure")
"""What tells one figure of a report from another (docs/data.md, "The figures of a report")."""

DIFFERENCES = ("agency_id", "report_year", "document", *FIGURE, "before", "now")

LARGEST_PAGE = 50_000_000
"""Bytes of a page that are still unpacked."""


class UnreadableEditionError(Bilingual, ValueError):
    """A folder is not what ``ita pack`` wrote, or was changed since."""

    def __init__(self, edition: Path, why: str) -> None:
        super().__init__(
            both(
                f"{edition} ไม่ใช่โฟลเดอร์ที่คำสั่ง ita pack เขียน หรือถูกแก้ไขภายหลัง ({why})",
                f"{edition} is not as ita pack wrote it ({why})",
            )
        )


def figures(page: str) -> dict[tuple[str, ...], str]:
    """The figures of a report by ``FIGURE``, from the table that its page holds."""
    try:
        text = spreadsheet.linked(page).decode("utf-8-sig")
    except ValueError:  # a summary has none
        return {}
    return {tuple(row[:-1]): row[-1] for row in list(csv.reader(io.StringIO(text, newline="")))[1:]}


def differences(edition: Path, reports: Path, agencies: Iterable[str] | None = None) -> pd.DataFrame:
    """The figures that are others now than in an edition, with the columns ``DIFFERENCES``.

    With ``agencies`` only theirs. A figure that one of the two does not have is "" there. A paper that is
    gone has its figures' ``now`` all blank. Raises ``UnreadableEditionError``.
    """
    rows = []
    for sent, page in _pages(edition, agencies):
        file = reports / sent["fiscal_year"] / sent["document"] / f"{sent['agency_id']}.html"
        before = figures(page)
        now = figures(file.read_text(encoding="utf-8")) if file.is_file() else {}
        rows += [
            (
                sent["agency_id"],
                sent["fiscal_year"],
                sent["document"],
                *key,
                before.get(key, ""),
                now.get(key, ""),
            )
            for key in {**before, **now}
            if before.get(key) != now.get(key)
        ]
    return pd.DataFrame(rows, columns=list(DIFFERENCES), dtype="str")


def day_sent(edition: Path) -> str:
    """The day that an edition was sent, as ``ita pack`` was told it; "" where it was not."""
    return str(_sent(edition)["sent"].iloc[0])


def _pages(edition: Path, agencies: Iterable[str] | None) -> Iterator[tuple[dict[str, str], str]]:
    """Each page of an edition as it was sent, with its row of ``edition.csv``."""
    pages = _sent(edition)
    if agencies is not None:
        pages = pages[pages["agency_id"].isin(list(agencies))]
    for name, rows in pages.groupby("file", sort=False):
        try:
            with zipfile.ZipFile(edition / Path(str(name)).name) as parcel:
                for sent in rows.to_dict("records"):
                    with parcel.open(sent["part"]) as part:
                        content = part.read(LARGEST_PAGE)
                    if digests.of_bytes(content) != sent["sha256"]:
                        raise UnreadableEditionError(edition, f"{name}: {sent['part']}")
                    yield {str(column): str(value) for column, value in sent.items()}, content.decode("utf-8")
        except (OSError, KeyError, zipfile.BadZipFile, UnicodeDecodeError) as error:
            raise UnreadableEditionError(edition, f"{name}: {error}") from error


def _sent(edition: Path) -> pd.DataFrame:
    try:
        rows = pd.read_csv(edition / EDITION, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise UnreadableEditionError(edition, str(error)) from error
    plain = {"agency_id": r"[0-9A-Za-z_-]+", "fiscal_year": r"[0-9]{4}", "document": r"[a-z]+"}
    if tuple(rows.columns) != SENT or rows.empty:
        raise UnreadableEditionError(edition, EDITION)
    if not all(rows[column].str.fullmatch(pattern).all() for column, pattern in plain.items()):
        raise UnreadableEditionError(edition, EDITION)  # these name files of the reports
    return rows
