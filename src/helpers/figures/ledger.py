"""Every figure that a report can print, with the place it comes from and how it is worked out.

It is made from ``Facts``, independently of the sentences, so that what a page prints can be checked
against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from helpers import decimals, framework, thai
from helpers.analysis import activities, chance, deltas
from helpers.facts import Facts, Result
from helpers.framework import Framework
from helpers.framework.built_in import SETTINGS
from helpers.framework.questions import as_printed
from helpers.narrative import prospects, questions, sentences, standing
from helpers.narrative.sentences import plain
from helpers.narrative.writer import Writer

POINTS, CHANGE, PERCENT, MARK = "points", "change", "percent", "mark"
INDICATORS, MEASURES, ACTIVITIES, AGENCIES, RANK = "indicators", "measures", "activities", "agencies", "rank"
PARTS, RESPONDENTS = "parts", "respondents"

Row = tuple[str, int, str]
"""A row of a processed table: its name, the fiscal year, the rest of its key (``sources.folder.KEYS``)."""


@dataclass(frozen=True)
class Figure:
    """One figure: its text as printed (Arabic digits), its unit, what it is, and where it comes from."""

    text: str
    unit: str
    what: str
    at: str = ""
    """Processed table, fiscal year, rest of the key, column, separated by slashes; "" for a rule, or for a
    figure computed from others that is in no table."""
    operation: str = ""
    """How it is worked out: ``100.00 − 76.79``, or ``count: 3, 5, 9``; "" for a figure that was read."""
    rows: tuple[Row, ...] = ()
    """The rows read from raw files that it is worked out from."""
    indicator: int = 0
    """The indicator that it is about; 0 for none in particular."""
    year: int = 0
    """Its fiscal year; 0 for none in particular."""
    heads: frozenset[str] = field(default_factory=frozenset)
    """The columns of a table that it may appear under; if empty, any."""


def figures(facts: Facts, writer: Writer) -> list[Figure]:
    """All figures of a report, in no particular order; several may have the same text."""
    return [
        _arabic(each)
        for part in (
            _results,
            _changes,
            _chance,
            _questions,
            _weak,
            _targets,
            _peers,
            _country,
            _measures,
            _rules,
        )
        for each in part(facts, replace(writer, digits="arabic"))
    ]


def _arabic(figure: Figure) -> Figure:
    return replace(figure, text=thai.to_arabic_digits(figure.text))


def _at(table: str, year: int, key: object, column: str) -> str:
    return f"{table}/{year}/{key}/{column}"


def _count(numbers: list[Any]) -> str:
    return "count: " + (", ".join(map(str, numbers)) or "–")


# ------------------------------------------------------------------ results
def _results_by_year(facts: Facts) -> dict[int, Result]:
    """Every result by its year; if a year has two, the one with scores."""
    results = {each.year: each for each in facts.results}
    return results | {each.year: each for each in (facts.analysed, facts.previous, facts.current)}


def _results(facts: Facts, writer: Writer) -> Iterator[Figure]:
    for year, result in _results_by_year(facts).items():
        indicators = len(result.rules.indicators)
        for n, score in result.scores.items():
            # Beside the next year's score it stands under the number that the indicator has then.
            for shown_as in filter(None, dict.fromkeys([n, framework.a_year_on(year, n)])):
                yield Figure(
                    writer.score(score),
                    POINTS,
                    _of_indicator(n, year, writer),
                    _at("scores", year, n, "score"),
                    rows=(("scores", year, str(n)),),
                    indicator=shown_as,
                    year=year,
                )
        yield from _total(result, writer)
        for name, mean in result.means.items():
            yield _mean(result, name, mean, writer)
        below, scored = result.below_pass_mark, list(result.scores)
        yield Figure(
            str(len(below)),
            INDICATORS,
            writer.say(th=f"ตัวชี้วัดต่ำกว่าเกณฑ์ ปี {year}", en=f"indicators below the mark, {year}"),
            operation=_count(below),
            rows=_rows(year, scored),
            year=year,
        )
        for counted, what in (
            (scored, writer.say(th=f"ตัวชี้วัดที่มีคะแนน ปี {year}", en=f"indicators with a score, {year}")),
            (
                list(range(1, indicators + 1)),
                writer.say(th=f"ตัวชี้วัดของปี {year}", en=f"indicators of {year}"),
            ),
        ):
            yield Figure(str(len(counted)), INDICATORS, what, operation=_count(counted), year=year)


def _of_indicator(number: int, year: int, writer: Writer) -> str:
    return writer.say(th=f"คะแนนตัวชี้วัดที่ {number} ปี {year}", en=f"score of indicator {number}, {year}")


def _rows(year: int, numbers: Any) -> tuple[Row, ...]:  # noqa: ANN401 - any numbers
    return tuple(("scores", year, str(number)) for number in numbers)


def _total(result: Result, writer: Writer) -> Iterator[Figure]:
    """The total that is shown: the published one, else the computed one."""
    year, published = result.year, result.published_total is not None
    if result.total is None:
        return
    yield Figure(
        writer.score(result.total),
        POINTS,
        writer.say(th=f"คะแนนรวมที่ประกาศ ปี {year}", en=f"published total, {year}")
        if published
        else writer.say(th=f"คะแนนรวมที่คำนวณ ปี {year}", en=f"computed total, {year}"),
        _at("totals", year, "", "published_total" if published else "computed_total"),
        "" if published else _sum_of_means(result),
        _behind(result),
        year=year,
    )


def _behind(result: Result, instrument: str = "") -> tuple[Row, ...]:
    """The rows that a total, or an instrument's mean, was read or computed from."""
    if not instrument and result.published_total is not None:
        return (("totals", result.year, ""),)
    own = [each.indicators for each in result.rules.instruments if instrument in ("", each.id)]
    return _rows(result.year, [number for numbers in own for number in numbers])


