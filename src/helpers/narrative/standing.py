"""The words around an agency's standing among its peers."""

from __future__ import annotations

import pandas as pd

from helpers import tables
from helpers.facts import Agency, Facts
from helpers.narrative.sentences import district, indicator, province
from helpers.narrative.writer import Writer


def groups(facts: Facts) -> list[str]:
    """The peer groups (``tables.PEER_GROUPS``) large enough for a standing of the total to be shown."""
    total = facts.peers[facts.peers["part"] == "total"]
    if total.empty:
        return []
    return [
        group
        for group in tables.PEER_GROUPS
        if int(total[f"of_{group}"].fillna(0).iloc[0]) >= facts.settings.fewest_peers
    ]


def intro(facts: Facts, writer: Writer) -> str:
    """What is compared, and which groups are left out."""
    fewest = facts.settings.fewest_peers
    year = writer.year(facts.current.year)
    return writer.say(
        th=f"เทียบกับหน่วยงานที่มีคะแนนปีงบประมาณ {year} ในฐานข้อมูลของรายงานนี้ โดยอันดับที่ 1 คือคะแนนสูงสุด"
        f" หน่วยงานที่ได้คะแนนเท่ากันอยู่ในอันดับเดียวกัน และไม่แสดงกลุ่มที่มีหน่วยงานน้อยกว่า {fewest} แห่ง",
        en=f"Among the agencies whose scores of fiscal year {year} are on file here; rank 1 is the highest. Equal scores share a rank; groups"
        f" of fewer than {fewest} agencies are not shown.",
    )


def of_total(facts: Facts, writer: Writer) -> list[list[str]]:
    """A row per group: its name, rank of the total, number of agencies, percent surpassed, median."""
    total = facts.peers[facts.peers["part"] == "total"]
    return [[name(group, facts.agency, writer), *_figures(total, group, writer)] for group in groups(facts)]


def of_indicators(facts: Facts, group: str, writer: Writer) -> list[list[str]]:
    """A row per indicator with enough peers in the group: its name and the same figures."""
    found = []
    for number in facts.current.scores.index:
        row = facts.peers[facts.peers["part"] == str(number)]
        if row.empty or int(row[f"of_{group}"].fillna(0).iloc[0]) < facts.settings.fewest_peers:
            continue
        said = indicator(int(str(number)), facts.current, writer)
        found.append([said[0].upper() + said[1:], *_figures(row, group, writer)])
    return found


def medians(facts: Facts) -> pd.Series:
    """Median by indicator number in ``widest_nearby``, of the indicators with enough peers in it."""
    group = widest_nearby(facts)
    rows = facts.peers[facts.peers["part"] != "total"].set_index("part")
    enough = rows[f"of_{group}"].fillna(0) >= facts.settings.fewest_peers
    found = rows.loc[enough, f"median_{group}"]
    return found.set_axis(found.index.astype("int64"))


def widest_nearby(facts: Facts) -> str:
    """The group within which indicators are compared: the province where it is large enough."""
    shown = groups(facts)
    return next(
        group for group in ("province", "type", "all", "type_in_province", "district") if group in shown
    )


def _figures(row: pd.DataFrame, group: str, writer: Writer) -> list[str]:
    return [
        writer.whole(int(row[f"rank_{group}"].iloc[0])),
        writer.whole(int(row[f"of_{group}"].iloc[0])),
        writer.number(float(row[f"above_{group}"].iloc[0]), 1),
        writer.score(float(row[f"median_{group}"].iloc[0])),
    ]


def name(group: str, agency: Agency, writer: Writer) -> str:
    """A peer group's name for this agency."""
    return {
        "district": district(agency, writer),
        "type_in_province": writer.say(
            th=f"{agency.type}ใน{province(agency, writer)}", en=f"{agency.type} in {province(agency, writer)}"
        ),
        "province": province(agency, writer),
        "type": writer.say(th=f"{agency.type}ทุกจังหวัด", en=f"{agency.type}, all provinces"),
        "all": writer.say(th="ทุกหน่วยงาน", en="all agencies"),
    }[group]
