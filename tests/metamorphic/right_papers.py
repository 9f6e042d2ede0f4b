"""Right papers: scores in every layout that agencies print, with dirt that means nothing, and what they say.

A paper is made from a seed, so that the same seed gives the same numbers whatever is added to it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from helpers import framework

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
NAMES = [each.names[0] if hasattr(each, "names") else each.th for each in framework.for_year(2568).indicators]
PROVINCE = "สมมติบุรี"
_FIRST = ("หนอง", "โคก", "ดอน", "ท่า", "ห้วย", "บึง", "วัง", "คลอง")
# fmt: off
_SECOND = (
    "มะค่าทอง", "ตะเคียนคู่", "ไผ่สามกอ", "ชัยพฤกษ์", "กระจ่างฟ้า", "ยี่สุ่น", "เพกา", "ขนุนดง",
    "สารภี", "จันทน์ผา", "ลำเจียก", "บัวหลวง", "กุ่มน้ำ", "มะขามเฒ่า", "ตาลเดี่ยว", "สะแกงาม",
    "ทรายขาว", "หินแก้ว", "นกเอี้ยง", "ปลาแดด", "กวางทอง", "เสือหมอบ", "พุทราใหญ่", "ไม้แดง",
    "อ้อยช้าง", "ข่อยล้อม", "หว้าดำ", "งิ้วราย", "โพธิ์ไทร", "มะกรูด", "ลิ้นฟ้า", "ซับเหล็ก",
    "เกวียนหัก", "ฆ้องชัย", "ระฆังเงิน", "พิกุลป่า", "ดู่สูง", "เม็กน้อย",
)
# fmt: on
_THIRD = ("", "เหนือ", "พัฒนา")


@dataclass(frozen=True)
class Agency:
    """An invented agency."""

    code: str
    name: str
    type: str = "องค์การบริหารส่วนตำบล"

    @property
    def printed(self) -> str:
        return self.type + self.name


AGENCIES = [
    Agency(f"699{number:04d}", "".join(parts))
    for number, parts in enumerate(product(_FIRST, _SECOND, _THIRD), start=101)
]


def agencies_csv() -> str:
    """The list of agencies that every paper is read with."""
    lines = ["agency_id,name,type,district,province"]
    lines += [f"{each.code},{each.name},{each.type},เมืองสมมติ,{PROVINCE}" for each in AGENCIES]
    return "\n".join(lines) + "\n"


@dataclass
class Cell:
    """A cell's text; a mark above it and struck text before it are not part of its number."""

    text: str
    raised: str = ""
    struck: str = ""


@dataclass
class Grid:
    """A table: rows of which the first are headings, and what its columns of numbers are."""

    rows: list[list[Cell]]
    label: int
    values: list[int]
    heads: int = 1
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, rows: list[list[str]], label: int, values: list[int], heads: int = 1) -> Grid:
        return cls([[Cell(text) for text in row] for row in rows], label, values, heads)

    def insert_column(self, place: int, heading: str, texts: list[str]) -> None:
        """A column before ``place``; ``texts`` has one for each row below the heading."""
        head = [""] * (self.heads - 1) + [heading]
        for row, text in zip(self.rows, head + texts, strict=True):
            row.insert(place, Cell(text))
        self.values = [each + (each >= place) for each in self.values]
        self.label += self.label >= place
        self.hidden_columns = {each + (each >= place) for each in self.hidden_columns}

    def insert_row(self, place: int, texts: list[str]) -> None:
        self.rows.insert(place, [Cell(text) for text in texts])
        self.hidden_rows = {each + (each >= place) for each in self.hidden_rows}


Block = str | Grid


@dataclass
class Paper:
    """What stands on a page, one block after the other, and what is said there of whom."""

    layout: str
    blocks: list[Block]
    agencies: list[Agency]
    path: str
    year: int
    scores: dict[tuple[str, int, int], Decimal] = field(default_factory=dict)
    totals: dict[tuple[str, int], Decimal] = field(default_factory=dict)
    hidden_sheet: Grid | None = None
    decoys: list[str] = field(default_factory=list)

    @property
    def grid(self) -> Grid | None:
        return next((block for block in self.blocks if isinstance(block, Grid)), None)


def ten(chance: random.Random) -> list[Decimal]:
    """Ten scores that no other number of a paper equals: their last digit is odd, that of decoys even."""
    return [Decimal(chance.randrange(6201, 9999, 2)) / 100 for _ in range(10)]


def total_of(values: list[Decimal]) -> Decimal:
    exact = sum(
        (
            instrument.weight * sum(values[n - 1] for n in instrument.indicators) / len(instrument.indicators)
            for instrument in framework.for_year(2568).instruments
        ),
        start=Decimal(0),
    )
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def number(chance: random.Random, value: Decimal) -> str:
    """A score as clerks write it."""
    text = f"{value:.2f}"
    if chance.random() < 0.3:
        text = text.translate(THAI)
    return text + chance.choice(["", "", "", " ", " คะแนน"])


