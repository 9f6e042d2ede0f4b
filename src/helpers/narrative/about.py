"""What a report says about itself: who issues it, where its figures come from, and of which day they are.

Every date comes from the data or from the report's parameters, never from a clock.
"""

from __future__ import annotations

from collections.abc import Iterator

from helpers import framework, thai
from helpers.facts import Facts
from helpers.narrative import chances
from helpers.narrative.weakness import official_mark
from helpers.narrative.writer import Writer


def lines(facts: Facts, writer: Writer) -> list[tuple[str, str]]:
    """Heading and text of each line."""
    return [(writer.word("about", name), text) for name, text in _lines(facts, writer) if text]


def _lines(facts: Facts, writer: Writer) -> Iterator[tuple[str, str]]:
    office = facts.office
    yield "issuer", writer.localise(office.office or facts.agency.full_name)
    unknown = writer.say(th="ยังมิได้ระบุ", en="not stated yet")
    yield (
        "contact",
        writer.say(th=f"โทร. {office.telephone}", en=f"tel. {office.telephone}")
        if office.telephone
        else unknown,
    )
    yield "sources", "\n".join(_sources(facts, writer)) or unknown
    yield "day", _day(facts, writer)
    yield "country", _country(facts, writer)
    # With weak points, their section says whose marks these are.
    if facts.comparison and not facts.analysed.scores:
        yield "marks", official_mark(facts, writer) + writer.say(th="", en=".")
    yield "change", "\n".join(chances.lines(facts, writer))
    yield "settings", _settings(facts, writer)
    yield "item", _item(facts, writer)
    yield "own_rules", _own_rules(facts, writer)


def _settings(facts: Facts, writer: Writer) -> str:
    """The settings that an analyst changed, with their defaults, as other pages use other marks.

    In words; only the analyst's page uses the settings' names.
    """
    usual = framework.settings_of(facts.analysed.year)
    default = writer.say(th="ค่าปกติ", en="default")
    lines = [
        f"{writer.word('setting', name)}: {value} ({default} {getattr(usual, name)})"
        for name in facts.settings.chosen
        if (value := getattr(facts.settings, name)) != getattr(usual, name)
    ]
    return writer.localise("\n".join(lines))


def _sources(facts: Facts, writer: Writer) -> list[str]:
    """The documents that the figures come from, each once, with the notes on them."""
    years = {facts.fiscal_year, facts.current.year, facts.previous.year}
    notes: dict[str, list[str]] = {}
    for row in facts.sources:
        # A file of other years is no source of this report; one without a year may be of any.
        if row["fiscal_year"] is None or row["fiscal_year"] in years:
            publisher, title = row["publisher"], row["title"]
            document = ": ".join(filter(None, [title] if publisher in title else [publisher, title]))
            # Only the first line of a note is for every reader; the others are for analysts.
            notes.setdefault(document, []).append(row["note"].split("\n")[0])
    note_of = {
        document: " ".join(dict.fromkeys(filter(None, of))) for document, of in notes.items() if document
    }
    return [writer.localise(document + (f" ({note})" if note else "")) for document, note in note_of.items()]


def _day(facts: Facts, writer: Writer) -> str:
    """The day of the data according to ``sources.csv``, and the day up to which results count."""
    days = sorted({row["retrieved"] for row in facts.sources if row["retrieved"]})
    parts = []
    if days:
        parts.append(writer.say(th=f"ข้อมูลที่ได้รับเมื่อ {days[-1]}", en=f"received {days[-1]}"))
    if facts.document != "plan" and facts.progress:
        parts += _results(facts, writer)
    if facts.current.known:
        parts.append(
            writer.say(
                th=f"ผลการประเมินปีงบประมาณ {writer.year(facts.current.year)}",
                en=f"assessment of fiscal year {writer.year(facts.current.year)}",
            )
        )
    return "\n".join(parts)


def _results(facts: Facts, writer: Writer) -> list[str]:
    """The day up to which results count: by their source, else the end of the round; or the day asked for."""
    last = facts.results_until or facts.end_of_round
    day, cut_off = (
        thai.format_date(date, digits=writer.digits, language=writer.language)
        for date in (last, facts.cut_off)
    )
    parts = [
        writer.say(th=f"ผลการดำเนินการที่รายงานมีถึงวันที่ {day}", en=f"results reported up to {day}")
        if facts.results_until
        else writer.say(th=f"ผลการดำเนินการของรอบที่สิ้นสุดวันที่ {day}", en=f"results of the period to {day}")
    ]
    if facts.cut_off < last:
        parts.append(
            writer.say(th=f"พิจารณากำหนดเวลา ณ วันที่ {cut_off}", en=f"deadlines as they stood on {cut_off}")
        )
    return parts


def _country(facts: Facts, writer: Writer) -> str:
    country = framework.country(facts.current.year)
    if country is None or facts.current.total is None:
        return ""
    return writer.say(
        th=country.source, en=f"ITA results of fiscal year {writer.year(country.year)}, published by the NACC"
    )


def _own_rules(facts: Facts, writer: Writer) -> str:
    """The rules that the workspace states itself, with their source, of the years that the report shows."""
    years = sorted({facts.analysed.year, *(result.year for result in facts.results)})
    lines = []
    for rules in (framework.for_year(year) for year in years if year in framework.years()):
        for source in dict.fromkeys(rules.sources[part] for part in rules.own):
            words = [writer.word("rule", part) for part in rules.own if rules.sources[part] == source]
            year = writer.year(rules.year)
            of_year = f"{writer.word('rule', 'year')} {year}"
            lines.append(f"{of_year}: {writer.join(words)} ({writer.localise(source)})")
    return "\n".join(lines)


def _item(facts: Facts, writer: Writer) -> str:
    """The assessment's item that asks for this document, if that is published."""
    item = framework.item_for(facts.document, facts.fiscal_year)
    if item is None or item.certainty != "published":
        return ""
    return writer.say(
        th=f"ข้อ {item.number} ของการประเมิน ITA ปีงบประมาณ {writer.year(item.year)}",
        en=f"item {item.number} of the ITA of fiscal year {writer.year(item.year)}",
    )
