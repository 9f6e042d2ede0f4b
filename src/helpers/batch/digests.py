"""One digest of everything that a report is made from; the report is made again only if it changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from helpers import facts
from helpers.provenance import LONG_ENOUGH, RECORDS, program

_json = json.JSONEncoder(sort_keys=True).encode

OTHERS = ("peers",)
"""Tables in which an agency's rows also depend on other agencies' data."""

ROWS = (*facts.NEEDED, "offices")
"""Tables whose rows of the agency a report is made from."""

SEEN_BY_ANALYSTS = ("findings", "files", "places", "sources")
"""Tables that only the analyst's page uses."""


@dataclass(frozen=True)
class Origin:
    """What one report is made from."""

    parts: Mapping[str, str]
    """Digest by ingredient: ``rows`` of the agency, ``peers`` (what depends on other agencies' data),
    ``notebook``, ``rules``, ``code``, ``libraries``; ``files`` where the page shows their digests."""
    parameters: Mapping[str, object]
    """The notebook's parameters."""

    @cached_property
    def digest(self) -> str:
        """One digest of everything except the folders, so that reports can be moved."""
        parameters = {
            name: value for name, value in self.parameters.items() if name not in ("data_dir", "refresh")
        }
        return of_bytes((_json(dict(self.parts)) + _json(parameters)).encode())


def of_bytes(content: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def of_helpers() -> str:
    """Digest of everything that must be equal on two machines for them to make the same pages."""
    return of_bytes(_json(program()).encode())


def of_agencies(tables: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, str]]:
    """For each agency a digest of its own ``rows`` in ``ROWS``, and one of its ``peers``."""
    parts: dict[str, dict[str, list[str]]] = {}
    for name in ROWS:
        group = "peers" if name in OTHERS else "rows"
        for agency_id, digest in _by_agency(tables[name]):
            parts.setdefault(agency_id, {}).setdefault(group, []).append(f"{name} {digest}")
    return {
        agency_id: {
            group: of_bytes("\n".join(lines).encode())[:LONG_ENOUGH] for group, lines in groups.items()
        }
        for agency_id, groups in parts.items()
    }


def of_files(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """For each agency a digest of what only its analyst's page shows (``SEEN_BY_ANALYSTS``)."""
    digests: dict[str, str] = dict(tables["files"].itertuples(index=False))
    stated = of_bytes(tables["sources"].to_csv(index=False).encode())
    named = by_agency(tables)
    rows_of: dict[str, list[str]] = {}
    for name in ("findings", "places"):
        for agency_id, digest in _by_agency(tables[name]):
            rows_of.setdefault(agency_id, []).append(digest)
    return {
        agency_id: of_bytes(_json([stated, rows, files_of(named.get(agency_id, ()), digests)]).encode())[
            :LONG_ENOUGH
        ]
        for agency_id, rows in rows_of.items()
    }


def by_agency(tables: Mapping[str, pd.DataFrame]) -> dict[str, list[str]]:
    """For each agency the raw files that its rows came from."""
    places = tables["places"][["agency_id", "file"]].drop_duplicates()
    return {str(agency_id): sorted(rows) for agency_id, rows in places.groupby("agency_id")["file"]}


def files_of(named: Iterable[str], digests: Mapping[str, str]) -> dict[str, str]:
    """Digest by name of the named files and of the records that concern every agency."""
    wanted = {*named, *(name for name in digests if name.casefold() in RECORDS)}
    return {name: digests[name] for name in sorted(wanted) if name in digests}


def _by_agency(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Agency and digest of its rows."""
    # Stable, because the digest depends on the order of an agency's rows.
    frame = frame.sort_values("agency_id", kind="stable")
    hashes = pd.util.hash_pandas_object(frame, index=False).to_numpy()
    codes = frame["agency_id"].to_numpy()
    starts: list[int] | np.ndarray = (
        np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]]) if len(codes) else []
    )
    for start, end in pairwise([*starts, len(codes)]):
        yield str(codes[start]), of_bytes(hashes[start:end].tobytes())


def of_report(
    rows: Mapping[str, str],
    notebook: str,
    parameters: Mapping[str, object],
    files: str = "",
    own_rules: str = "",
) -> Origin:
    """Everything that one report is made from.

    ``rows`` comes from ``of_agencies``, ``notebook`` is its digest, ``files`` comes from ``of_files``
    where the page shows them, ``own_rules`` from ``framework.in_force``.
    """
    shown = {"files": files} if files else {}
    made_by = dict(program())
    if own_rules:
        made_by["rules"] = of_bytes((made_by["rules"] + own_rules).encode())[:LONG_ENOUGH]
    return Origin({**rows, **shown, "notebook": notebook[:LONG_ENOUGH], **made_by}, parameters)