def _sum_of_means(result: Result) -> str:
    if not result.complete:
        return ""
    parts = [
        f"{each.weight:f} × ({_joined(result, each.indicators)}) ÷ {len(each.indicators)}"
        for each in result.rules.instruments
    ]
    return " + ".join(parts)


def _joined(result: Result, numbers: Any) -> str:  # noqa: ANN401 - any numbers
    return " + ".join(f"{decimals.to_decimal(result.scores[n]):f}" for n in numbers)


def _mean(result: Result, name: str, mean: float, writer: Writer) -> Figure:
    instrument, _, part = name.partition("_")
    numbers = next(each.indicators for each in result.rules.instruments if each.id == instrument)
    computed = not part and all(n in result.scores for n in numbers)
    year = result.year
    if part:
        key = f"score..{name.lower()}"
        return Figure(
            writer.score(mean),
            POINTS,
            writer.say(th=f"คะแนนแบบวัด {name} ปี {year}", en=f"score of {name}, {year}"),
            rows=(("context", year, key),),
            year=year,
        )
    return Figure(
        writer.score(mean),
        POINTS,
        writer.say(th=f"คะแนนเฉลี่ยแบบวัด {name} ปี {year}", en=f"mean of {name}, {year}"),
        _at("totals", year, "", name.lower()),
        f"({_joined(result, numbers)}) ÷ {len(numbers)}" if computed else "",
        _behind(result, name),
        year=year,
    )


