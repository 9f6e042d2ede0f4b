"""The words around an agency's standing among its peers."""

from __future__ import annotations

from helpers import tables, thai
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
        th=f"เทียบกับหน่วยงานที่มีคะแนนรวมปีงบประมาณ {year} ในฐานข้อมูลของรายงานนี้"
        f" หน่วยงานที่ได้คะแนนเท่ากันอยู่ในอันดับเดียวกัน และไม่แสดงกลุ่มที่มีหน่วยงานน้อยกว่า {fewest} แห่ง",
        en=f"Among the agencies whose total of fiscal year {year} is on file here. Equal scores share a rank; groups"
        f" of fewer than {fewest} agencies are not shown.",
    )


def rows(facts: Facts, writer: Writer) -> list[list[str]]:
    """A row per group: its name, rank, number of agencies, percent surpassed, median of the total."""
    total = facts.peers[facts.peers["part"] == "total"]
    return [
        [
            name(group, facts.agency, writer),
            writer.whole(int(total[f"rank_{group}"].iloc[0])),
            writer.whole(int(total[f"of_{group}"].iloc[0])),
            thai.format_number(float(total[f"above_{group}"].iloc[0]), 1, digits=writer.digits),
            writer.score(float(total[f"median_{group}"].iloc[0])),
        ]
        for group in groups(facts)
    ]


def by_indicator(facts: Facts, group: str, writer: Writer) -> list[list[str]]:
    """A row per indicator with enough peers in the group: name, score, rank, number, median."""
    found = []
    for number in facts.current.scores.index:
        row = facts.peers[facts.peers["part"] == str(number)]
        if row.empty or int(row[f"of_{group}"].fillna(0).iloc[0]) < facts.settings.fewest_peers:
            continue
        said = indicator(int(str(number)), facts.current, writer)
        found.append(
            [
                said[0].upper() + said[1:],
                writer.score(float(row["score"].iloc[0])),
                writer.whole(int(row[f"rank_{group}"].iloc[0])),
                writer.whole(int(row[f"of_{group}"].iloc[0])),
                writer.score(float(row[f"median_{group}"].iloc[0])),
            ]
        )
    return found


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
