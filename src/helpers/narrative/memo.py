"""The text of a memo (บันทึกข้อความ) that submits a document: head, text, chain of opinions.

What isn't on file becomes a line of dots to fill in by hand. It names offices only, never a person.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpers import thai
from helpers.analysis import statements
from helpers.facts import Facts
from helpers.narrative import measures, sentences
from helpers.narrative.writer import Writer

BLANK_OPINIONS = 1
"""How many opinions are left to fill in before the order if the chain of offices isn't on file."""


def dots(count: int) -> str:
    """A line to fill in."""
    return "." * count


@dataclass(frozen=True)
class Opinion:
    """Space for one opinion: its heading, and the office that signs."""

    heading: str
    office: str


def head(facts: Facts, writer: Writer) -> list[list[tuple[str, str]]]:
    """The lines of the head, each of one or two entries (label, text)."""
    entries = facts.office
    telephone = entries.telephone or dots(24)
    office = writer.say(
        th=f"{entries.office or dots(60)} โทร. {telephone}",
        en=f"{entries.office or dots(60)}, tel. {telephone}",
    )
    labels = writer.language
    number = writer.localise(entries.document_number or dots(36))
    date = writer.localise(entries.date or dots(40))
    words = {
        "th": ("ส่วนราชการ", "ที่", "วันที่", "เรื่อง", "เรียน"),
        "en": ("Office", "No.", "Date", "Subject", "To"),
    }[labels]
    return [
        [(words[0], office)],
        [(words[1], number), (words[2], date)],
        [(words[3], subject(facts, writer))],
        [(words[4], addressee(facts, writer))],
    ]


def subject(facts: Facts, writer: Writer) -> str:
    """The subject on file; without one, the document's title."""
    return writer.localise(facts.office.subject) if facts.office.subject else sentences.title(facts, writer)


def addressee(facts: Facts, writer: Writer) -> str:
    """Whom the memo is addressed to."""
    return writer.localise(facts.office.addressee or dots(60))


def opening(facts: Facts, writer: Writer) -> list[str]:
    """What was decided before, and what is submitted with the memo."""
    name, year, before = facts.agency.full_name, facts.fiscal_year, facts.fiscal_year - 1
    count = len(facts.printed)
    decided = []
    if facts.analysed.scores:
        decided.append(
            writer.say(
                th=f"วิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) ประจำปีงบประมาณ {writer.year(before)}",
                en=f"analysed its result in the Integrity and Transparency Assessment (ITA) of fiscal year {writer.year(before)}",
            )
        )
    if count:
        decided.append(
            writer.say(
                th=f"กำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ {writer.year(year)}"
                f" จำนวน {count} มาตรการ",
                en=f"set {count} measure{'' if count == 1 else 's'} to promote integrity and transparency for fiscal"
                f" year {writer.year(year)}",
            )
        )
    request = writer.say(
        th=f"ตามที่{writer.name(name)}ได้{writer.join(decided)} นั้น", en=f"{name} {writer.join(decided)}."
    )
    return [*([request] if decided else []), _herewith(facts, writer)]


def _herewith(facts: Facts, writer: Writer) -> str:
    if facts.document == "plan":
        submitted = ("ผลการวิเคราะห์และมาตรการ", "The analysis and the measures are")
        if not facts.measures:
            submitted = ("ผลการวิเคราะห์", "The analysis is")
        elif not facts.analysed.scores:
            submitted = ("มาตรการ", "The measures are")
        return writer.say(
            th=f"ในการนี้ จึงขอเสนอ{submitted[0]}เพื่อพิจารณา ประกอบด้วย",
            en=f"{submitted[1]} submitted herewith, comprising:",
        )
    _, last = thai.fiscal_year_bounds(facts.fiscal_year)
    over = facts.document == "annual" and facts.cut_off >= last
    lead = f"บัดนี้ สิ้นปีงบประมาณ {writer.year(facts.fiscal_year)} แล้ว" if over else "ในการนี้"
    half = " รอบ 6 เดือน" if facts.document == "progress" else ""
    if not facts.measures:
        return writer.say(
            th=f"{lead} จึงขอรายงานผลการประเมิน โดยรายงานประกอบด้วย",
            en="The result is reported herewith. The report holds:",
        )
    if not facts.progress:
        progress = measures.unreported(facts, writer)
        return writer.say(
            th=f"{lead} จึงขอรายงานมาตรการดังกล่าว ซึ่ง{progress} โดยรายงานประกอบด้วย",
            en=f"The measures are reported herewith; {progress}. The report holds:",
        )
    progress = measures.counted(facts, writer)
    return writer.say(
        th=f"{lead} จึงขอรายงานผลการดำเนินการตามมาตรการดังกล่าว{half} {progress} โดยรายงานประกอบด้วย",
        en=f"{'The first six months of the' if half else 'The'} work on the measures is reported"
        f" herewith ({progress}). The report holds:",
    )