# ------------------------------------------------------------------ changes
def _changes(facts: Facts, writer: Writer) -> Iterator[Figure]:
    previous, current = facts.previous, facts.current
    years = f"{previous.year}–{current.year}"
    for row in facts.comparison:
        if row["change"] is None:
            continue
        n = row["indicator"]
        operation = _difference(row["current"], row["previous"])
        before = [m for m in previous.rules.numbers if framework.a_year_on(previous.year, m) == n]
        rows = (*_rows(current.year, [n]), *_rows(previous.year, before))
        what = writer.say(th=f"ผลต่างตัวชี้วัดที่ {n} ปี {years}", en=f"change of indicator {n}, {years}")
        at = _at("deltas", current.year, n, "change")
        yield Figure(writer.change(row["change"]), CHANGE, what, at, operation, rows, n, current.year)
        if row["contribution"] is not None:
            what = writer.say(
                th=f"ส่วนของตัวชี้วัดที่ {n} ในผลต่างของคะแนนรวม", en=f"contribution of indicator {n} to the change"
            )
            at = _at("deltas", current.year, n, "contribution")
            operation = f"({operation}) × {_weight(current.rules, n)}"
            yield Figure(
                writer.change(row["contribution"]), CHANGE, what, at, operation, rows, n, current.year
            )
    yield from _of_totals(facts, writer)
    moved = {row["indicator"]: sentences.direction(row, facts) for row in facts.comparison}
    groups = {
        writer.say(th="ตัวชี้วัดที่คะแนนเพิ่มขึ้น", en="indicators that rose"): ("rose",),
        writer.say(th="ตัวชี้วัดที่คะแนนลดลง", en="indicators that fell"): ("fell",),
        writer.say(th="ตัวชี้วัดที่คะแนนใกล้เคียงเดิม", en="indicators that stayed about the same"): ("near",),
        writer.say(th="ตัวชี้วัดที่คะแนนไม่เปลี่ยนแปลง", en="indicators that stayed the same"): ("same",),
        writer.say(th="ตัวชี้วัดที่เปรียบเทียบได้", en="indicators that can be compared"): deltas.DIRECTIONS,
    }
    for what, directions in groups.items():
        numbers = [number for number, direction in moved.items() if direction in directions]
        yield Figure(
            str(len(numbers)),
            INDICATORS,
            f"{what} {years}",
            operation=_count(numbers),
            rows=_rows(current.year, numbers),
        )


def _chance(facts: Facts, writer: Writer) -> Iterator[Figure]:
    """What chance can do to a survey's means, and how many answered."""
    for row in facts.respondents:
        year, part = row["fiscal_year"], row["part"]
        what = writer.say(
            th=f"ผู้ตอบแบบวัด {part.upper()} ปี {year}", en=f"respondents of {part.upper()}, {year}"
        )
        behind = (("context", year, f"respondents..{part}"),)
        yield Figure(f"{int(row['value']):,}", RESPONDENTS, what, rows=behind, year=year)
    for row in facts.chance:
        year, n = row["fiscal_year"], row["indicator"]
        what = writer.say(th=f"ผลต่างตัวชี้วัดที่ {n} ที่ความบังเอิญอธิบายได้", en=f"what chance can do to indicator {n}")
        at = _at("deltas", year, n, "margin")
        # Of no indicator in particular, as the line that lists them is about several.
        yield Figure(writer.number(row["margin"], 1), POINTS, what, at, "", _rows(year, [n]), 0, year)
    if facts.respondents:
        for mark in (f"{chance.DEVIATIONS}", "95", f"{chance.FEW}"):
            yield Figure(mark, MARK, "ita.toml: methodology, Chance")


def _questions(facts: Facts, writer: Writer) -> Iterator[Figure]:
    """Scores, changes and worth of the questions and items behind the weak points."""
    result = facts.analysed
    rows = facts.lost[result.year]
    others: dict[tuple[int, str], list[str]] = {}
    for row in rows:
        code, n, year = row["code"], row["indicator"], result.year
        others.setdefault((n, row["kind"]), []).append(code)
        name = as_printed(code)
        behind = (("questions", year, f"{row['instrument']}.{code}."),)
        values = {
            writer.say(th=f"คะแนนข้อ {name}", en=f"score of {name}"): (row["score"], POINTS),
            writer.say(th=f"คะแนนรวมจะเพิ่มขึ้นจากข้อ {name}", en=f"worth of {name} to the total"): (
                row["worth"],
                POINTS,
            ),
            writer.say(th=f"ผลต่างจากปีก่อน ข้อ {name}", en=f"change of {name}"): (row["change"], CHANGE),
        }
        for what, (value, unit) in values.items():
            if value is not None:
                text = writer.score(value) if unit == POINTS else writer.change(value)
                yield Figure(text, unit, what, rows=behind, indicator=n, year=year)
    for (number, kind), listed in others.items():
        codes = listed[questions.MOST :] if kind == "low" else []  # items are all named
        what = writer.say(th="ข้ออื่นของตัวชี้วัด", en="other questions of the indicator")
        yield Figure(str(len(codes)), MARK, what, operation=_count(codes), indicator=number)


