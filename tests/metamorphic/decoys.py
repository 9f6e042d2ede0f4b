"""Decoys: what a right paper may hold beside its scores, and what must never be taken for one of them.

Each kind is a function that adds one decoy to a paper, in a random place and in random words. Numbers of
decoys end in an even digit, those of scores in an odd one, so that none is right by chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from right_papers import AGENCIES, NAMES, THAI, Grid, Paper, name

Decoy = Callable[[random.Random, Paper], bool]
"""Adds a decoy; False where the paper has no place for it."""


def points(chance: random.Random, low: int = 6000, high: int = 9998) -> str:
    text = f"{chance.randrange(low // 2, high // 2) * 2 / 100:.2f}"
    return text.translate(THAI) if chance.random() < 0.2 else text


def small(chance: random.Random) -> str:
    return points(chance, 20, 1400)


OTHERS = (AGENCIES[-1].printed, AGENCIES[-2].printed, "เทศบาลเมืองฟ้าคราม", "โรงพยาบาลทะเลใส", "อบต.ไกลโพ้น")
"""Agencies of which no paper is: two of the list, and some that are not on it."""


# ------------------------------------------------------------------ columns and rows
COLUMNS: dict[str, tuple[tuple[str, ...], Callable[[random.Random], str]]] = {
    "target": (("เป้าหมาย", "ค่าเป้าหมาย ปี 2569", "คะแนนเป้าหมาย", "เกณฑ์ผ่าน", "คะแนนที่คาดหวัง"), points),
    "forecast": (("คาดการณ์ปี 2569", "คะแนนคาดการณ์", "ประมาณการ ปี 2569"), points),
    "mean_country": (("ค่าเฉลี่ยประเทศ", "คะแนนเฉลี่ยระดับประเทศ", "เฉลี่ยทั้งประเทศ"), points),
    "mean_province": (("ค่าเฉลี่ยจังหวัด", "คะแนนเฉลี่ยระดับจังหวัด"), points),
    "mean_type": (("ค่าเฉลี่ย อบต.", "คะแนนเฉลี่ยประเภทเดียวกัน"), points),
    "change": (("ผลต่าง", "เพิ่มขึ้น/ลดลง", "การเปลี่ยนแปลง"), small),
    "gap": (("ขาดอีก", "คะแนนที่ขาด", "ส่วนที่ต้องเพิ่ม"), small),
    "respondents": (("ร้อยละผู้ตอบ", "จำนวนผู้ตอบ (คน)", "ร้อยละของผู้ตอบแบบวัด"), points),
    "full_marks": (("คะแนนเต็ม", "เต็ม"), lambda _: "100"),
    "weight": (("น้ำหนัก", "ค่าน้ำหนัก (ร้อยละ)"), lambda _: "10"),
    "weighted": (("คะแนนถ่วงน้ำหนัก", "คะแนนหลังถ่วงน้ำหนัก"), small),
    "out_of_5": (("คะแนน (เต็ม 5)", "คะแนนเต็ม 5"), lambda chance: points(chance, 300, 500)),
    "out_of_10": (("คะแนน (เต็ม 10)", "คะแนนเต็ม 10 ได้"), lambda chance: points(chance, 600, 1000)),
    "last_year": (("คะแนนปีที่แล้ว", "คะแนนปีก่อน", "ปีที่ผ่านมา"), points),
    "self": (("คะแนนประเมินตนเอง", "ประเมินตนเอง"), points),
    "rank": (("อันดับ", "อันดับในจังหวัด"), lambda chance: str(chance.randrange(2, 90, 2))),
    "deviation": (("S.D.", "ส่วนเบี่ยงเบนมาตรฐาน"), lambda chance: points(chance, 2, 120)),
}
"""Quantities that stand in a column or row of their own: their headings, and their numbers."""


def column_of(kind: str) -> Decoy:
    headings, make = COLUMNS[kind]

    def add(chance: random.Random, paper: Paper) -> bool:
        grid = paper.grid
        if grid is None or (kind == "rank" and paper.layout == "by_agency"):
            return False
        width = max(map(len, grid.rows))
        place = chance.randint(grid.label + 1, width)
        grid.insert_column(place, chance.choice(headings), [make(chance) for _ in grid.rows[grid.heads :]])
        return True

    return add


_ROWS = {
    "target": ("ค่าเป้าหมาย", "เป้าหมาย", "เกณฑ์การประเมิน"),
    "forecast": ("คาดการณ์ปี 2569",),
    "mean_country": ("ค่าเฉลี่ยระดับประเทศ", "คะแนนเฉลี่ยประเทศ", "เฉลี่ยทั้งประเทศ"),
    "mean_province": ("ค่าเฉลี่ยระดับจังหวัด", "คะแนนเฉลี่ยจังหวัด"),
    "mean_type": ("ค่าเฉลี่ย อบต. ทั้งหมด",),
    "gap": ("ขาดอีก", "คะแนนที่ขาด"),
    "change": ("ผลต่าง", "เพิ่มขึ้น"),
    "respondents": ("ร้อยละผู้ตอบแบบวัด", "จำนวนผู้ตอบ"),
    "full_marks": ("คะแนนเต็ม",),
    "last_year": ("คะแนนปีที่ผ่านมา", "คะแนนเฉลี่ยปีก่อน"),
    "deviation": ("ส่วนเบี่ยงเบนมาตรฐาน",),
}


def row_of(kind: str) -> Decoy:
    def add(chance: random.Random, paper: Paper) -> bool:
        grid = paper.grid
        if grid is None:
            return False
        texts = [""] * max(map(len, grid.rows))
        texts[grid.label] = chance.choice(_ROWS[kind])
        for place in grid.values:
            texts[place] = COLUMNS[kind][1](chance)
        place = chance.choice([grid.heads, len(grid.rows), chance.randint(grid.heads, len(grid.rows))])
        grid.insert_row(place, texts)
        return True

    return add


# ------------------------------------------------------------------ text
SENTENCES = {
    "country": ("คะแนนเฉลี่ยระดับประเทศ {p} คะแนน", "ภาพรวมทั้งประเทศมีคะแนนเฉลี่ย {p} คะแนน ระดับผ่านดี"),
    "another": ("{other} ได้คะแนน {p} คะแนน", "หน่วยงานที่ได้คะแนนสูงสุดของจังหวัด ได้ {p} คะแนน"),
    "target": ("ตั้งเป้าหมายปีงบประมาณ พ.ศ. 2569 ไว้ที่ {p} คะแนน", "เป้าหมายคะแนนรวม {p} คะแนน"),
    "change": ("คะแนนเพิ่มขึ้น {s} คะแนนจากปีที่ผ่านมา", "คะแนนรวมลดลง {s} คะแนน", "เพิ่มขึ้นร้อยละ {s}"),
    "past": ("ปีที่ผ่านมาได้คะแนน {p} คะแนน", "คะแนนเดิม {p} คะแนน"),
    "gap": ("ยังขาดอีก {s} คะแนนจึงจะผ่านเกณฑ์",),
    "respondents": ("มีผู้ตอบแบบวัดร้อยละ {p}", "ผู้ตอบแบบวัด {n} คน"),
    "budget": ("เบิกจ่ายงบประมาณได้ร้อยละ {p}", "ความพึงพอใจของผู้รับบริการร้อยละ {p}"),
    "section": ("2.2 ผลการประเมิน", "ข้อ 3.2 การวิเคราะห์ผลการประเมิน", "4.6 แนวทางการพัฒนา"),
    "scale": ("เกณฑ์การให้คะแนน ระดับ 1 = 0.00-20.00 ระดับ 5 = 80.00-100", "ผ่านดี 85.00-94.98 คะแนน"),
    "forecast": ("คาดว่าปีถัดไปจะได้ {p} คะแนน",),
    "another_assessment": (
        "ผลการประเมิน LPA ได้คะแนน {p} คะแนน",
        "ผลการประเมินโครงการฝึกอบรม ได้ {p} คะแนน",
        "คะแนนทดสอบความรู้ของพนักงาน {p} คะแนน",
    ),
    "wish": (
        "หากแก้ไขครบทุกข้อจะได้คะแนนรวม {p} คะแนน",
        "คะแนนรวมควรอยู่ที่ {p} คะแนน",
        "ผู้บริหารมุ่งหวังคะแนนรวม {p} คะแนน",
    ),
    "part_of_year": ("คะแนนรวมรอบ 6 เดือน {p} คะแนน", "คะแนนครึ่งปีแรก {p} คะแนน"),
    "out_of_5": ("คะแนนรวม 4.{n} จาก 5 คะแนน",),
    "absent": (
        "ไม่มีข้อมูลผลการประเมินของปีงบประมาณ พ.ศ. 2564",
        "ปีงบประมาณ พ.ศ. 2565 ไม่ปรากฏผลการประเมิน",
        "ไม่ได้นำคะแนนของปี 2564 มาเปรียบเทียบ",
        "ผลการประเมินปี 2569 ยังไม่ประกาศ",
    ),
    "question": ("ข้อคำถาม i4 ได้คะแนน {p}", "ข้อ o12 ได้ {p} คะแนน"),
}


def _sentence(chance: random.Random, kind: str) -> str:
    form, other = chance.choice(SENTENCES[kind]), chance.choice(OTHERS)
    return form.format(p=points(chance), s=small(chance), n=chance.randrange(10, 400, 2), other=other)


def sentence_of(kind: str) -> Decoy:
    def add(chance: random.Random, paper: Paper) -> bool:
        text = _sentence(chance, kind)
        place = chance.randint(1, len(paper.blocks))
        own = paper.blocks[place - 1]
        if paper.layout == "running_text" or isinstance(own, Grid) or place == len(paper.blocks):
            paper.blocks.insert(place, text)
        elif chance.random() < 0.3 and isinstance(own, str) and place > 1:
            paper.blocks[place - 1] = f"{own} {text}"
        else:
            paper.blocks.insert(place, text)
        return True

    return add


def note(chance: random.Random, paper: Paper) -> bool:
    """A row of the table with one cell of text and numbers in it."""
    grid = paper.grid
    if grid is None:
        return False
    text = chance.choice(
        [
            f"หมายเหตุ คะแนนเฉลี่ยประเทศ {points(chance)}",
            f"* เป้าหมาย {points(chance)} คะแนน",
            f"ที่มา สำนักงาน ป.ป.ช. หน้า {chance.randrange(2, 60, 2)}",
            "1) คะแนนเต็ม 100 ผ่านเกณฑ์ 85.00",
        ]
    )
    grid.insert_row(len(grid.rows), [text] + [""] * (max(map(len, grid.rows)) - 1))
    return True


# ------------------------------------------------------------------ tables
def _another_table(chance: random.Random) -> Grid:
    rows = [["ตัวชี้วัด", "คะแนน"]]
    rows += [[name(chance, n), points(chance)] for n in range(1, 11)]
    rows.append(["คะแนนรวม", points(chance)])
    return Grid.of(rows, 0, [1])


def _titled_table(*titles: str) -> Decoy:
    def add(chance: random.Random, paper: Paper) -> bool:
        title = chance.choice(titles).format(other=chance.choice(OTHERS))
        grid = _another_table(chance)
        if chance.random() < 0.3:
            grid.rows = grid.rows[: chance.randint(4, 10)]
        paper.blocks.append(title)
        if chance.random() < 0.3:
            paper.blocks.append(_sentence(chance, chance.choice(sorted(SENTENCES))))
        paper.blocks.append(grid)
        return True

    return add


another_agency = _titled_table(
    "ผลการประเมิน ITA โรงพยาบาลทะเลใส ปีงบประมาณ พ.ศ. 2568",
    "ผลการประเมิน ITA เทศบาลเมืองฟ้าคราม จังหวัดไกลโพ้น ปีงบประมาณ พ.ศ. 2568",
    "ผลการประเมิน ITA ของ{other} ปีงบประมาณ พ.ศ. 2568",
    "{other}",
)

targets_table = _titled_table(
    "ตารางที่ 2 ค่าเป้าหมายรายตัวชี้วัด ปีงบประมาณ พ.ศ. 2568", "เป้าหมายคะแนน ปีงบประมาณ พ.ศ. 2568"
)
country_table = _titled_table("ตารางที่ 3 คะแนนเฉลี่ยระดับประเทศ ปีงบประมาณ พ.ศ. 2568")
forecast_table = _titled_table("คะแนนคาดการณ์รายตัวชี้วัด ปีงบประมาณ พ.ศ. 2568")


def scale_table(_: random.Random, paper: Paper) -> bool:
    rows = [
        ["ช่วงคะแนน", "ระดับ"],
        ["95.00-100", "ผ่านดีเยี่ยม"],
        ["85.00-94.98", "ผ่านดี"],
        ["0-69.98", "ต้องปรับปรุงโดยด่วน"],
    ]
    paper.blocks += ["เกณฑ์การประเมิน", Grid.of(rows, 0, [1])]
    return True


# ------------------------------------------------------------------ what is hidden, and what is no digit
def hidden_column(chance: random.Random, paper: Paper) -> bool:
    grid = paper.grid
    if grid is None or paper.layout not in ("plain", "blocks", "weights", "two_years"):
        return False
    place = chance.choice(grid.values)
    grid.insert_column(place, "คะแนน", [points(chance) for _ in grid.rows[1:]])
    grid.hidden_columns.add(place)
    return True


def hidden_row(chance: random.Random, paper: Paper) -> bool:
    grid = paper.grid
    if grid is None or paper.layout in ("wide", "totals_only", "transposed", "long_list", "by_agency"):
        return False
    texts = [""] * max(map(len, grid.rows))
    texts[grid.label] = chance.choice(NAMES)
    for each in grid.values:
        texts[each] = points(chance)
    place = chance.randint(grid.heads, len(grid.rows))
    grid.insert_row(place, texts)
    grid.hidden_rows.add(place)
    return True


def hidden_sheet(chance: random.Random, paper: Paper) -> bool:
    paper.hidden_sheet = _another_table(chance)
    return True


def _number_cell(chance: random.Random, paper: Paper) -> tuple[Grid, int, int] | None:
    grid = paper.grid
    if grid is None:
        return None
    return grid, chance.randrange(grid.heads, len(grid.rows)), chance.choice(grid.values)


def raised(chance: random.Random, paper: Paper) -> bool:
    at = _number_cell(chance, paper)
    if at is None:
        return False
    grid, row, column = at
    grid.rows[row][column].raised = chance.choice(["1", "2", "3)", "๑"])
    return True


def struck(chance: random.Random, paper: Paper) -> bool:
    at = _number_cell(chance, paper)
    if at is None:
        return False
    grid, row, column = at
    grid.rows[row][column].struck = points(chance)
    return True


_SPOILT: tuple[Callable[[random.Random], str], ...] = (
    lambda _: "รอผล",
    lambda chance: f"ขาด {small(chance)}",
    lambda chance: f"ไม่ถึง {points(chance)}",
    lambda chance: f"({small(chance)})",
    lambda chance: points(chance).replace(".", "O.", 1),
    lambda chance: points(chance).replace(".", " .", 1),
    lambda chance: f"< {points(chance)}",
    lambda chance: f"{points(chance)}*{points(chance)}",
    lambda _: "",
    lambda _: "#REF!",
    lambda chance: f"{points(chance)} / {points(chance)}",
    lambda chance: f"{points(chance)}-{points(chance)}",
    lambda _: "ดูข้อ 4",
)


def spoilt(chance: random.Random, paper: Paper) -> bool:
    """A cell whose number is gone: the score is missing, and somebody must be told."""
    at = _number_cell(chance, paper)
    if at is None:
        return False
    grid, row, column = at
    grid.rows[row][column].text = chance.choice(_SPOILT)(chance)
    return True


KINDS: dict[str, Decoy] = {
    **{f"column_{kind}": column_of(kind) for kind in COLUMNS},
    **{f"row_{kind}": row_of(kind) for kind in _ROWS},
    **{f"sentence_{kind}": sentence_of(kind) for kind in SENTENCES},
    "note": note,
    "table_of_another_agency": another_agency,
    "table_of_targets": targets_table,
    "table_of_country": country_table,
    "table_of_forecasts": forecast_table,
    "table_of_steps": scale_table,
    "hidden_column": hidden_column,
    "hidden_row": hidden_row,
    "hidden_sheet": hidden_sheet,
    "raised": raised,
    "struck": struck,
    "spoilt": spoilt,
}
MARKS = {"hidden_column", "hidden_row", "hidden_sheet", "raised", "struck"}
"""Kinds that need a container with looks."""
