"""What ``ita verify`` prints about each file, and at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator

import click

from helpers.batch import verify
from helpers.batch.differences import Place
from helpers.batch.verify import Begun, Checked
from helpers.narrative import Writer

STATES = {
    verify.IDENTICAL: ("ตรงกัน", "identical"),
    verify.OTHER_SETTINGS: (
        "ตรงกัน แต่จัดทำด้วยค่าที่ต่างจากค่าปกติ",
        "identical, but made with settings other than the default",
    ),
    verify.DIFFERS: ("ไม่ตรงกัน", "differs"),
    verify.MISSING: ("ไม่พบแฟ้ม", "missing"),
    verify.UNKNOWN: ("ไม่มีใน manifest.json", "not in manifest.json"),
    verify.NOT_MADE: ("ข้อมูลปัจจุบันจัดทำแฟ้มนี้ไม่ได้", "the present data do not give this file"),
    verify.NOT_REMADE: (
        "PDF เทียบเฉพาะค่าที่บันทึกไว้ ไม่ได้จัดทำซ้ำ",
        "PDF, only compared with its recorded digest, not made again",
    ),
}

CAUSES = {
    verify.EDITED: ("แฟ้มถูกแก้ไขหลังจากจัดทำ", "edited after it was made"),
    verify.UNRECORDED: (
        "ไม่มี manifest.json ข้างแฟ้ม จึงบอกไม่ได้ว่าแฟ้มถูกแก้ไข หรือข้อมูลหรือโปรแกรมเปลี่ยนไป",
        "no manifest.json beside it tells whether the file was edited, or the data or the program changed",
    ),
    "rows": ("ข้อมูลนำเข้าเปลี่ยนไป", "inputs changed"),
    "files": ("แฟ้มข้อมูลหรือที่มาที่ระบุไว้เปลี่ยนไป", "input files or their stated sources changed"),
    "papers": ("เอกสารที่จัดทำไว้เพิ่มขึ้นหรือลดลง", "papers came or went"),
    "peers": ("คะแนนของหน่วยงานอื่นที่นำมาเทียบเปลี่ยนไป", "scores of the agencies compared with changed"),
    "notebook": ("สมุดงาน (notebook) เปลี่ยนไป", "the notebook changed"),
    "rules": ("หลักเกณฑ์ (ita.toml) เปลี่ยนไป", "the rules (ita.toml) changed"),
    "code": ("โปรแกรมเปลี่ยนรุ่น", "code changed"),
    "libraries": ("ไลบรารีเปลี่ยนรุ่น", "versions of libraries changed"),
}

GONE = ("ไม่มีข้อมูลสำหรับรายงานฉบับนี้", "there are no data for this report")


def follow(
    events: Generator[verify.Event, None, None], writer: Writer, *, quiet: bool, verbose: bool
) -> Counter[str]:
    """Prints files that are wrong (``verbose``: every file) as they come; returns the count by state."""
    states: Counter[str] = Counter()
    for event in events:
        if isinstance(event, Begun):
            if not quiet:
                click.echo(
                    writer.say(
                        th=f"จัดทำรายงาน {event.reports} ฉบับซ้ำจากข้อมูล เพื่อเทียบกับแฟ้มที่มีอยู่",
                        en=f"making {event.reports} report(s) once more to compare",
                    ),
                    err=True,
                )
            continue
        states[event.state] += 1
        if verbose or not event.good:
            for line in lines(event, writer):
                click.echo(line)
    click.echo(summary(states, writer))
    return states


def lines(checked: Checked, writer: Writer) -> list[str]:
    """One file: its state and why, the raw files that changed, and the first place that differs."""
    why = [_say(CAUSES[cause], writer) for cause in checked.causes if cause in CAUSES]
    if checked.files:
        why.append(", ".join(checked.files))
    if checked.reason:
        why.append(_say(GONE, writer) if checked.reason == verify.NO_DATA else checked.reason)
    texts = [
        ": ".join([checked.file, _say(STATES[checked.state], writer), *(["; ".join(why)] if why else [])])
    ]
    return texts + (_of_place(checked.place, writer) if checked.place is not None else [])


def _of_place(place: Place, writer: Writer) -> list[str]:
    if not place.line:
        return [f"    {_without_line(place, writer)}"]
    where = writer.say(
        th=f"บรรทัด {place.line} ตัวอักษรที่ {place.column}", en=f"line {place.line}, character {place.column}"
    )
    figures = [place.figure_found, place.figure_right]
    place_text = f"    {place.part + ': ' if place.part else ''}{where}"
    if all(figures) and figures[0] != figures[1]:
        theirs, ours = (
            writer.say(th="ในแฟ้มเป็น", en="in the file"),
            writer.say(th="จากข้อมูลเป็น", en="from the data"),
        )
        place_text += f": {theirs} {figures[0]}{writer.say(th=' ', en=', ')}{ours} {figures[1]}"
    return [
        place_text,
        f"      {writer.say(th='ในแฟ้ม', en='in the file')}:   … {_line(place.found)} …",
        f"      {writer.say(th='จากข้อมูล', en='from the data')}: … {_line(place.right)} …",
    ]


def _without_line(place: Place, writer: Writer) -> str:
    if place.packed:
        return writer.say(
            th="เนื้อหาทุกส่วนตรงกัน ต่างกันเฉพาะการบีบอัดแฟ้ม", en="every part is the same; only the packing differs"
        )
    if place.part:
        return f"{writer.say(th='ต่างกันที่ส่วน', en='differs in the part')} {_line(place.part)}"
    return writer.say(th="เปิดแฟ้มไม่ได้ แฟ้มเสียหาย", en="cannot be opened: damaged")


def _line(text: str) -> str:
    """One line without control characters, so that a stranger's text can't move the terminal's cursor."""
    return "".join(each if each.isprintable() or each == "\u00a0" else " " for each in text)


def summary(states: Counter[str], writer: Writer) -> str:
    """How many files are in each state."""
    return "; ".join(
        f"{_say(words, writer)} {states[state]}" for state, words in STATES.items() if states[state]
    )


def _say(words: tuple[str, str], writer: Writer) -> str:
    return words[0] if writer.language == "th" else words[1]