def _difference(after: float, before: float) -> str:
    return f"{decimals.to_decimal(after):f} − {decimals.to_decimal(before):f}"


def _weight(rules: Framework, number: int) -> str:
    instrument = rules.instrument_of(number)
    return f"{instrument.weight:f} ÷ {len(instrument.indicators)}"


def _of_totals(facts: Facts, writer: Writer) -> Iterator[Figure]:
    """Differences between totals, and between means, of any two years that are shown."""
    results = [
        result for result in _results_by_year(facts).values() if result.total is not None or result.means
    ]
    for after in results:
        for before in (result for result in results if result.year < after.year):
            years = f"{before.year}–{after.year}"
            pairs = {name: (after.means.get(name), before.means.get(name)) for name in after.means}
            pairs_shown: dict[str, tuple[float | None, float | None]] = {
                "": (after.total, before.total),
                **pairs,
            }
            for name, (latest, earlier) in pairs_shown.items():
                if latest is None or earlier is None:
                    continue
                what = (
                    writer.say(
                        th=f"ผลต่างคะแนนเฉลี่ยแบบวัด {name} ปี {years}",
                        en=f"change of the mean of {name}, {years}",
                    )
                    if name
                    else writer.say(th=f"ผลต่างคะแนนรวม ปี {years}", en=f"change of the total, {years}")
                )
                moved = decimals.difference(latest, earlier)
                rows = (*_behind(after, name), *_behind(before, name))
                operation = _difference(latest, earlier)
                yield Figure(writer.change(moved), CHANGE, what, "", operation, rows, year=after.year)
                if not name:
                    size = operation if moved >= 0 else _difference(earlier, latest)
                    yield Figure(writer.score(abs(moved)), POINTS, what, "", size, rows, year=after.year)
    every = [row for row in facts.comparison if row["contribution"] is not None]
    if facts.change is not None and every:
        what = writer.say(th="ผลต่างคะแนนรวมหักส่วนของทุกตัวชี้วัด", en="change of the total less all contributions")
        total = f"({_difference(facts.current.total or 0.0, facts.previous.total or 0.0)})"
        steps = {
            row["indicator"]: f"({_difference(row['current'], row['previous'])})"
            f" × {_weight(facts.current.rules, row['indicator'])}"
            for row in every
        }
        parts = [f" − {step}" for step in steps.values()]
        yield Figure(writer.change(facts.rest), CHANGE, what, operation=total + "".join(parts))
        if little := deltas.moved_little(every):
            what = writer.say(th="ส่วนของตัวชี้วัดที่เหลือรวมกัน", en="contributions of the other indicators together")
            sums = [steps[row["indicator"]] for row in little]
            yield Figure(writer.change(deltas.together(little)), CHANGE, what, operation=" + ".join(sums))


