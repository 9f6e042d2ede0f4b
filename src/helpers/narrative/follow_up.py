"""The sentences on the weak points a year later: what was done about them, and how their scores moved."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from helpers import decimals
from helpers.analysis import statements
from helpers.facts import Facts
from helpers.narrative.sentences import indicator, mark_of_change
from helpers.narrative.weakness import INFERRED, inferred, mark_of, measure
from helpers.narrative.writer import Writer
from helpers.tables import Row, Rows


@dataclass(frozen=True)
class Followed:
    """A weak point a year later: a row of the table."""

    indicator: str
    measures: list[tuple[str, list[str]]]
    """Each answering measure with its state, and what was done, with evidence."""
    before: str
    after: str
    verdict: str


def intro(facts: Facts, writer: Writer) -> str:
    """The weak points in the fiscal year's own result, by the four verdicts."""
    rows, year = facts.follow_up, writer.year(facts.fiscal_year)
    mark, star = mark_of_change(facts, facts.fiscal_year), _star(facts, rows)
    if not any(row["direction"] for row in rows):
        return writer.say(
            th=f"ยังไม่มีคะแนนปีงบประมาณ {year} ของตัวชี้วัดข้างต้น จึงยังไม่อาจแสดงความเปลี่ยนแปลงได้",
            en=f"There are no scores of these indicators for fiscal year {year} yet, so no change can be shown.",
        )
    count = len(rows)
    counts = Counter(row["counted"] for row in rows)
    parts = [
        (counts[code], writer.say(th=th.format(mark=mark), en=en.format(mark=mark.en)))
        for code, (th, en) in _COUNTED.items()
        if code in counts
    ]
    if len(parts) == 1:
        text = parts[0][1]
        these = {1: "this indicator", 2: "both indicators"}.get(count, f"all {count} indicators")
        return writer.say(
            th=f"ในปีงบประมาณ {year} ตัวชี้วัดข้างต้น{f'ทั้ง {count} ตัวชี้วัด' if count > 1 else ''}{text}{star}",
            en=f"In fiscal year {year} {these} {text}{star}.",
        )
    listed = [writer.say(th=f"ที่{text} {n} ตัวชี้วัด", en=f"{n} {text}") for n, text in parts]
    return writer.say(
        th=f"ในปีงบประมาณ {year} ตัวชี้วัดข้างต้น {count} ตัวชี้วัด จำแนกเป็นตัวชี้วัด{writer.join(listed)}{star}",
        en=f"In fiscal year {year}, of these {count} indicators {'; '.join(listed)}{star}.",
    )


_COUNTED = {
    "done_improved": (
        "มีมาตรการที่ดำเนินการแล้วและคะแนนเพิ่มขึ้น{mark.reached}",
        "had the measures done and rose by {mark} or more",
    ),
    "done_not_improved": (
        "มีมาตรการที่ดำเนินการแล้วแต่คะแนนมิได้เพิ่มขึ้น{mark.upto}",
        "had the measures done and did not rise by {mark}",
    ),
    "undone_improved": (
        "มีมาตรการที่ยังไม่แล้วเสร็จแต่คะแนนเพิ่มขึ้น{mark.reached}",
        "rose by {mark} or more with measures not yet done",
    ),
    "undone_not_improved": (
        "มีมาตรการที่ยังไม่แล้วเสร็จและคะแนนมิได้เพิ่มขึ้น{mark.upto}",
        "did not rise by {mark}, with measures not yet done",
    ),
    "none_improved": (
        "ไม่มีมาตรการที่ระบุว่ารองรับแต่คะแนนเพิ่มขึ้น{mark.reached}",
        "rose by {mark} or more with no measure that names it",
    ),
    "none_not_improved": (
        "ไม่มีมาตรการที่ระบุว่ารองรับและคะแนนมิได้เพิ่มขึ้น{mark.upto}",
        "did not rise by {mark}, with no measure that names it",
    ),
    "": ("ยังไม่อาจสรุปได้", "cannot be judged yet"),
}


