"""What these tests share: the reports they look at, how Word documents are printed and PDFs read."""

import csv
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import html

from helpers.report import fonts

REPORTS = {
    "5310703": (2568, "annual", "th"),
    "6301310": (2566, "annual", "th"),
    "6321604": (2566, "annual", "th"),
    "6300503": (2566, "progress", "th"),
    "5310703-plan": (2568, "plan", "th"),
    "5310703-en": (2568, "annual", "en"),
    "0000060": (2568, "annual", "th"),
    "5310703-summary": (2568, "summary", "th"),
    "0000060-summary": (2568, "summary", "en"),
}
"""Every agency on file, the other documents, English, and the extremes."""

LONG = "รายงานผลการใช้จ่ายงบประมาณและการเผยแพร่ข้อมูลต่อประชาชน "
LONGEST = (LONG * 100)[:5000].strip()


@dataclass(frozen=True)
class Made:
    """A report in all formats; ``printed`` is the Word document as LibreOffice prints it."""

    name: str
    html: str
    docx: Path
    printed: Path
    pdf: Path

    @cached_property
    def blocks(self) -> list[str]:
        """The text of each heading, paragraph, list item, cell and caption on paper, without spaces."""
        main = printed_part(self.html)
        ends = ["h1", "h2", "h3", "p", "li", "td", "th", "caption", "figcaption", "dt", "strong", "small"]
        own = [each for each in main.iter(*ends) if not list(each.iterdescendants("p", "li"))]
        # A line of the memo holds several facts with room to write between them.
        parts = [part for each in own for part in (each.find_class("part") or [each])]
        return [text for text in map(squeezed, (part.text_content() for part in parts)) if text]


def printed_part(page: str) -> html.HtmlElement:
    """The content of a page without drawings and without what serves only at a screen."""
    root = html.document_fromstring(
        page.replace("<wbr>", "").encode("utf-8"), parser=html.HTMLParser(encoding="utf-8")
    )
    for each in root.xpath("//svg|//nav|//*[@class='download']|//p[@class='fill']"):
        each.drop_tree()
    return root.get_element_by_id("main")


def squeezed(text: str) -> str:
    """Without spaces, which a line's end on paper takes away, and without lines to write on."""
    return re.sub(r"\s+|\.{5,}", "", text)


def sheets(file: Path) -> list[str]:
    """The text of each sheet of a PDF, without spaces and without the page's number."""
    command = ["pdftotext", "-raw", file, "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    number = r"\A- [0-9๐-๙]+ -$|^[0-9๐-๙]+\s*\Z"
    return [squeezed(re.sub(number, "", page, flags=re.M)) for page in said.split("\f")[:-1]]


def printed_lines(file: Path) -> list[str]:
    """The lines of a PDF in the order of its text, without spaces."""
    command = ["pdftotext", "-raw", file, "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return [squeezed(line) for line in said.splitlines()]


def stands_in(text: str, pages: list[str]) -> bool:
    """Whether a text is on the sheets: on one, or going on from one to the next."""
    if any(text in page for page in pages):
        return True
    for first in range(len(pages) - 1):
        left = text
        for page in pages[first:]:
            taken = next((n for n in range(len(left), 0, -1) if left[:n] in page), 0)
            left = left[taken:]
            if not left:
                return True
            if not taken:
                break
    return False


def write_largest(raw: Path) -> None:
    """An agency with sixty measures, one of forty activities, and cells of 5,000 characters."""
    with (raw / "agencies.csv").open("a", encoding="utf-8") as file:
        file.write("0000060,ทดสอบขนาด,องค์การบริหารส่วนตำบล,เมือง,ชัยนาท\n")
    (raw / "measures" / "0000060").mkdir()
    columns = (
        "measure,activity,title,step,responsible,period,monitoring,round,status,result,outcome,suggestions"
    )
    with (raw / "measures" / "0000060" / "2568.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(columns.split(","))
        for measure in range(1, 61):
            for activity in range(1, 41 if measure == 7 else 2):
                rows.writerow(
                    [
                        measure,
                        activity,
                        f"มาตรการทดสอบลำดับ {measure}",
                        LONGEST if measure == 3 else f"ขั้นตอน {measure}/{activity}",
                        "สำนักปลัด\nกองคลัง",
                        "ปีงบประมาณ พ.ศ. 2568",
                        "ติดตามทุกไตรมาส",
                        "12m",
                        "done",
                        LONGEST if measure == 30 else f"ผล {measure}/{activity}",
                        f"ผลลัพธ์ {measure}/{activity}",
                        "",
                    ]
                )


def print_word(documents: list[Path], out: Path, scratch: Path) -> str:
    """Lets LibreOffice print documents, with a profile and fonts of its own. Returns what it said."""
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("libreoffice-writer or poppler-utils is not installed")
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    done = subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", out, *documents],
        env={**os.environ, "FONTCONFIG_FILE": str(_stand_in_font(scratch))},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return done.stdout + done.stderr


def _stand_in_font(folder: Path) -> Path:
    """Sarabun under the name and about in the size of TH SarabunPSK, which may be nowhere; fontconfig's file.

    With whatever font a machine puts in its place, sheets would break elsewhere on each.
    """
    for weight, style in ((400, "Regular"), (700, "Bold")):
        font = TTFont(fonts.font_file(weight))
        em = font["head"].unitsPerEm = round(font["head"].unitsPerEm / 0.7)
        up, down = round(0.82 * em), round(0.31 * em)
        font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = up, -down, 0
        os2 = font["OS/2"]
        os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = up, -down, 0
        os2.usWinAscent, os2.usWinDescent = up, down
        names = {1: "TH SarabunPSK", 2: style, 4: f"TH SarabunPSK {style}", 6: f"THSarabunPSK-{style}"}
        font["name"].names = [each for each in font["name"].names if each.nameID in names]
        for each in font["name"].names:
            each.string = names[each.nameID]
        font.save(folder / f"{style}.ttf")
    about = folder / "fonts.conf"
    about.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{folder}</dir>'
        f"<cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return about
