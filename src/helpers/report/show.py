"""Shows any DataFrame as a table of the page, with headings and formats by column name.

Cells of notebooks 01, 02, 03, 05 and 06 end with ``table``; ``show.toml`` gives each column's heading and
format. A column that isn't in it is headed by its own name.
"""

from __future__ import annotations

import io
import tomllib
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

from helpers import facts, findings, framework, thai
from helpers.framework import Settings
from helpers.framework.questions import as_printed
from helpers.messages import both
from helpers.narrative import Writer, finding_words, sentences
from helpers.narrative import checklist as names
from helpers.report.html import Block, render

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_ROWS = 200
"""Longer lists are cut, with a note: a page is for reading, and the tables hold everything."""

TOP = 10
"""How many rows a list shows if only the first ones matter."""

DOUBT = "†"
"""The mark of a total that its scores contradict."""

REASONS = {
    "below_pass_mark": ("ต่ำกว่าเกณฑ์ผ่าน", "Below the pass mark"),
    "below_strength": ("ผ่านเกณฑ์แต่ยังไม่เป็นจุดแข็ง", "Passed, no strength yet"),
    "lowest": ("ต่ำสุดในทุกตัวชี้วัด", "Lowest of all"),
    "fell": ("ลดลงจากปีก่อน", "Fell on the year before"),
    "lowest_of_instrument": ("ต่ำสุดของแบบวัด", "Lowest of its instrument"),
}

Format = Callable[[Any, Writer], str]


def heading(writer: Writer, *, th: str, en: str) -> Block:
    """A page's title, with the metadata that the exporter needs."""
    title = writer.say(th=th, en=en)
    page = {
        "title": title,
        "language": writer.language,
        "digits": writer.digits,
        "skip": writer.word("word", "skip"),
    }
    return Block(render("title.html.j2", title=title), title, {"ita": page})


def table(
    frame: pd.DataFrame | pd.Series,
    writer: Writer,
    *,
    th: str,
    en: str,
    note: str = "",
    first: int = MOST_ROWS,
) -> Block:
    """A DataFrame as a titled table: a heading and a number format for each column, by its name.

    A named index becomes the first columns. ``note`` is a sentence above the table, in the writer's
    language; only the ``first`` rows are shown, and the table says so. A column ``doubtful`` is not shown:
    it marks the first column's cells (``marked``). Nor is ``paper``: it is where they lead.
    """
    rows = frame.reset_index() if any(frame.index.names) else pd.DataFrame(frame)
    rows, doubts = marked(rows, writer)
    links = rows["paper"].head(first).tolist() if "paper" in rows else []
    rows = rows.drop(columns="paper", errors="ignore")
    columns = [str(name) for name in rows.columns]
    head = [_heading(name, writer) for name in columns]
    cells = [
        [_formatted(name, value, writer) for name, value in zip(columns, row, strict=True)]
        for row in rows.head(first).itertuples(index=False, name=None)
    ]
    numeric = {place for place, name in enumerate(columns) if _is_number(name, rows.iloc[:, place])}
    notes = [each for each in (note, doubts) if each]
    if len(rows) > first:
        shown = writer.say(th=f"แสดง {first} รายการแรก จาก ", en=f"The first {first} of ")
        notes.append(shown + writer.whole(len(rows)) + writer.say(th=" รายการ", en=" are shown."))
    if rows.empty:
        notes.append(nothing(writer))
    # The index has codes only after ``with_names``; only then can a page of the batch link the names.
    has_codes = not links and columns[0] == "agency" and pd.api.types.is_string_dtype(rows.index)
    codes = [str(code) for code in rows.index[:first]] if has_codes else []
    title = writer.say(th=th, en=en)
    return _block(title, head, cells, numeric, notes, pd.DataFrame(frame), links, codes)


@dataclass(frozen=True)
class Picture:
    """A picture as a notebook displays it, with its title and alternative text."""

    png: bytes = field(repr=False)
    title: str
    description: str

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        data = {"image/png": b64encode(self.png).decode(), "text/plain": self.title}
        return data, {"image/png": {"alt": self.description, "title": self.title}}