def _star(facts: Facts, rows: Rows) -> str:
    """The mark of ``inferred_note`` if any measure of the rows is matched by words only."""
    by_words = inferred(facts)
    return INFERRED if any(row["indicator"] in by_words for row in rows if row["action"] != "none") else ""


def caution(facts: Facts, writer: Writer) -> str:
    """The caution that a change in scores proves nothing about a measure; "" if no change is shown."""
    if not any(row["direction"] for row in facts.follow_up):
        return ""
    return writer.say(
        th="ผลต่างดังกล่าวแสดงความเปลี่ยนแปลงของคะแนน มิได้แสดงว่าเป็นผลจากมาตรการใดโดยเฉพาะ",
        en="This is a change of scores; it does not show that a particular measure caused it.",
    )


def _followed(facts: Facts) -> list[tuple[Row, Row]]:
    """Each weak point with its follow-up, urgent ones first."""
    rows = zip(facts.weak, facts.follow_up, strict=True)
    return sorted(rows, key=lambda pair: pair[0]["class"] != "urgent")


def rows(facts: Facts, writer: Writer) -> list[Followed]:
    """A row per weak point, urgent ones first."""
    none = writer.word("word", "no_data")
    lines = []
    for row, follow_up_row in _followed(facts):
        number = row["indicator"]
        name = indicator(number, facts.analysed, writer)
        has_later = row["later"] is not None
        lines.append(
            Followed(
                name[0].upper() + name[1:],
                [
                    (
                        measure(facts, answer, number, writer),
                        _what_was_done(facts, number, answer.measure, writer),
                    )
                    for answer in facts.answering.get(number, [])
                ],
                writer.score(row["score"]),
                writer.score(row["later"]) if has_later else none,
                _verdict(facts, row, follow_up_row, writer),
            )
        )
    return lines


MOST_LINES = 3
"""How many lines of a measure's result are shown with a weak point; the annex has them all."""


def _what_was_done(facts: Facts, number: int, measure: int, writer: Writer) -> list[str]:
    """What was done for a measure: lines about the indicator first, then lines with a date or number; evidence."""
    rows = facts.by_measure[measure]
    lines = list(dict.fromkeys(line for row in rows for line in statements.lines(row["result"])))
    signs = facts.analysed.rules.indicator(number).signs
    serves = [any(sign in line for sign in signs) for line in lines]
    order = sorted(range(len(lines)), key=lambda n: (not serves[n], not re.search("[0-9๐-๙]", lines[n]), n))
    # Chosen by what they say, but shown in the order in which they were reported.
    chosen = [lines[n] for n in sorted(order[:MOST_LINES])]
    texts = [writer.localise(line) for line in chosen]
    if len(lines) > MOST_LINES:
        texts.append(writer.say(th="(ผลการดำเนินการทั้งหมดปรากฏในภาคผนวก)", en="(all results: see the annex)"))
    evidence = list(dict.fromkeys(line for row in rows for line in statements.lines(row["evidence"])))
    if evidence:
        texts.append(f"{writer.word('column', 'evidence')}: {writer.localise('; '.join(evidence))}")
    if not lines:
        texts.insert(0, writer.say(th="มิได้มีการรายงานผลการดำเนินการ", en="No result was reported."))
    return texts


def _verdict(facts: Facts, row: Row, follow_up_row: Row, writer: Writer) -> str:
    """What was done and how the score moved, in a few words."""
    th, en = {
        "done": ("ดำเนินการแล้ว", "Done"),
        "undone": ("ยังไม่แล้วเสร็จ", "Not done"),
        "none": ("ไม่มีมาตรการที่ระบุว่ารองรับ", "No measure names it"),
        "unknown": ("มิได้ระบุสถานะ", "State not reported"),
    }[follow_up_row["action"]]
    if not follow_up_row["direction"]:
        return writer.say(th=th, en=en)
    moved = _moved(follow_up_row["direction"], row, writer)
    return writer.say(th=th, en=f"{en};") + " " + moved + _against_mark(facts, row, writer)


def _by_chance(direction: str, row: Row) -> bool:
    """Whether a change is only too small for the margin of chance: then it isn't called about the same."""
    return direction == "near" and row["later_margin"] is not None