def name(chance: random.Random, indicator: int) -> str:
    """An indicator's name with what scanners and converters do to it."""
    text = NAMES[indicator - 1]
    if indicator == 8 and chance.random() < 0.5:
        text = "การปรับปรุงระบบการทำงาน"
    if indicator == 4 and chance.random() < 0.5:
        text = "การใช้ทรัพย์สินของทางราชการ"
    return chance.choice(
        [
            text,
            text,
            text.replace("ำ", "ํา"),
            text.replace("แ", "เเ"),
            text.replace("การ", "การ ", 1),
        ]
    )


def label(chance: random.Random, indicator: int) -> str:
    form = chance.choice(["{name}", "{n}. {name}", "ตัวชี้วัดที่ {n} {name}", "{n}) {name}"])
    text = form.format(name=name(chance, indicator), n=indicator)
    return text.translate(THAI) if chance.random() < 0.3 else text


# ------------------------------------------------------------------ layouts
def _own(
    layout: str, chance: random.Random, agency: Agency, years: list[int]
) -> tuple[Paper, dict[int, list[Decimal]]]:
    """A paper of one agency, whose path says agency and year, without its table."""
    year = years[-1]
    title = chance.choice(
        [
            f"ผลการประเมิน ITA {agency.printed} ปีงบประมาณ พ.ศ. {year}",
            f"ผลการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. {year}",
            f"{agency.printed} อำเภอเมืองสมมติ จังหวัด{PROVINCE}",
        ]
    )
    paper = Paper(layout, [title], [agency], f"scores/{agency.code}/{year}", year)
    values = {each: ten(chance) for each in years}
    for each, of_year in values.items():
        paper.scores |= {(agency.code, each, n): score for n, score in enumerate(of_year, start=1)}
        paper.totals[agency.code, each] = total_of(of_year)
    return paper, values


def two_years(chance: random.Random, agencies: list[Agency]) -> Paper:
    paper, values = _own("two_years", chance, agencies[0], [2567, 2568])
    before, now = values[2567], values[2568]
    change = chance.random() < 0.6
    rows = [["ตัวชี้วัด", "ปี 2567", "ปี 2568", *(["ผลต่าง"] if change else [])]]
    pairs = [*zip(before, now, strict=True), (total_of(before), total_of(now))]
    for n, (old, new) in enumerate(pairs, start=1):
        text = label(chance, n) if n < 11 else "คะแนนเฉลี่ย"
        difference = [f"{new - old:+.2f}"] if change else []
        rows.append([text, number(chance, old), number(chance, new), *difference])
    paper.blocks.append(Grid.of(rows, 0, [1, 2]))
    return paper


def plain(chance: random.Random, agencies: list[Agency]) -> Paper:
    paper, values = _own("plain", chance, agencies[0], [2568])
    rows = [["ที่", "ตัวชี้วัด", chance.choice(["คะแนน", "คะแนนที่ได้", "ร้อยละ", "ผลคะแนน"])]]
    rows += [[str(n), name(chance, n), number(chance, v)] for n, v in enumerate(values[2568], start=1)]
    rows.append(["", "คะแนนรวม", number(chance, total_of(values[2568]))])
    paper.blocks.append(Grid.of(rows, 1, [2]))
    return paper


def blocks(chance: random.Random, agencies: list[Agency]) -> Paper:
    paper, values = _own("blocks", chance, agencies[0], [2568])
    rows = [["แบบวัด", "ตัวชี้วัด", "คะแนน"]]
    for n, value in enumerate(values[2568], start=1):
        rows.append([{1: "IIT", 6: "EIT", 9: "OIT"}.get(n, ""), label(chance, n), number(chance, value)])
    rows.append(["", "คะแนนรวม", f"{total_of(values[2568])}"])
    paper.blocks.append(Grid.of(rows, 1, [2]))
    return paper


def weights(chance: random.Random, agencies: list[Agency]) -> Paper:
    paper, values = _own("weights", chance, agencies[0], [2568])
    rows = [["ตัวชี้วัด", "น้ำหนัก (ร้อยละ)", "คะแนน"]]
    for n, value in enumerate(values[2568], start=1):
        rows.append([label(chance, n), {1: "30", 6: "30", 9: "40"}.get(n, ""), number(chance, value)])
    rows.append(["คะแนนรวม", "100", f"{total_of(values[2568])}"])
    paper.blocks.append(Grid.of(rows, 0, [2]))
    return paper