def picture(figure: Figure, *, title: str, description: str) -> Picture:
    """Shows a matplotlib figure on page, in Word document and PDF; closes the figure.

    ``description`` is the text for readers who can't see it. Raises ValueError if it is blank.
    """
    from matplotlib import pyplot as plt

    if not description.strip():
        raise ValueError(both("ภาพต้องมีคำอธิบาย (description)", "a picture needs a description"))
    png = io.BytesIO()
    # No name and version of the program in the file: the same figure gives the same bytes.
    figure.savefig(png, format="png", dpi=200, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)  # or the cell would show it a second time, without its description
    return Picture(png.getvalue(), title, description)


def as_of(day: date | None, writer: Writer) -> str:
    """By which day a list of deadlines was made."""
    if day is None:
        return writer.say(
            th="ไม่ได้ระบุวันที่ (as_of) จึงไม่แสดงกำหนดเวลา", en="No day is given (as_of), so no deadline is shown."
        )
    date_text = thai.format_date(day, digits=writer.digits, language=writer.language)
    return writer.say(th=f"ณ วันที่ {date_text}", en=f"As of {date_text}")


def when_lost(asked: pd.DataFrame, writer: Writer) -> str:
    """When a question, and when an item, counts as lost; ``asked`` from ``questions.of_all``."""
    unsure = writer.say(
        th=" คะแนนรวมที่อาจเพิ่มได้เป็นค่าประมาณ เนื่องจากจำนวนข้อของแต่ละตัวชี้วัดยังไม่ได้รับการยืนยัน",
        en=" What it is worth follows from a number of questions that is not confirmed.",
    )
    return writer.say(
        th="ข้อคำถามนับว่าเสียคะแนนเมื่อได้น้อยกว่าคะแนนตัวชี้วัดของหน่วยงานเอง ส่วนรายการตรวจนับเมื่อไม่ได้คะแนน"
        " ทั้งนี้ นับข้อของทุกตัวชี้วัด มิใช่เฉพาะตัวชี้วัดที่เป็นประเด็นที่ต้องแก้ไขหรือพัฒนา และนับไม่ว่าจะมีมาตรการรองรับแล้วหรือไม่",
        en="A question counts as lost where it is below the agency's own score of the indicator, an item"
        " where it got nothing. All indicators count, not just weak points, answered by a measure or not.",
    ) + (unsure if asked["provisional"].any() else "")


def nothing(writer: Writer) -> str:
    """The text shown instead of a table without rows."""
    return writer.say(th="ไม่มีรายการ", en="There is nothing to list.")


def with_names(rows: pd.DataFrame, agencies: pd.DataFrame) -> pd.DataFrame:
    """``rows`` with the agency's full name in a first column ``agency`` instead of ``agency_id``.

    The code becomes the index, by which a page of the batch links the name.
    """
    named = rows["agency_id"].map(facts.full_names(agencies)).fillna(rows["agency_id"])
    with_name = rows.drop(columns="agency_id")
    with_name.insert(0, "agency", named)
    return with_name.set_axis(rows["agency_id"].to_list())


def with_texts(rows: pd.DataFrame, writer: Writer) -> pd.DataFrame:
    """``rows`` with code, part of a survey and text in one column ``question`` in their place."""
    parts = rows["instrument"].map(
        lambda name: f" ({sentences.part_name(name.upper(), writer)})" if "_" in name else ""
    )
    named = rows.drop(columns=["code", "instrument", "text"])
    texts = (rows["code"].map(as_printed) + parts + " " + rows["text"]).str.rstrip()
    named.insert(list(named.columns).index("indicator") + 1, "question", texts)
    return named


def marked(rows: pd.DataFrame, writer: Writer) -> tuple[pd.DataFrame, str]:
    """``rows`` with a mark in the first column where ``doubtful`` holds, without it; what the mark means.

    A list's first rows are what is acted on: a total that is known to be wrong does not stand there unmarked.
    """
    if "doubtful" not in rows:
        return rows, ""
    doubtful, rows = rows["doubtful"], rows.drop(columns="doubtful")
    name = str(rows.columns[0])
    rows[name] = rows[name].where(~doubtful, rows[name].astype(str) + DOUBT)
    return rows, doubt(writer) if doubtful.any() else ""


def doubt(writer: Writer) -> str:
    """What ``DOUBT`` stands for."""
    return writer.say(
        th=f"{DOUBT} คะแนนรวมที่ประกาศต่างจากที่คำนวณจากคะแนนรายตัวชี้วัด โปรดตรวจสอบก่อนนำไปใช้",
        en=f"{DOUBT} The published total is not what the scores give: look it up before it is used.",
    )