def _moved(direction: str, row: Row, writer: Writer) -> str:
    th, en = {
        "chance": ("คะแนนเปลี่ยนแปลงอยู่ในช่วงที่ความบังเอิญอธิบายได้", "moved within what chance can do"),
        "rose": ("คะแนนเพิ่มขึ้น", "rose"),
        "near": ("คะแนนใกล้เคียงเดิม", "about the same"),
        "same": ("คะแนนไม่เปลี่ยนแปลง", "unchanged"),
        "fell": ("คะแนนลดลง", "fell"),
    }["chance" if _by_chance(direction, row) else direction]
    size = f" ({writer.change(row['later_change'])})" if direction != "same" else ""
    return writer.say(th=th, en=en) + size


def _against_mark(facts: Facts, row: Row, writer: Writer) -> str:
    mark = facts.analysed.rules.pass_mark
    before, after = decimals.to_decimal(row["score"]), decimals.to_decimal(row["later"])
    if after < mark:
        fell = before >= mark
        return writer.say(
            th=" และต่ำกว่าเกณฑ์" if fell else " และยังต่ำกว่าเกณฑ์",
            en=", now below the mark" if fell else ", still below the mark",
        )
    return writer.say(th=" และผ่านเกณฑ์แล้ว", en=" and reached the mark") if before < mark else ""


def points(facts: Facts, writer: Writer) -> list[str]:
    """A sentence for each weak point: what was done, how the score moved, and what follows for next year."""
    return [_followed_point(facts, row, follow_up_row, writer) for row, follow_up_row in _followed(facts)]


def _followed_point(facts: Facts, row: Row, follow_up_row: Row, writer: Writer) -> str:
    name = indicator(row["indicator"], facts.analysed, writer)
    action, direction = follow_up_row["action"], follow_up_row["direction"]
    what_was_done = _actions(facts, follow_up_row, writer)
    score = _from_to(facts, row, direction, writer)
    follows = _follows(facts, row, follow_up_row, writer)
    # Done without a rise, or a rise without all done: the two halves contrast.
    but = (action == "done") != (direction == "rose")
    link = (" but" if action == "done" else " yet") if but else " and"
    return writer.say(
        th=f"{name} {f'ซึ่ง{what_was_done} มี{score}' if score else what_was_done} {follows}",
        en=f"{name[0].upper()}{name[1:]}: {what_was_done}{f',{link} {score}' if score else ''}. {follows}",
    )


def _actions(facts: Facts, follow_up_row: Row, writer: Writer) -> str:
    """Whether the measures that answer it were done."""
    by_state: dict[str, list[str]] = {}
    for answer in facts.answering.get(follow_up_row["indicator"], []):
        numbers_in_state = by_state.setdefault(facts.states[answer.measure], [])
        numbers_in_state.append(f"{facts.printed[answer.measure]}{mark_of(answer)}")
    clauses = []
    for code in ("done", "under_way", "not_begun", "unknown"):
        numbers = by_state.get(code, [])
        if not numbers:
            continue
        listed, s = writer.numbers(numbers), "s" if len(numbers) > 1 else ""
        verb = "are" if s else "is"
        th, en = {
            "done": (f"ได้ดำเนินการตามมาตรการที่ {listed} แล้ว", f"measure{s} {listed} {verb} done"),
            "under_way": (f"อยู่ระหว่างดำเนินการตามมาตรการที่ {listed}", f"measure{s} {listed} {verb} under way"),
            "not_begun": (f"ยังไม่ดำเนินการตามมาตรการที่ {listed}", f"measure{s} {listed} {verb} not begun"),
            "unknown": (
                f"ยังมิได้มีการรายงานสถานะของมาตรการที่ {listed}",
                f"no state is reported of measure{s} {listed}",
            ),
        }[code]
        clauses.append(writer.say(th=th, en=en))
    if not clauses:
        return writer.say(th="ไม่มีมาตรการที่ระบุว่ารองรับตัวชี้วัดนี้", en="no measure names this indicator")
    return writer.join(clauses)