# ------------------------------------------------------------------ weak points, targets, peers
def _weak(facts: Facts, writer: Writer) -> Iterator[Figure]:
    result, year = facts.analysed, facts.fiscal_year - 1
    marks: list[Decimal] = [result.rules.pass_mark, facts.settings.strength_from, result.rules.full_score]
    for row in facts.weak:
        n, score = row["indicator"], decimals.to_decimal(row["score"])
        rows = _rows(year, [n])
        mark = next((mark for mark in marks if score < mark), result.rules.full_score)
        columns = {
            "gap": (
                writer.say(th="ส่วนที่ขาดจากเกณฑ์", en="short of the mark"),
                f"{result.rules.pass_mark:f} − {score:f}",
            ),
            "points_at_stake": (
                writer.say(
                    th=f"คะแนนรวมที่จะเพิ่มขึ้นหากเพิ่มเป็น {plain(mark)}", en=f"worth to the total at {plain(mark)}"
                ),
                f"({mark:f} − {score:f}) × {_weight(result.rules, n)}",
            ),
        }
        for column, (what, operation) in columns.items():
            description = writer.say(th=f"{what} ตัวชี้วัดที่ {n}", en=f"{what}, indicator {n}")
            yield Figure(
                writer.score(row[column]),
                POINTS,
                description,
                _at("weak_indicators", year, n, column),
                operation if row[column] else "",  # a score above the mark is not short of it
                rows,
                n,
                year,
            )
        if row["change"] is not None:
            what = writer.say(th=f"ผลต่างจากปีก่อน ตัวชี้วัดที่ {n}", en=f"change on the year before, indicator {n}")
            at = _at("weak_indicators", year, n, "change")
            yield Figure(
                writer.change(row["change"]), CHANGE, what, at, "", (*rows, *_rows(year - 1, [n])), n, year
            )
            size = writer.score(abs(row["change"]))
            yield Figure(size, POINTS, what, at, "", (*rows, *_rows(year - 1, [n])), n, year)
        if row["later"] is not None:
            rows_of_both = (*rows, *_rows(year + 1, [n]))
            what = _of_indicator(n, year + 1, writer)
            at = _at("weak_indicators", year, n, "later")
            yield Figure(writer.score(row["later"]), POINTS, what, at, "", _rows(year + 1, [n]), n, year + 1)
            what = writer.say(
                th=f"ผลต่างตัวชี้วัดที่ {n} ปี {year}–{year + 1}", en=f"change of indicator {n}, {year}–{year + 1}"
            )
            at = _at("weak_indicators", year, n, "later_change")
            operation = _difference(row["later"], row["score"])
            yield Figure(writer.change(row["later_change"]), CHANGE, what, at, operation, rows_of_both, n, 0)
    if facts.document == "annual":
        yield from _followed(facts, writer)


def _followed(facts: Facts, writer: Writer) -> Iterator[Figure]:
    """How many weak points had their measures carried out, and how many rose."""
    rows, year = facts.follow_up, facts.fiscal_year - 1
    chosen = {"all": [row["indicator"] for row in rows]}
    for row in rows:
        chosen.setdefault(row["counted"], []).append(row["indicator"])
    for code, numbers in chosen.items():
        th, en = _VERDICTS[code]
        what = writer.say(th=th, en=en)
        yield Figure(
            str(len(numbers)), INDICATORS, what, operation=_count(numbers), rows=_rows(year, numbers)
        )


_VERDICTS = {
    "all": ("ประเด็นที่ต้องแก้ไขและพัฒนา", "weak points"),
    "done_improved": ("ประเด็นที่ดำเนินการแล้วและคะแนนเพิ่มขึ้น", "weak points: measures done, score rose"),
    "done_not_improved": (
        "ประเด็นที่ดำเนินการแล้วแต่คะแนนไม่เพิ่มขึ้น",
        "weak points: measures done, score did not rise",
    ),
    "undone_improved": ("ประเด็นที่ยังไม่แล้วเสร็จแต่คะแนนเพิ่มขึ้น", "weak points: measures not done, score rose"),
    "undone_not_improved": (
        "ประเด็นที่ยังไม่แล้วเสร็จและคะแนนไม่เพิ่มขึ้น",
        "weak points: measures not done, score did not rise",
    ),
    "none_improved": ("ประเด็นที่ไม่มีมาตรการแต่คะแนนเพิ่มขึ้น", "weak points: no measure, score rose"),
    "none_not_improved": ("ประเด็นที่ไม่มีมาตรการและคะแนนไม่เพิ่มขึ้น", "weak points: no measure, score did not rise"),
    "": ("ประเด็นที่ยังไม่อาจสรุปได้", "weak points that cannot be judged yet"),
}