def _block(
    title: str,
    head: list[str],
    rows: list[list[str]],
    numeric: set[int],
    paragraphs: list[str],
    frame: pd.DataFrame,
    links: Sequence[str] = (),
    codes: Sequence[str] = (),
) -> Block:
    html = render(
        "table.html.j2",
        links=links,
        codes=codes,
        id="",
        title=title,
        caption=title,
        head=head,
        rows=rows,
        numeric=numeric,
        paragraphs=paragraphs,
    )
    text = "\n".join(" | ".join(row) for row in [head, *rows])
    return Block(html, f"{title}\n{text}", table=frame)


# ------------------------------------------------------------------ columns by their names
@lru_cache(maxsize=1)
def _columns() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("show.toml").read_text(encoding="utf-8"))


def _heading(name: str, writer: Writer) -> str:
    words = _columns().get(name)
    if words is None:
        return name
    return writer.word(*words["word"]) if "word" in words else writer.say(th=words["th"], en=words["en"])


def _is_number(name: str, values: pd.Series) -> bool:
    if name in _columns():
        return (
            _columns()[name]["format"] in NUMBERS and not values.map(lambda each: isinstance(each, str)).any()
        )
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _formatted(name: str, value: object, writer: Writer) -> str:
    kind = _columns()[name]["format"] if name in _columns() else ""
    # Some frames hold a list of numbers as text in such a column.
    if kind and not (kind in NUMBERS and isinstance(value, str)):
        return FORMATS[kind](value, writer)
    if isinstance(value, float):
        return writer.score(value)
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return "–" if value is None or value is pd.NA or value is pd.NaT else str(value)


def _indicator(value: int, writer: Writer) -> str:
    """An indicator's number and name: the newest year's, as a table can be of several years."""
    if value == 0:
        return writer.say(th="ทุกตัวชี้วัด", en="All indicators")
    named = " / ".join(each.name(writer.language) for each in framework.called(int(value)))
    return writer.localise(f"{value}{thai.NO_BREAK_SPACE}{named}")


def _level(value: str, writer: Writer) -> str:
    names_of = {
        level.th: level.name(writer.language)
        for year in framework.years()
        for level in framework.for_year(year).levels
    }
    return names_of.get(value, value) or "–"


def _level_counts(value: Mapping[str, int], writer: Writer) -> str:
    none = writer.word("word", "no_data")
    return " · ".join(
        f"{_level(level, writer) if level else none} {writer.whole(int(count))}"
        for level, count in value.items()
    )


def _element_counts(value: Mapping[str, int], writer: Writer) -> str:
    """What documents lack, in words: the newest year's, for a code keeps its meaning."""
    year = framework.years()[-1]
    counts = (
        f"{names.short(name, year, writer)} ({writer.whole(int(count))})" for name, count in value.items()
    )
    return "; ".join(counts) or "–"


def _conditions(value: str, writer: Writer) -> str:
    total = writer.word("column", "total")
    parts = [total if part == "total" else sentences.part_name(part, writer) for part in value.split(",")]
    return writer.join(parts)


def _reasons(value: str, writer: Writer) -> str:
    """The reasons in words, without "lowest of its instrument" for one that is the lowest of all."""
    codes = [code for code in value.split(",") if code != "lowest_of_instrument" or "lowest," not in value]
    return writer.join([writer.say(th=REASONS[code][0], en=REASONS[code][1]) for code in codes])


def _lacks(value: str, writer: Writer) -> str:
    """The elements that a paper lacks, in words: the newest year's, for a code keeps its meaning."""
    return "; ".join(names.short(code, framework.years()[-1], writer) for code in value.split())


def _days_left(value: int, writer: Writer) -> str:
    days = writer.whole(abs(int(value)))
    if value < 0:
        return writer.say(th=f"พ้นกำหนด {days} วัน", en=f"{days} days late")
    return writer.say(th=f"อีก {days} วัน", en=f"in {days} days")


def _listed(value: str | list[int]) -> str:
    return value if isinstance(value, str) else ", ".join(map(str, value))


def _part(value: str, writer: Writer) -> str:
    return writer.say(th="คะแนนรวม", en="Total") if value == "total" else value.upper()


def _round(value: str, writer: Writer) -> str:
    return writer.localise(value.removesuffix("m")) + writer.say(th=" เดือน", en=" months")


