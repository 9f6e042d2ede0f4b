"""The text about an agency's standing among its peers."""

from __future__ import annotations

from helpers import decimals, framework, tables
from helpers.facts import Facts
from helpers.narrative.sentences import district, indicator, plain, province
from helpers.narrative.writer import Writer
from helpers.tables import Row

WITHIN = {
    "type_in_province": ("province", "type", "all"),
    "district": ("province", "all"),
    "province": ("all",),
    "type": ("all",),
}
"""For each group the wider groups that contain it; if they have as many members, they are the same group."""


def groups(facts: Facts) -> list[str]:
    """The peer groups (``tables.PEER_GROUPS``) large enough for a standing of the total to be shown.

    Of groups with the same members only the narrowest is shown, as a wider name would claim more than is on file.
    """
    total = facts.standings.get("total")
    if total is None:
        return []
    counts = {group: _count(total, group) for group in tables.PEER_GROUPS}
    large = [group for group in tables.PEER_GROUPS if counts[group] >= facts.settings.fewest_peers]
    alike = {wider for group in large for wider in WITHIN.get(group, ()) if counts[wider] == counts[group]}
    return [group for group in large if group not in alike]


def _count(row: Row, group: str) -> int:
    return row[f"of_{group}"] or 0


def is_shown(rank: float, of: float | None, facts: Facts) -> bool:
    """Whether a rank may appear on a published page, which doesn't show the last places of a group.

    If the group's size is unknown, only the first place may, as any other could be one of the last.
    """
    if of is None:
        return rank == 1 or facts.settings.ranks_to == 100
    return rank * 100 <= of * float(facts.settings.ranks_to)


def of_the_country(facts: Facts) -> bool:
    """Whether the scores of every agency of the country are on file."""
    country = framework.country(facts.current.year)
    total = facts.standings.get("total")
    return bool(country and country.agencies and total and int(total["of_all"]) >= country.agencies)


def intro(facts: Facts, writer: Writer) -> str:
    """What is compared, and which groups and ranks are left out."""
    fewest, ranks_to = facts.settings.fewest_peers, plain(facts.settings.ranks_to)
    year = writer.year(facts.current.year)
    last = (
        ("", "")
        if facts.settings.ranks_to == 100
        else (
            f" และแสดงเฉพาะอันดับที่อยู่ในร้อยละ {ranks_to} แรกของกลุ่ม",
            f" Only ranks among the first {ranks_to} percent of a group are shown.",
        )
    )
    return writer.say(
        th=f"เทียบกับหน่วยงานที่มีคะแนนปีงบประมาณ {year} ในข้อมูลที่นำมาวิเคราะห์ โดยอันดับที่ 1 คือคะแนนสูงสุด"
        f" หน่วยงานที่ได้คะแนนเท่ากันอยู่ในอันดับเดียวกัน ไม่แสดงกลุ่มที่มีหน่วยงานน้อยกว่า {fewest} แห่ง{last[0]}",
        en=f"Among the agencies whose scores of fiscal year {year} are analysed here; rank 1 is the highest. Equal"
        f" scores share a rank; groups of fewer than {fewest} agencies are not shown.{last[1]}",
    )


def of_total(facts: Facts, writer: Writer) -> list[list[str]]:
    """A row per group: its name, rank of the total, number of agencies, percent surpassed, median."""
    return [
        [name(group, facts, writer), *_figures(facts.standings["total"], group, facts, writer)]
        for group in groups(facts)
    ]


def of_indicators(facts: Facts, group: str, writer: Writer) -> list[list[str]]:
    """A row per indicator with enough peers in the group: its name and the same figures."""
    lines = []
    for number in facts.current.scores:
        row = facts.standings.get(str(number))
        if row is None or _count(row, group) < facts.settings.fewest_peers:
            continue
        title = indicator(number, facts.current, writer)
        lines.append([title[0].upper() + title[1:], *_figures(row, group, facts, writer)])
    return lines


def medians(facts: Facts) -> dict[int, float]:
    """The median in ``widest_nearby`` of each indicator that has enough peers there."""
    group = widest_nearby(facts)
    return {
        int(part): row[f"median_{group}"]
        for part, row in facts.standings.items()
        if part != "total" and _count(row, group) >= facts.settings.fewest_peers
    }


def widest_nearby(facts: Facts) -> str:
    """The group in which indicators are compared: the province if it is large enough."""
    groups_shown = groups(facts)
    return next(
        group
        for group in ("province", "type", "all", "type_in_province", "district")
        if group in groups_shown
    )


def _figures(row: Row, group: str, facts: Facts, writer: Writer) -> list[str]:
    rank, of = row[f"rank_{group}"], row[f"of_{group}"]
    rank_shown = is_shown(rank, of, facts)
    return [
        writer.whole(rank) if rank_shown else "–",
        writer.whole(of),
        writer.number(row[f"above_{group}"], 1) if rank_shown else "–",
        writer.score(row[f"median_{group}"]),
    ]


