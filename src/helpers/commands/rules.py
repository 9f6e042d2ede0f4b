"""``ita rules``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import click

from helpers import framework, locations
from helpers.choices import Language
from helpers.commands import ALL_RIGHT, stop
from helpers.framework import built_in, overlay, questions
from helpers.framework.own import FILE
from helpers.narrative import Writer
from helpers.narrative import checklist as words
from helpers.narrative.sentences import part_name
from helpers.sources import raw_files


def run(year: int | None, diff: bool, data_dir: Path | None, language: Language) -> int:
    """Prints the rules of a year, or what the workspace's own rules change."""
    writer = Writer(language, "arabic")
    try:
        framework.use(raw_files.rules(locations.data_dir(data_dir or "") / "raw"))
        if diff:
            lines = _differences([year] if year else framework.years(), writer)
        else:
            lines = _rules(framework.for_year(year or framework.years()[-1]), writer)
        for line in lines:
            click.echo(line)
    except framework.UnknownYearError as error:
        stop(error)
    return ALL_RIGHT


def _rules(rules: framework.Framework, writer: Writer) -> Iterator[str]:
    yield f"{writer.word('rule', 'year')} {rules.year}"
    yield ""
    yield _part("names", rules, writer)
    yield _part("weights", rules, writer)
    for each in rules.instruments:
        yield f"  {each.id} {each.weight:f} {each.name(writer.language)}"
        for number in each.indicators:
            yield f"    {number} {rules.indicator(number).name(writer.language)}"
    yield _part("marks", rules, writer) + f": {rules.pass_mark:f}"
    yield _part("settings", rules, writer)
    for name, mark in framework.entry_of(rules.year)["settings"].items():
        yield f"  {writer.word('setting', name)}: {mark:f}"
    yield _part("levels", rules, writer)
    parts = [part for each in rules.instruments for part in rules.parts.get(each.id, (each.id,))]
    named = ", ".join(part_name(part, writer) for part in parts)
    for level in rules.levels:
        least = "" if level.instruments is None else f"; {named} ≥ {level.instruments:f}"
        yield f"  {level.name(writer.language)}: {writer.word('column', 'total')} ≥ {level.total:f}{least}"
    yield _part("items", rules, writer) + (
        "" if rules.items else writer.say(th=": ยังไม่มีข้อมูล", en=": not known")
    )
    for document, item in rules.items.items():
        asked = rules.asked.get(document)
        yield f"  {item} {writer.word('document', document)}" + (f" {asked}" if asked else "")
    counts = writer.say(th="+ นับเป็นองค์ประกอบที่ต้องมี - ไม่นับ", en="+ counts, - does not")
    yield f"{_part('checks', rules, writer)} ({counts})"
    for check in rules.checks:
        text = check.th if writer.language == "th" else check.en
        yield f"  {'+' if check.on else '-'} {check.id} {text} ({words.certainty(check.certainty, writer)})"

    yield from _questions(rules, writer)
    country = framework.country(rules.year)
    if country is not None:
        agencies = (
            "" if country.agencies is None else writer.say(th=" จาก ", en=" of ") + f"{country.agencies:,}"
        )
        mean = writer.say(th="ค่าเฉลี่ย", en="mean")
        where = FILE if "country" in rules.own else writer.say(th="ในโปรแกรม", en="built in")
        title = f"{writer.word('rule', 'country')} [{where}: {country.source}]"
        yield f"{title}: {mean} {country.mean:f}{agencies}"
        for name, (count, share) in country.levels.items():
            yield f"  {name} {count:,} ({share:f} %)"


def _questions(rules: framework.Framework, writer: Writer) -> Iterator[str]:
    """The codes of each indicator as far as known; certainty and source are each instrument's own."""
    known = questions.of_year(rules.year).values()
    where = FILE if "questions" in rules.own else writer.say(th="ในโปรแกรม", en="built in")
    none = "" if known else writer.say(th=": ยังไม่มีข้อมูล", en=": not known")
    yield f"{writer.word('rule', 'questions')} [{where}]{none}"
    for instrument in rules.instruments:
        own = [each for each in known if each.instrument == instrument.id]
        if own:
            entry = framework.entry_of(rules.year)["questions"][instrument.id]
            source = entry.get("source_th", entry["source"]) if writer.language == "th" else entry["source"]
            yield f"  {instrument.id} ({words.certainty(entry['certainty'], writer)}): {source}"
        for number, group in groupby(own, key=lambda each: (each.indicator, each.part)):
            codes = [each.code for each in group]
            whose = writer.say(th="ไม่ทราบว่าเป็นของตัวชี้วัดใด", en="whose they are is not known")
            named = " ".join(filter(None, (str(number[0]), number[1]))) if number[0] else whose
            yield f"    {named}: {codes[0]}–{codes[-1]}"


def _part(part: str, rules: framework.Framework, writer: Writer) -> str:
    """A part of the rules with where it comes from: the file, or what is built in, and its certainty."""
    where = FILE if part in rules.own else writer.say(th="ในโปรแกรม", en="built in")
    if part in rules.sources:
        source = (rules.sources_th if writer.language == "th" else rules.sources)[part]
        where += f": {source}; {words.certainty(rules.certainty[part], writer)}"
    return f"{writer.word('rule', part)} [{where}]"


def _differences(years: Iterable[int], writer: Writer) -> Iterator[str]:
    none = writer.say(th="ไม่ต่างจากในโปรแกรม", en="nothing differs from what is built in")
    found = False
    for year in years:
        rules = framework.for_year(year)  # says why where there are none
        if rules.own:
            found = True
            part = rules.own[0]  # the file has one source and one certainty a year
            sure = words.certainty(rules.certainty[part], writer)
            yield f"{year} [{FILE}: {rules.sources[part]}; {sure}]"
        for leaf, (before, now) in overlay.differences(
            built_in.by_year().get(year, {}), framework.entry_of(year)
        ).items():
            if leaf.rpartition(".")[2] not in ("certainty", "source"):
                yield f"{year}.{leaf}: {_shown(before)} → {_shown(now)}"
    if not found:
        yield none


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in (None, "") else f"{value}"