NUMBERS = ("whole", "score", "change")
"""The formats of numbers, which are aligned to the right."""

FORMATS: dict[str, Format] = {
    "whole": lambda value, writer: "–" if pd.isna(value) else writer.whole(int(value)),
    "score": lambda value, writer: writer.score(value),
    "change": lambda value, writer: writer.change(None if pd.isna(value) else float(value)),
    "year": lambda value, writer: writer.localise(str(value)),
    "text": lambda value, writer: writer.localise(str(value)),
    "name": lambda value, _: str(value),
    "indicator": _indicator,
    "level": _level,
    "level_counts": _level_counts,
    "element_counts": _element_counts,
    "conditions": _conditions,
    "indicators": lambda value, writer: "; ".join(
        _indicator(int(number), writer) for number in filter(None, value.split(","))
    ),
    "lacks": _lacks,
    "days_left": _days_left,
    "day": lambda value, writer: thai.format_date(
        value.date(), digits=writer.digits, language=writer.language
    ),
    "status": lambda value, writer: writer.word("status", value or "unknown"),
    "crossed": lambda value, writer: (
        writer.say(th="ต่ำกว่าเกณฑ์", en="fell below")
        if value == "below"
        else writer.say(th="ผ่านเกณฑ์", en="rose above")
    ),
    "reasons": _reasons,
    "measures": lambda value, writer: writer.localise(_listed(value)) or writer.word("word", "none"),
    "part": _part,
    "round": _round,
    "document": lambda value, writer: writer.word("short", value),
    "class": lambda value, writer: writer.word("class", value),
    "yes_no": lambda value, writer: writer.say(th="มี", en="yes") if value else writer.say(th="ไม่มี", en="no"),
}
"""The function that writes a value, by the format's name in ``show.toml``."""


# ------------------------------------------------------------------ what is no table of numbers
def input_findings(frame: pd.DataFrame, writer: Writer) -> Block:
    """The findings with place, problem and remedy, the most severe first."""
    suffix = "_en" if writer.language == "en" else ""
    severities = finding_words.severity_words(writer)
    causes = findings.by_cause(frame)
    rows = []
    for row in causes.head(MOST_ROWS).to_dict("records"):
        problem = finding_words.in_digits(row[f"problem{suffix}"], writer)
        rows.append(
            [
                str(row["file"]) + (f" [{row['sheet']}]" if row["sheet"] else ""),
                "–" if pd.isna(row["row"]) else writer.localise(str(row["row"])),
                severities[row["severity"]],
                " ".join(filter(None, (problem, finding_words.more_words(row, writer)))),
                finding_words.in_digits(row[f"remedy{suffix}"], writer),
            ]
        )
    notes = [finding_words.count_words(frame, writer)]
    if len(causes) > MOST_ROWS:
        notes.append(
            writer.say(
                th=f"แสดง {MOST_ROWS} รายการแรก จาก {len(causes)} รายการ",
                en=f"The first {MOST_ROWS} of {len(causes)} are shown.",
            )
        )
    head = [
        writer.say(th="แฟ้ม", en="File"),
        writer.say(th="แถว", en="Row"),
        writer.say(th="ความสำคัญ", en="Severity"),
        writer.say(th="ปัญหา", en="What is wrong"),
        writer.say(th="วิธีแก้", en="What to write instead"),
    ]
    title = writer.say(th="ข้อที่พบในข้อมูลนำเข้า", en="Findings in the input")
    return _block(title, head, rows, {1}, notes, causes)


PARTS_OF_RULES = ("names", "weights", "levels", "items")