def name(group: str, facts: Facts, writer: Writer) -> str:
    """A peer group's name for this agency; it says "country" only if the whole country is on file."""
    agency, is_whole_country = facts.agency, of_the_country(facts)
    within = province(agency.province, writer)
    return {
        "district": district(agency, writer),
        "type_in_province": writer.say(th=f"{agency.type}ใน{within}", en=f"{agency.type} in {within}"),
        "province": within,
        "type": writer.say(
            th=f"{agency.type}{'ทุกจังหวัด' if is_whole_country else 'ที่มีข้อมูล'}",
            en=f"{agency.type}{', all provinces' if is_whole_country else ' on file'}",
        ),
        "all": writer.say(
            th="ทุกหน่วยงาน" if is_whole_country else "หน่วยงานทั้งหมดที่มีข้อมูล",
            en="all agencies" if is_whole_country else "all agencies on file",
        ),
    }[group]


def of_country(facts: Facts, writer: Writer) -> str:
    """The total compared with the country's published mean and shares; "" if these are unknown."""
    current = facts.current
    country = framework.country(current.year)
    if country is None or current.total is None:
        return ""
    apart = decimals.to_decimal(current.total) - country.mean
    size = writer.score(float(abs(apart)))
    stands = (
        ("เท่ากับ", "the same as") if apart == 0 else (("สูงกว่า", "above") if apart > 0 else ("ต่ำกว่า", "below"))
    )
    mean = writer.score(float(country.mean))
    text = writer.say(
        th=f"คะแนนดังกล่าว{stands[0]}ค่าเฉลี่ยของหน่วยงานทั่วประเทศ ({mean} คะแนน)"
        f"{'' if apart == 0 else f' อยู่ {size} คะแนน'}",
        en=f"This is {'' if apart == 0 else f'{size} points '}{stands[1]} the country's mean of {mean}",
    )
    if country.levels:
        names = {level.th: level.name(writer.language) for level in current.rules.levels}
        shares = [
            writer.say(
                th=f"ระดับ “{names.get(level, level)}” ร้อยละ {share}",
                en=f"{share} percent at “{names.get(level, level)}”",
            )
            for level, (_, share) in country.levels.items()
        ]
        text += writer.say(
            th=f" โดยหน่วยงานทั่วประเทศอยู่ใน{writer.join(shares)}",
            en=f"; the country's agencies are {writer.join(shares)}",
        )
        if sum(share for _, share in country.levels.values()) != 100:
            text += f" ({writer.word('word', 'sums_rounded')})"
    elif country.passed is not None:
        mark = plain(current.rules.pass_mark)
        text += writer.say(
            th=f" โดยหน่วยงานทั่วประเทศร้อยละ {country.passed} ได้คะแนนตั้งแต่ {mark} คะแนนขึ้นไป",
            en=f"; {country.passed} percent of the country's agencies reached {mark} points or more",
        )
    return text + writer.say(th="", en=".")


AMONG = {
    "country": ("ประเทศ", "the country"),
    "province": ("จังหวัด", "the province"),
    "district": ("อำเภอ", "the district"),
    "type": ("หน่วยงานประเภทเดียวกัน", "agencies of the type"),
    "ministry": ("กระทรวง", "the ministry"),
}


def published(facts: Facts, writer: Writer) -> str:
    """Ranks and means of the total as printed in the agency's papers; "" if there are none."""
    of_total = [row for row in facts.context if row["part"] == "total"]
    figures = {(row["what"], row["among"]): row["value"] for row in of_total}
    parts = []
    for among, (th, en) in AMONG.items():
        rank, size, mean = (figures.get((figure, among)) for figure in ("rank", "size", "mean"))
        if rank is not None and is_shown(rank, size, facts):
            of = writer.say(th=f" จาก {size:,.0f} แห่ง", en=f" of {size:,.0f}") if size is not None else ""
            parts.append(
                writer.say(th=f"อันดับที่ {rank:.0f} ของ{th}", en=f"rank {rank:.0f}")
                + of
                + writer.say(th="", en=f" in {en}")
            )
        if mean is not None and among != "country":
            parts.append(
                writer.say(
                    th=f"ค่าเฉลี่ยของ{th} {writer.score(mean)} คะแนน",
                    en=f"a mean of {writer.score(mean)} in {en}",
                )
            )
    if not parts:
        return ""
    return writer.say(
        th=f"ตามเอกสารต้นทาง ผลการประเมินปีงบประมาณ {writer.year(facts.current.year)} ระบุ {writer.join(parts)}",
        en=f"The source gives for fiscal year {writer.year(facts.current.year)} {writer.join(parts)}.",
    )