def _targets(facts: Facts, writer: Writer) -> Iterator[Figure]:
    year, rules = facts.current.year, facts.current.rules
    for goal, group in facts.goals.items():
        sums = []
        for row in group:
            n = row["indicator"]
            rise = _difference(row["target"], row["score"])
            columns = {
                "score": (POINTS, "score", _of_indicator(n, year, writer), ""),
                "target": (
                    POINTS,
                    "target",
                    writer.say(th=f"คะแนนที่ต้องได้ ตัวชี้วัดที่ {n}", en=f"needed, indicator {n}"),
                    "",
                ),
                "rise": (
                    CHANGE,
                    "rise",
                    writer.say(th=f"ต้องเพิ่มขึ้น ตัวชี้วัดที่ {n}", en=f"rise, indicator {n}"),
                    rise,
                ),
                "adds": (
                    CHANGE,
                    "adds",
                    writer.say(th=f"คะแนนรวมเพิ่มขึ้นจากตัวชี้วัดที่ {n}", en=f"adds to the total, indicator {n}"),
                    f"({rise}) × {_weight(rules, n)}",
                ),
            }
            sums.append(columns["adds"][3])
            for column, (unit, head, what, operation) in columns.items():
                text = writer.score(row[column]) if unit == POINTS else writer.change(row[column])
                at = _at("targets", year, f"{goal}.{n}", column)
                heads = frozenset({writer.word("column", head)})
                yield Figure(text, unit, what, at, operation, _rows(year, [n]), n, 0, heads)
        numbers = [row["indicator"] for row in group]
        what = writer.say(th="คะแนนรวมเพิ่มขึ้นทั้งหมด", en="adds to the total in all")
        yield Figure(
            writer.change(prospects.added(group)),
            CHANGE,
            what,
            operation=" + ".join(sums),
            rows=_rows(year, numbers),
        )
        what = writer.say(th="ตัวชี้วัดที่ต้องเพิ่มขึ้น", en="indicators to rise")
        yield Figure(str(len(numbers)), INDICATORS, what, operation=_count(numbers))


def _country(facts: Facts, writer: Writer) -> Iterator[Figure]:
    """The country's published figures, and those that the agency's papers print."""
    current = facts.current
    published = framework.country(current.year)
    if published is not None and current.total is not None:
        at = f"ita.toml: country {published.year}"
        yield Figure(writer.score(float(published.mean)), POINTS, at, year=published.year)
        apart = float(abs(decimals.to_decimal(current.total) - published.mean))
        operation = _difference(current.total, float(published.mean))
        rows = _behind(current)
        yield Figure(writer.score(apart), POINTS, at, operation=operation, rows=rows, year=published.year)
        if published.passed is not None:
            yield Figure(f"{published.passed}", PERCENT, at, year=published.year)
        for count, share in published.levels.values():
            yield Figure(f"{count:,}", AGENCIES, at, year=published.year)
            yield Figure(f"{share}", PERCENT, at, year=published.year)
    for row in facts.context:
        if row["what"] == "respondents":
            continue
        what = f"{row['what']} {row['among']} {row['part']}"
        key = f"{row['what']}.{row['among']}.{row['part']}"
        unit = {"rank": RANK, "size": AGENCIES}.get(row["what"], POINTS)
        text = writer.score(row["value"]) if unit == POINTS else f"{row['value']:,.0f}"
        yield Figure(text, unit, what, rows=(("context", current.year, key),), year=current.year)
    yield Figure(plain(facts.settings.ranks_to), PERCENT, "ita.toml: ranks_to")


def _peers(facts: Facts, writer: Writer) -> Iterator[Figure]:
    year = facts.current.year
    groups = standing.groups(facts)
    for row in facts.peers if groups else []:
        part = row["part"]
        n = int(part) if part != "total" else 0
        for group in groups:
            if row[f"of_{group}"] is None:
                continue
            within = standing.name(group, facts, writer)
            of = writer.say(th=f"ตัวชี้วัดที่ {n}", en=f"indicator {n}") if n else writer.word("column", "total")
            columns: Mapping[str, tuple[str, str]] = {
                "rank": (RANK, writer.whole(row[f"rank_{group}"])),
                "of": (AGENCIES, writer.whole(row[f"of_{group}"])),
                "above": (
                    PERCENT,
                    "" if row[f"above_{group}"] is None else writer.number(row[f"above_{group}"], 1),
                ),
                "median": (POINTS, writer.score(row[f"median_{group}"])),
            }
            heads = {"rank": "rank", "of": "agencies", "above": "above", "median": "median"}
            for column, (unit, text) in columns.items():
                head = writer.word("column", heads[column])
                at = _at("peers", year, part, f"{column}_{group}")
                yield Figure(
                    text,
                    unit,
                    f"{head} {of} {within}",
                    at,
                    "",
                    _rows(year, [n] if n else ()),
                    n,
                    0,
                    frozenset({head}),
                )
    if groups:
        medians = standing.medians(facts)
        scores = facts.current.scores
        below = [n for n, score in scores.items() if n in medians and score < medians[n]]
        what = writer.say(th="ตัวชี้วัดที่ต่ำกว่ามัธยฐาน", en="indicators below the median")
        yield Figure(str(len(below)), INDICATORS, what, operation=_count(below), rows=_rows(year, below))