def rules(years: Iterable[int], writer: Writer) -> Block:
    """The rules of each year on file, with how certain each part of them is."""
    of_years = [framework.for_year(int(year)) for year in sorted(set(years))]
    body = [
        [
            writer.localise(str(rules_of_year.year)),
            writer.localise(" / ".join(f"{i.id} {i.weight * 100:.0f}" for i in rules_of_year.instruments)),
            " · ".join(level.name(writer.language) for level in rules_of_year.levels) or "–",
            *(
                names.certainty(rules_of_year.certainty[part], writer)
                if part in rules_of_year.certainty
                else "–"
                for part in PARTS_OF_RULES
            ),
        ]
        for rules_of_year in of_years
    ]
    open_years = [
        writer.localise(str(rules_of_year.year)) for rules_of_year in of_years if rules_of_year.provisional
    ]
    note = writer.say(
        th=f"หลักเกณฑ์บางส่วนของปี {writer.numbers(open_years)} ยังไม่ได้รับการยืนยัน",
        en=f"Some rules of {writer.numbers(open_years)} are provisional.",
    )
    head = [
        writer.word("column", "year"),
        writer.say(th="ค่าน้ำหนัก (ร้อยละ)", en="Weights (percent)"),
        writer.word("column", "level"),
        *(
            writer.say(th=f"ที่มา: {writer.word('rule', part)}", en=f"{writer.word('rule', part)}: certainty")
            for part in PARTS_OF_RULES
        ),
    ]
    title = writer.say(th="หลักเกณฑ์ที่ใช้ในแต่ละปี", en="The rules of each year")
    frame = pd.DataFrame(body, columns=["fiscal_year", "weights", "levels", *PARTS_OF_RULES])
    return _block(title, head, body, set(), [note] if open_years else [], frame)


def settings_in_use(chosen: Settings, writer: Writer, year: int = 0) -> Block:
    """The marks that classify a year's weak points, which are settings and not official numbers."""
    settings = framework.settings_of(year, chosen)
    stated = framework.stated(year, chosen)
    meanings = {
        "urgent_below": ("แก้ไขโดยเร่งด่วน เมื่อคะแนนต่ำกว่า", "Urgent below"),
        "strength_from": ("เป็นจุดแข็ง เมื่อคะแนนตั้งแต่", "A strength from"),
        "material_change": ("ถือว่าใกล้เคียงเดิม เมื่อเปลี่ยนแปลงน้อยกว่า", "About the same below a change of"),
        "fewest_peers": (
            "แสดงอันดับ เมื่อมีหน่วยงานในกลุ่มอย่างน้อย",
            "A standing is shown from this many agencies",
        ),
    }
    rows = [
        [writer.say(th=th, en=en), writer.localise(str(getattr(settings, name))), name]
        for name, (th, en) in meanings.items()
    ]
    note = writer.say(
        th="ค่าเหล่านี้ไม่ใช่ตัวเลขของทางราชการ เปลี่ยนได้ในช่องพารามิเตอร์ settings",
        en="These are no official numbers; the parameter settings changes them.",
    )
    if stated:
        source = writer.localise(framework.for_year(year).sources["settings"])
        note = writer.say(
            th=f"{', '.join(stated)} เป็นไปตามหลักเกณฑ์ที่ผู้จัดทำระบุใน rules.toml ({source})"
            " ค่าอื่นไม่ใช่ตัวเลขของทางราชการ",
            en=f"{', '.join(stated)}: as rules.toml says ({source}). The others are no official numbers.",
        )
    head = [
        writer.say(th="ความหมาย", en="Meaning"),
        writer.say(th="ค่า", en="Value"),
        writer.say(th="ชื่อ", en="Name"),
    ]
    title = writer.say(th="ค่าที่ใช้จำแนก", en="Settings in use")
    return _block(title, head, rows, {1}, [note], pd.DataFrame(rows, columns=["meaning", "value", "name"]))


def changes_chart(rows: pd.DataFrame, writer: Writer, *, th: str, en: str) -> Block:
    """A bar for each agency's rise or fall: ``rows`` has agency and change (points), in order."""
    if rows.empty:
        return Block(f"<p>{nothing(writer)}</p>", nothing(writer), table=rows)
    title = writer.say(th=th, en=en)
    marks, doubts = marked(rows, writer)
    from helpers import charts  # late: the index pages and the front page draw nothing

    svg = charts.changes(
        marks.rename(columns={"agency": "label"}),
        key="largest",
        title=title,
        description="; ".join(
            f"{row.agency} {writer.change(float(str(row.change)))}" for row in marks.itertuples()
        ),
        labels=charts.ChangesLabels(
            rise=writer.say(th="เพิ่มขึ้น", en="rise"),
            fall=writer.say(th="ลดลง", en="fall"),
            missing=writer.word("word", "no_data"),
        ),
        format_change=writer.change,
    )
    source = writer.say(
        th="ที่มา: ผลการประเมิน ITA ของหน่วยงานที่มีข้อมูล", en="Source: ITA results of the agencies on file."
    )
    note = f"{source} {doubts}".strip()
    return Block(render("figure.html.j2", svg=svg, title=title, note=note), title, table=rows)