def _from_to(facts: Facts, row: Row, direction: str, writer: Writer) -> str:
    """How the score moved, with both figures, and where it is relative to the mark."""
    if not direction:
        return ""
    before, after = writer.score(row["score"]), writer.score(row["later"])
    th, en = {
        "rose": (f"คะแนนเพิ่มขึ้นจาก {before} เป็น {after} คะแนน", f"the score rose from {before} to {after}"),
        "fell": (f"คะแนนลดลงจาก {before} เป็น {after} คะแนน", f"the score fell from {before} to {after}"),
        "near": (
            f"คะแนนใกล้เคียงเดิม (จาก {before} เป็น {after} คะแนน)",
            f"the score is about the same (from {before} to {after})",
        ),
        "same": (f"คะแนนคงเดิมที่ {after} คะแนน", f"the score stayed at {after}"),
        "chance": (
            f"คะแนนเปลี่ยนแปลงอยู่ในช่วงที่ความบังเอิญอธิบายได้ (จาก {before} เป็น {after} คะแนน)",
            f"the score moved within what chance can do (from {before} to {after})",
        ),
    }["chance" if _by_chance(direction, row) else direction]
    return writer.say(th=th, en=en) + _against_mark(facts, row, writer)


def _follows(facts: Facts, row: Row, follow_up_row: Row, writer: Writer) -> str:
    """What follows for the next fiscal year. A steady score that passes doesn't call measures into question."""
    year = writer.year(facts.fiscal_year + 1)
    mark = facts.analysed.rules.pass_mark
    below = row["later"] is not None and decimals.to_decimal(row["later"]) < mark
    action, verdict = follow_up_row["action"], follow_up_row["verdict"]
    if action == "unknown":
        th, en = (
            "จึงต้องรายงานสถานะของมาตรการให้ครบก่อนสรุปผล",
            "The states must be reported before this can be judged.",
        )
        return writer.say(th=th, en=en)
    if verdict == "done_improved":
        th, en = (
            (
                f"ในปีงบประมาณ {year} ควรดำเนินการต่อเนื่องและเพิ่มเติมมาตรการเพื่อให้ผ่านเกณฑ์",
                f"In fiscal year {year}: go on, and add measures to reach the mark.",
            )
            if below
            else (f"ในปีงบประมาณ {year} ควรดำเนินการต่อเนื่อง", f"In fiscal year {year}: carry on.")
        )
    elif verdict == "done_not_improved" and not follow_up_row["in_vain"]:
        th, en = (
            f"ในปีงบประมาณ {year} ควรดำเนินการต่อเนื่องและติดตามคะแนนต่อไป",
            f"In fiscal year {year}: carry on, and watch the score.",
        )
    elif verdict == "done_not_improved":
        th, en = (
            f"ในปีงบประมาณ {year} ควรทบทวนว่ามาตรการตรงกับสาเหตุหรือไม่ แล้วปรับปรุงหรือกำหนดมาตรการใหม่",
            f"In fiscal year {year}: review whether the measures meet the cause; change them or set new ones.",
        )
    elif action == "none":
        th, en = (
            f"ในปีงบประมาณ {year} ควรระบุหรือกำหนดมาตรการที่รองรับ",
            f"In fiscal year {year}: name or set a measure for it.",
        )
    elif verdict == "undone_improved":
        th, en = (
            f"ในปีงบประมาณ {year} ควรดำเนินการให้แล้วเสร็จ และติดตามว่าคะแนนคงอยู่หรือไม่",
            f"In fiscal year {year}: finish the measures and see whether the score holds.",
        )
    elif verdict == "undone_not_improved":
        th, en = (
            f"ในปีงบประมาณ {year} ควรเร่งดำเนินการให้แล้วเสร็จ",
            f"In fiscal year {year}: finish the measures first of all.",
        )
    else:
        th, en = (
            "จึงควรพิจารณาอีกครั้งเมื่อประกาศคะแนนแล้ว",
            "This is to be looked at again once the score is published.",
        )
    return writer.say(th=th, en=en)