_PARTS = {
    "analysis": ("ผลการวิเคราะห์ผลการประเมินของปีที่ผ่านมา", "the analysis of the year before"),
    "weak": (
        "ประเด็นที่จะต้องแก้ไขโดยเร่งด่วน และประเด็นที่จะต้องพัฒนาให้ดีขึ้น",
        "the points to be corrected urgently and to be developed",
    ),
    "plan": ("มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "the measures"),
    "measures": (
        "มาตรการหรือกิจกรรมที่ดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
        "the measures or activities",
    ),
    "status": ("ผลการดำเนินการ จำแนกตามสถานะ", "how far they are, by status"),
    "result": ("สรุปผลการดำเนินการตามมาตรการหรือกิจกรรม", "a summary of their results"),
    "outcome": ("ผลลัพธ์หรือความสำเร็จของการดำเนินการ", "the outcomes"),
    "problems": ("ปัญหาและอุปสรรค", "problems and obstacles"),
    "suggestions": ("ข้อเสนอแนะ", "suggestions"),
    "comparison": ("ผลการประเมินเปรียบเทียบกับปีก่อน", "the result compared with the year before"),
    "alone": ("ผลการประเมินคุณธรรมและความโปร่งใส", "the result of the assessment"),
}


def hands_in(facts: Facts) -> bool:
    """Whether there is anything that a memo can submit: measures or scores."""
    return any(_contents(facts).values())


def parts(facts: Facts, writer: Writer) -> list[str]:
    """Those parts asked for by the assessment's item that the report really contains."""
    there = _contents(facts)
    return [writer.say(th=th, en=en) for name, (th, en) in _PARTS.items() if there.get(name)]


def _contents(facts: Facts) -> dict[str, bool]:
    """Which parts of ``_PARTS`` the document contains."""
    scores, planned = bool(facts.analysed.scores), bool(facts.measures)
    if facts.document == "plan":
        return {"analysis": scores, "weak": scores, "plan": planned}
    reported = {
        name: not statements.all_blank(row[name] for row in facts.activities)
        for name in ("result", "outcome", "problems", "suggestions")
    }
    return {
        "measures": planned,
        "status": facts.document == "progress" and _states(facts),
        **reported,
        "comparison": facts.change is not None,
        "alone": facts.change is None and not planned,
    }


def _states(facts: Facts) -> bool:
    """Whether a state of any activity was reported."""
    return bool(facts.progress) and any(row["state"] != "unknown" for row in facts.activities)


def ending(facts: Facts, writer: Writer) -> list[str]:
    """The end of the memo: where the details are, remarks on the results, and what is asked of the reader."""
    request = {
        "plan": ("จึงเรียนมาเพื่อโปรดพิจารณาให้ความเห็นชอบ", "For approval."),
        "progress": ("จึงเรียนมาเพื่อโปรดทราบ", "For information."),
        "annual": (
            "จึงเรียนมาเพื่อโปรดทราบ และโปรดพิจารณาอนุญาตให้เผยแพร่รายงานบนเว็บไซต์ของหน่วยงาน",
            "For information, and for permission to publish the report on the agency's website.",
        ),
    }[facts.document]
    reported = facts.document != "plan" and bool(facts.progress)
    return [
        writer.say(th="รายละเอียดปรากฏตามรายงานที่แนบมาพร้อมนี้", en="The details are in the report attached.")
        + (measures.remarks(facts, writer) if reported else ""),
        writer.say(th=request[0], en=request[1]),
    ]


def _bare(office: str) -> str:
    """An office as it is compared: without blanks, and in one kind of digits."""
    return thai.to_arabic_digits("".join(office.split())).removeprefix("เรียน")


def opinions(facts: Facts, writer: Writer) -> list[Opinion]:
    """The chain of opinions by office, ending with the addressee's order."""
    offices = [line.strip() for line in facts.office.opinions.split("\n") if line.strip()]
    # The order is the addressee's; where none is on file, the last office of the chain gives it.
    last = facts.office.addressee or (offices.pop() if offices else dots(40))
    # Often the addressee is entered among the opinions, too, but does not advise itself.
    before = [office for office in offices if _bare(office) != _bare(last)] or [dots(40)] * BLANK_OPINIONS
    return [
        *(
            Opinion(writer.say(th=f"ความเห็น{office}", en=f"Opinion of {office}"), writer.localise(office))
            for office in before
        ),
        Opinion(writer.say(th=f"คำสั่ง{last}", en=f"Order of {last}"), writer.localise(last)),
    ]
