"""What is said of a parcel that is sent: the message to an agency, and the text to read first inside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from helpers import thai
from helpers.choices import Digits, Language
from helpers.narrative import checklist
from helpers.narrative.writer import Writer

FORM, FINDINGS, READ_FIRST = "form.xlsx", "findings.html", "README.txt"
"""The names inside a parcel of what is not a paper."""


@dataclass(frozen=True)
class Return:
    """When and to whom the form goes back, as the sender states it; nothing is said of what is not stated."""

    by: date | None = None
    to: str = ""


@dataclass(frozen=True)
class Contents:
    """What an agency gets: its papers by year, kind and format, and what is asked of it."""

    papers: Sequence[tuple[int, str, str]]
    checked: Mapping[tuple[int, str], str]
    """The elements that each checked paper lacks (``checklist.readiness``)."""
    errors: int
    """Places to mend in its data."""
    findings: bool
    """Whether the findings about its data are inside."""
    asked: bool
    """Whether the form is inside."""

    @property
    def documents(self) -> list[tuple[int, str]]:
        """The papers' years and kinds, each once."""
        return list(dict.fromkeys((year, document) for year, document, _ in self.papers))

    @property
    def complete(self) -> int:
        """How many papers lack nothing."""
        return sum(not codes for codes in self.checked.values())


def paper_name(year: int, document: str, ending: str) -> str:
    """A paper's name in a parcel."""
    return f"{year}-{document}.{ending}"


def message(contents: Contents, back: Return, writer: Writer) -> str:
    """What to write to an agency."""
    sent, checked, errors = len(contents.documents), len(contents.checked), contents.errors
    lines = [
        writer.say(th=f"ส่งรายงาน {sent} ฉบับ", en=f"{sent} {'report' if sent == 1 else 'reports'} enclosed")
        if sent
        else writer.say(
            th="ยังจัดทำรายงานไม่ได้ เนื่องจากข้อมูลมีข้อผิดพลาด", en="no report could be made: the data have errors"
        )
    ]
    if checked:
        lines.append(
            writer.say(
                th=f"ครบองค์ประกอบ {contents.complete} จาก {checked} ฉบับที่ตรวจองค์ประกอบ",
                en=f"{contents.complete} of the {checked} checked for completeness are complete",
            )
        )
    lines += lacks(contents, writer)
    if errors:
        lines.append(
            writer.say(
                th=f"ข้อมูลต้องแก้ไข {errors} แห่งตามแฟ้ม {FINDINGS}",
                en=f"{errors} {'place' if errors == 1 else 'places'} to mend in the data, see {FINDINGS}",
            )
        )
    if contents.asked:
        to, by = _back(back, writer)
        lines.append(
            writer.say(
                th=f"โปรดเติมหรือแก้ไขในแฟ้ม {FORM} แล้วส่งกลับ{to}{by}",
                en=f"please complete {FORM} and send it back{to}{by}",
            )
        )
    return "\n".join(lines)


def lacks(contents: Contents, writer: Writer) -> list[str]:
    """A line for each paper that lacks something."""
    return [
        f"{_titled(year, document, writer)} {checklist.lacking(codes, year, writer)}"
        for (year, document), codes in contents.checked.items()
        if codes
    ]


def read_first(agency: str, contents: Contents, back: Return) -> str:
    """The text to read first, Thai before English: what each file is and what to do."""
    halves = ("\n".join(_half(agency, contents, back, Writer(*how))) for how in _HOW)
    return f"\n\n{'-' * 60}\n\n".join(halves) + "\n"


_HOW: tuple[tuple[Language, Digits], ...] = (("th", "thai"), ("en", "arabic"))