def _several(
    layout: str, chance: random.Random, agencies: list[Agency]
) -> tuple[Paper, dict[Agency, list[Decimal]]]:
    title = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568"
    paper = Paper(layout, [title], agencies, f"scores/list_{agencies[0].code}", 2568)
    values = {agency: ten(chance) for agency in agencies}
    for agency, own in values.items():
        paper.scores |= {(agency.code, 2568, n): score for n, score in enumerate(own, start=1)}
        paper.totals[agency.code, 2568] = total_of(own)
    return paper, values


def wide(chance: random.Random, agencies: list[Agency]) -> Paper:
    paper, values = _several("wide", chance, agencies)
    form = chance.choice(["ตัวชี้วัดที่ {n}", "ตัวชี้วัดที่ {n} {name}", "{name}"])
    heads = [form.format(n=n, name=NAMES[n - 1]) for n in range(1, 11)]
    rows = [["ที่", "หน่วยงาน", *heads, "คะแนน ITA"]]
    for place, (agency, own) in enumerate(values.items(), start=1):
        rows.append([str(place), agency.printed, *(number(chance, v) for v in own), f"{total_of(own)}"])
    paper.blocks.append(Grid.of(rows, 1, list(range(2, 13))))
    return paper


def transposed(chance: random.Random, agencies: list[Agency]) -> Paper:
    paper, values = _several("transposed", chance, agencies[:3])
    rows = [["ตัวชี้วัด", *(agency.printed for agency in values)]]
    for n in range(1, 11):
        rows.append([label(chance, n), *(number(chance, own[n - 1]) for own in values.values())])
    rows.append(["คะแนน ITA", *(f"{total_of(own)}" for own in values.values())])
    paper.blocks.append(Grid.of(rows, 0, list(range(1, len(values) + 1))))
    return paper


def long_list(chance: random.Random, agencies: list[Agency]) -> Paper:
    paper, values = _several("long_list", chance, agencies[:2])
    paper.totals = {}
    rows = [["หน่วยงาน", "ปี", "ตัวชี้วัด", "คะแนน"]]
    for agency, own in values.items():
        for n in chance.sample(range(1, 11), 10):
            rows.append([agency.printed, "2568", label(chance, n), number(chance, own[n - 1])])
    paper.blocks.append(Grid.of(rows, 2, [3]))
    return paper


def by_agency(chance: random.Random, agencies: list[Agency]) -> Paper:
    paper, values = _several("by_agency", chance, agencies[:2])
    rows = [["แบบ/ค่าน้ำหนัก (ร้อยละ)", "ตัวชี้วัด", "ผลประเมิน"]]
    for agency, own in values.items():
        rows.append([agency.printed, "", f"{total_of(own)}"])
        for n, value in enumerate(own, start=1):
            block = {1: "IIT 30", 6: "EIT 30", 9: "OIT 40"}.get(n, "")
            rows.append([block, label(chance, n), number(chance, value)])
    paper.blocks.append(Grid.of(rows, 1, [2]))
    return paper


def totals_only(chance: random.Random, agencies: list[Agency]) -> Paper:
    paper, values = _several("totals_only", chance, agencies)
    paper.scores = {}
    rows = [["ที่", "หน่วยงาน", "คะแนน ITA"]]
    for place, (agency, own) in enumerate(values.items(), start=1):
        rows.append([str(place), agency.printed, number(chance, total_of(own))])
    paper.blocks.append(Grid.of(rows, 1, [2]))
    return paper


def running_text(chance: random.Random, agencies: list[Agency]) -> Paper:
    paper, values = _own("running_text", chance, agencies[0], [2568])
    pairs = [f"{name(chance, n)} {values[2568][n - 1]:.2f} คะแนน" for n in chance.sample(range(1, 11), 10)]
    paper.blocks[0] = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568"
    paper.totals = {}
    paper.blocks += pairs if chance.random() < 0.5 else [" ".join(pairs)]
    return paper


def total_in_text(chance: random.Random, agencies: list[Agency]) -> Paper:
    paper, values = _own("total_in_text", chance, agencies[0], [2568])
    paper.scores = {}
    total = total_of(values[2568])
    paper.blocks.append(
        chance.choice(
            [
                f"ในปีงบประมาณ พ.ศ. 2568 {agencies[0].printed} ได้คะแนน {total} คะแนน",
                f"ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568 ได้ {total} คะแนน",
                f"ปีงบประมาณ พ.ศ. 2568 มีผลการประเมินอยู่ที่ {total} คะแนน",
            ]
        )
    )
    return paper


LAYOUTS = {
    make.__name__: make
    for make in (
        two_years,
        plain,
        blocks,
        weights,
        wide,
        transposed,
        long_list,
        by_agency,
        totals_only,
        running_text,
        total_in_text,
    )
}
