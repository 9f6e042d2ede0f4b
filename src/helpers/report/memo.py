"""The memo (บันทึกข้อความ) that submits a report, with blank lines for each office to sign."""

from __future__ import annotations

from helpers.facts import Facts, Office
from helpers.narrative import Writer
from helpers.narrative import memo as words
from helpers.report.html import Block, prose, render


def wanted(facts: Facts) -> bool:
    """Whether ``offices.csv`` has a row for the document and there is anything to submit.

    Otherwise the published page would contain an empty form.
    """
    return facts.office != Office() and words.hands_in(facts)


def block(facts: Facts, writer: Writer) -> Block | None:
    """The memo; None if the document has none."""
    if not wanted(facts):
        return None
    title = writer.word("section", "memo")
    opening, parts, ending = (of(facts, writer) for of in (words.opening, words.parts, words.ending))
    html = render(
        "memo.html.j2",
        title=title,
        emblem=writer.say(th="(ตราครุฑ)", en="(emblem)"),
        head=words.head(facts, writer),
        opening=opening,
        parts=parts,
        ending=ending,
        signed=writer.say(th="(ลงชื่อ)", en="(signed)"),
        position=writer.say(th="ตำแหน่ง", en="Position"),
        opinions=words.opinions(facts, writer),
        dots=words.dots(40),
        line=words.dots(64),
    )
    return Block(html, title, table=prose([*opening, *parts, *ending]))