def _half(agency: str, contents: Contents, back: Return, writer: Writer) -> Iterator[str]:
    yield writer.say(th=f"รายงาน ITA ของ{agency}", en=f"ITA reports of {agency}")
    yield ""
    yield writer.say(th="แฟ้มในชุดนี้ (ดับเบิลคลิกเพื่อเปิด)", en="The files (a double click opens them)")
    files = [
        (paper_name(*paper), f"{_titled(paper[0], paper[1], writer)}{_format(paper, contents, writer)}")
        for paper in contents.papers
    ]
    if contents.findings:
        about = writer.say(
            th="ข้อตรวจพบในข้อมูลของหน่วยงาน และวิธีแก้", en="what was found in your data, and how to mend it"
        )
        files.append((FINDINGS, about))
    if contents.asked:
        about = writer.say(th="แบบฟอร์มสำหรับเติมหรือแก้ไขข้อมูล", en="the form to complete or correct your data")
        files.append((FORM, about))
    width = max((len(name) for name, _ in files), default=0)
    yield from (f"  {name:{width}}  {about}" for name, about in files)
    if lacking := lacks(contents, writer):
        yield ""
        yield writer.say(th="สิ่งที่รายงานยังขาด", en="What the reports lack")
        yield from (f"  {line}" for line in lacking)
    yield ""
    yield writer.say(th="สิ่งที่ขอให้ดำเนินการ", en="What to do")
    for number, step in enumerate(_steps(contents, back, writer), start=1):
        yield writer.localise(f"  {number}. {step}")


def _steps(contents: Contents, back: Return, writer: Writer) -> Iterator[str]:
    if contents.papers:
        yield writer.say(
            th="เปิดรายงานและตรวจว่าตรงกับข้อเท็จจริง ฉบับที่ครบองค์ประกอบ เผยแพร่บนเว็บไซต์ของหน่วยงานได้ตามที่เป็นอยู่",
            en="Open the reports and see whether they are right; a complete one can be published as it is.",
        )
    if contents.errors:
        yield writer.say(
            th=f"เปิด {FINDINGS} และแก้ไขข้อมูลที่ไม่ถูกต้อง {contents.errors} แห่ง",
            en=f"Open {FINDINGS}: {contents.errors} {'place' if contents.errors == 1 else 'places'} to mend.",
        )
    if contents.asked:
        to, by = _back(back, writer)
        yield writer.say(
            th=f"เปิด {FORM} ด้วย Excel หรือ LibreOffice กรอกช่องสีเหลือง เพิ่มแถวที่แผ่นแรกบอกว่ายังขาด แก้ช่องสีเทาที่ไม่ถูกต้อง แล้วบันทึก",
            en=f"Open {FORM} in Excel or LibreOffice, fill in yellow cells, add the rows that its first sheet asks for, correct grey ones, and save it.",
        )
        yield writer.say(th=f"ส่ง {FORM} กลับ{to or 'ไปยังผู้ที่ส่งแฟ้มชุดนี้'}{by}", en=f"Send {FORM} back{to}{by}.")


def _back(back: Return, writer: Writer) -> tuple[str, str]:
    """To whom, and by when; each "" where the sender did not state it."""
    to = writer.say(th="ไปยัง ", en=" to ") + back.to if back.to else ""
    day = thai.format_date(back.by, digits=writer.digits, language=writer.language) if back.by else ""
    return to, writer.say(th=f" ภายในวันที่ {day}", en=f" by {day}") if day else ""


def _titled(year: int, document: str, writer: Writer) -> str:
    return f"{writer.word('short', document)} {writer.localise(str(year))}"


def _format(paper: tuple[int, str, str], contents: Contents, writer: Writer) -> str:
    year, document, ending = paper
    if ending == "html":
        if (year, document) not in contents.checked:
            return ""
        incomplete = contents.checked[year, document]
        return (
            writer.say(th=" (ยังไม่ครบองค์ประกอบ)", en=" (not complete)")
            if incomplete
            else writer.say(th=" (ครบองค์ประกอบ)", en=" (complete)")
        )
    words = {
        "docx": (" ฉบับ Word สำหรับแก้ไขถ้อยคำ", ", to change its wording in Word"),
        "pdf": (" ฉบับ PDF สำหรับพิมพ์", ", to print"),
    }
    th, en = words.get(ending, (" ตารางตัวเลขของรายงาน", ", its figures as a table"))
    return writer.say(th=th, en=en)
