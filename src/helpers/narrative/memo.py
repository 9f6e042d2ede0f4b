"""The words of a memo (บันทึกข้อความ) that hands a document in: head, text, chain of opinions.

What is not on file is a line of dots to fill in by hand. Offices only, never a person's name.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpers.facts import Facts
from helpers.narrative import sentences
from helpers.narrative.writer import Writer

BLANK_OPINIONS = 3
"""Opinions left to fill in where the chain of offices is not on file."""


def dots(count: int) -> str:
    """A line to fill in."""
    return "." * count


@dataclass(frozen=True)
class Opinion:
    """Room for one opinion: its heading, and the office that signs."""

    heading: str
    office: str


def head(facts: Facts, writer: Writer) -> list[list[tuple[str, str]]]:
    """The lines of the head, each of one or two entries (label, text)."""
    known = facts.office
    telephone = known.telephone or dots(24)
    office = writer.say(
        th=f"{known.office or dots(60)} โทร. {telephone}", en=f"{known.office or dots(60)}, tel. {telephone}"
    )
    labels = writer.language
    number = writer.localise(known.document_number or dots(36))
    date = writer.localise(known.date or dots(40))
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
    """What was asked for, and what is reported herewith."""
    name, year, before = facts.agency.full_name, facts.fiscal_year, facts.fiscal_year - 1
    count = len(facts.printed)
    measures = writer.say(th=f" จำนวน {count} มาตรการ" if count else "", en=f" ({count})" if count else "")
    asked = writer.say(
        th=f"ตามที่{name}ได้วิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)"
        f" ปีงบประมาณ {writer.year(before)} และกำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
        f" ประจำปีงบประมาณ {writer.year(year)}{measures} นั้น",
        en=f"{name} analysed its result in the Integrity and Transparency Assessment (ITA) of fiscal year"
        f" {writer.year(before)} and set measures to promote integrity and transparency{measures} for fiscal"
        f" year {writer.year(year)}.",
    )
    herewith = {
        "plan": (
            "ในการนี้ จึงขอเสนอผลการวิเคราะห์และมาตรการดังกล่าว ประกอบด้วย",
            "The analysis and the measures are submitted herewith, in three parts:",
        ),
        "progress": (
            "ในการนี้ จึงขอรายงานผลการดำเนินการตามมาตรการดังกล่าว รอบ 6 เดือน ประกอบด้วย",
            "The progress of the first six months is reported herewith, in three parts:",
        ),
        "annual": (
            "ในการนี้ จึงขอรายงานผลการดำเนินการตามมาตรการดังกล่าว ประกอบด้วย",
            "Their results are reported herewith, in three parts:",
        ),
    }[facts.document]
    return [asked, writer.say(th=herewith[0], en=herewith[1])]


_PARTS = {
    "plan": (
        ("ผลการวิเคราะห์ผลการประเมินของปีที่ผ่านมา", "the analysis of the year before"),
        (
            "ประเด็นที่จะต้องแก้ไขโดยเร่งด่วน และประเด็นที่จะต้องพัฒนาให้ดีขึ้น",
            "the points to be corrected urgently and to be developed",
        ),
        ("มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "the measures"),
    ),
    "progress": (
        ("มาตรการหรือกิจกรรมที่ดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "the measures or activities"),
        ("ผลการดำเนินการ จำแนกตามสถานะ", "how far they are, by status"),
        ("ปัญหา อุปสรรค และข้อเสนอแนะ", "problems, obstacles and suggestions"),
    ),
    "annual": (
        ("มาตรการหรือกิจกรรมที่ดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "the measures or activities"),
        ("สรุปผลการดำเนินการตามมาตรการหรือกิจกรรม", "a summary of their results"),
        ("ผลลัพธ์หรือความสำเร็จของการดำเนินการ", "the outcomes"),
    ),
}


def parts(facts: Facts, writer: Writer) -> list[str]:
    """The three parts that the assessment's item asks for."""
    return [writer.say(th=th, en=en) for th, en in _PARTS[facts.document]]


def ending(writer: Writer) -> list[str]:
    """Where the details are, and the closing formula."""
    return [
        writer.say(th="รายละเอียดปรากฏตามรายงานที่แนบมาพร้อมบันทึกนี้", en="The details are in the report attached."),
        writer.say(th="จึงเรียนมาเพื่อโปรดทราบและพิจารณา", en="For information and consideration."),
    ]


def opinions(facts: Facts, writer: Writer) -> list[Opinion]:
    """The chain of opinions by office; the addressee, where it ends with it, gives an order instead."""
    offices = [line.strip() for line in facts.office.opinions.split("\n") if line.strip()]
    if not offices:
        line = dots(40)
        blank = Opinion(writer.say(th=f"ความเห็น{line}", en=f"Opinion of {line}"), line)
        return [blank] * BLANK_OPINIONS
    return [
        Opinion(
            writer.say(th=f"คำสั่ง{office}", en=f"Order of {office}")
            if office == facts.office.addressee
            else writer.say(th=f"ความเห็น{office}", en=f"Opinion of {office}"),
            writer.localise(office),
        )
        for office in offices
    ]