# ------------------------------------------------------------------ measures, rules
def _measures(facts: Facts, writer: Writer) -> Iterator[Figure]:
    rows, year = facts.activities, facts.fiscal_year
    numbers = list(facts.printed)
    of_measures = tuple(("measures", year, f"{row['measure']}.{row['activity']}") for row in facts.measures)
    what = writer.say(th=f"มาตรการ ปี {year}", en=f"measures of {year}")
    yield Figure(str(len(numbers)), MEASURES, what, operation=_count(numbers), rows=of_measures)
    chosen = {writer.say(th=f"กิจกรรม ปี {year}", en=f"activities of {year}"): rows}
    if rows:
        for state in activities.STATUSES:
            chosen[writer.word("status", state)] = [row for row in rows if row["state"] == state]
        late = [row for row in rows if row["late"]]
        chosen[writer.say(th="กิจกรรมที่พ้นกำหนด", en="late activities")] = late
    for what, group in chosen.items():
        keys = [f"{row['measure']}.{row['activity']}" for row in group]
        behind = tuple(("measures", year, key) for key in keys)
        yield Figure(str(len(keys)), ACTIVITIES, what, operation=_count(keys), rows=behind)
        if rows:
            share = writer.score(100 * len(keys) / len(rows))
            percent = frozenset({writer.word("column", "percent")})
            operation = f"100 × {len(keys)} ÷ {len(rows)}"
            yield Figure(share, PERCENT, f"{what} (%)", operation=operation, rows=behind, heads=percent)


def _rules(facts: Facts, writer: Writer) -> Iterator[Figure]:
    """Marks of the assessment, and settings of the report with their defaults."""
    settings = facts.settings
    defaults = framework.settings_of(facts.analysed.year)
    for name in settings.chosen:
        usual = getattr(defaults, name)
        if usual != getattr(settings, name):  # only a changed setting is printed beside its default
            yield Figure(f"{usual}", MARK, f"ita.toml: {name}")
    names_of: dict[Decimal, list[str]] = {}
    for year in (facts.analysed.year, facts.analysed.year + 1, facts.current.year):
        of_year = framework.settings_of(year, settings)
        for name in SETTINGS:
            names_of.setdefault(getattr(of_year, name), []).append(name)
    for result in _results_by_year(facts).values():
        for parts in result.rules.parts.values():
            yield Figure(str(len(parts)), PARTS, f"ita.toml: {', '.join(parts)}", year=result.year)
        levels = {level.name(writer.language): level for level in result.rules.levels}
        instruments = ", ".join(each.id for each in result.rules.instruments)
        marks = {
            "pass_mark": result.rules.pass_mark,
            "full_score": result.rules.full_score,
            **{name: level.total for name, level in levels.items()},
            **{f"{name} ({instruments})": level.instruments for name, level in levels.items()},
        }
        for name, mark in marks.items():
            if mark:  # the lowest level has none
                names_of.setdefault(mark, []).append(name)
    for mark, names in names_of.items():
        what = "ita.toml: " + ", ".join(dict.fromkeys(names))
        for text in dict.fromkeys([plain(mark), f"{mark:f}"]):  # a setting of 1.0 may be printed as 1, too
            yield Figure(text, MARK, what)
    yield Figure(str(settings.fewest_peers), AGENCIES, "ita.toml: fewest_peers")
