"""What a number is according to its heading, label or clause.

A number is a score or a total only if every word around it is known to mean one. Words for another quantity
(a target, the mean of others, missing points, ...) make it that. Unknown words leave it open: they may be an
agency's name, which the list of agencies decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from helpers.findings import Words
from helpers.sources.words import labels


@dataclass(frozen=True)
class Quantity:
    """A kind of number; for means and ranks with the group they refer to, for scores with unknown words."""

    kind: str = ""
    among: str = ""
    rest: str = ""

    @property
    def own(self) -> bool:
        """Whether it is the agency's own score or total."""
        return self.kind == "score"


SCORE = Quantity("score")

KINDS = {
    "change": Words("ผลต่างหรือการเปลี่ยนแปลง", "a change"),
    "gap": Words("คะแนนส่วนที่ขาด", "points lacking"),
    "target": Words("ค่าเป้าหมายหรือเกณฑ์", "a target or mark"),
    "forecast": Words("ค่าคาดการณ์", "a forecast"),
    "respondents": Words("จำนวนหรือร้อยละของผู้ตอบ", "respondents or a count"),
    "mean": Words("ค่าเฉลี่ยหรือค่าของหน่วยงานอื่น", "a figure of others, such as their mean"),
    "spread": Words("ส่วนเบี่ยงเบน", "a measure of spread"),
    "full_marks": Words("คะแนนเต็ม", "full marks"),
    "scale": Words("คะแนนที่ไม่ได้เต็ม 100", "marks that are not out of 100"),
    "weight": Words("ค่าน้ำหนัก", "a weight"),
    "weighted": Words("คะแนนถ่วงน้ำหนัก", "weighted points"),
    "previous": Words("คะแนนของปีก่อนที่ไม่ระบุปี", "a score of an earlier year that is not named"),
    "rank": Words("อันดับ", "a rank"),
    "self": Words("คะแนนที่หน่วยงานประเมินตนเอง", "the agency's own estimate"),
    "bound": Words("ค่าขอบเขตหรือช่วงคะแนน", "a bound or a range"),
    "instrument": Words("คะแนนของแบบวัด", "the score of an instrument"),
    "item": Words("คะแนนของข้อคำถามหรือข้อย่อย", "the score of one question or item"),
    "unclear": Words("ตัวเลขที่ไม่ทราบว่าเป็นคะแนนใด", "a number of which nothing says what it is"),
    "part": Words("ค่าเฉลี่ยหรือผลรวมของบางตัวชี้วัด", "the mean or sum of some of the indicators"),
    "unweighted": Words("ค่าเฉลี่ยของทุกตัวชี้วัดที่ไม่ได้ถ่วงน้ำหนัก", "the plain mean of all indicators"),
    "partial": Words("คะแนนของบางช่วงของปี", "a score of a part of the year"),
    "another": Words(
        "คะแนนของการประเมินอื่นหรือที่ยังไม่ใช่ผลการประเมิน", "a score of another assessment or of a trial"
    ),
    "level": Words("ระดับ", "a level"),
    "share": Words("ร้อยละของหน่วยงานในแต่ละระดับ", "the share of agencies at a level"),
}
"""The kinds of numbers in words."""

COMMON = {"change", "weight", "weighted", "rank", "full_marks", "level"}
"""What tables of scores usually contain besides scores, so it needs no finding."""

_AMONG = (
    ("country", "ประเทศ|national|country|ทุกหน่วยงาน|หน่วยงานทั้งหมด|ทั่วประเทศ"),
    ("ministry", "กระทรวง|ต้นสังกัด|สังกัด"),
    ("province", "(?<!ส่วน)จังหวัด|province"),
    ("district", "อำเภอ|district"),
    ("type", "ประเภท|กลุ่ม|อปท|องค์กรปกครอง|หน่วยงานเดียวกัน"),
)
_GROUP = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _AMONG), re.IGNORECASE)
_BODY = re.compile(
    r"องค์การบริหารส่วน(?:ตำบล|จังหวัด)|อบ[ตจ]\.?|เทศบาล(?:ตำบล|เมือง|นคร)?|ท[ตมน]\.|เมืองพัทยา|อปท\.?"
)
"""Types of agencies, as they stand before a name."""
_STATISTIC = re.compile(
    r"เฉลี่ย|มัธยฐาน|ฐานนิยม|สูงสุด|สูงที่สุด|ต่ำสุด|ต่ำที่สุด|mean|average|median|max|min", re.IGNORECASE
)
_EXTREME = re.compile("มัธยฐาน|ฐานนิยม|สูง(?:ที่)?สุด|ต่ำ(?:ที่)?สุด|median|max|min", re.IGNORECASE)
"""Figures of a group that are not its mean, so that the table of means has no place for them."""
_OF_OTHERS = re.compile(
    r"ระดับ(?:ประเทศ|จังหวัด|ภาค|กระทรวง|อำเภอ|เขต)|(?:ทั้ง|ทั่ว|ของ|รวม|ใน)ประเทศ|ทุกหน่วยงาน|หน่วยงานอื่น|แห่งอื่น|คู่เทียบ"
    r"|benchmark|national|country|ภาพรวม(?:ประเทศ|จังหวัด|อปท|กระทรวง)|(?:ของ|ใน|ทั้ง|ราย)จังหวัด$",
    re.IGNORECASE,
)

ITEM_CODE = r"(?<![a-z0-9–-])[ioe]-?[0-9]{1,2}(?![0-9]|\s*[-–]|\s*ถึง)"
"""A question of a survey or an item of the open data form, such as i4; a range belongs to an indicator."""

# The first kind that matches counts. So "points to the target" (a gap) comes before "target", and "weighted"
# before "weight".
_SIGNS = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        (
            "change",
            r"เปลี่ยนแปลง|ผลต่าง|ส่วนต่าง|แตกต่าง|ต่างจาก|เพิ่มขึ้น|ลดลง|สูงขึ้น|ต่ำลง|เพิ่ม[/(]?(?:-|–)?ลด|ที่(?:เพิ่ม|ลด)"
            r"|^เพิ่ม|^ลด|\+/[-–−]|พัฒนาการ|ก้าวหน้า|change|difference|เทียบ(?:กับ)?ปี",
        ),
        (
            "gap",
            r"ขาด|ห่าง|ช่องว่าง|(?<![a-z])gap|ไม่ถึง|ส่วนที่เหลือ|ต้องเพิ่ม|ต้องการเพิ่ม|สูญเสีย|เสียไป|หายไป|หักคะแนน|(?:ที่|ถูก)หัก",
        ),
        ("target", r"เป้า|คาดหวัง|target|goal|kpi|เกณฑ์|มาตรฐาน|ขั้นต่ำ|ตั้งไว้"),
        ("forecast", r"คาดการณ์|คาดว่า|คาดคะเน|ประมาณการ|พยากรณ์|forecast|estimate|แนวโน้ม|ล่วงหน้า|จำลอง"),
        ("self", r"ประเมินตนเอง|ตนเองประเมิน|self"),
        (
            "respondents",
            r"ผู้ตอบ|ผู้เข้า|จำนวน(?!คะแนน)|กลุ่มตัวอย่าง|ตอบแบบ|การตอบ|respondent|\((?:คน|ราย|ชุด|แห่ง|ข้อ|ครั้ง)\)"
            r"|ความพึงพอใจ|(?:คน|ราย)$",
        ),
        ("item", rf"(?:ข้อ|คำถาม)ที่[0-9]|{ITEM_CODE}|(?:ตัวชี้วัด|ข้อ|รายการ)ย่อย"),
        ("spread", r"เบี่ยงเบน|(?<![a-z])s\.?d\.?(?![a-z])|แปรปรวน"),
        ("weighted", "ถ่วง"),
        ("weight", "น้ำหนัก|weight"),
        ("previous", r"(?:ปี|ครั้ง|รอบ)(?:ที่)?(?:ก่อน|ผ่านมา|แล้ว)|ก่อนหน้า|เดิม|ย้อนหลัง|previous|lastyear"),
        ("rank", "อันดับ|(?<![a-z])rank"),
    )
)
_FULL_HUNDRED = re.compile(
    r"\((?:คะแนน)?(?:เต็ม|ฐาน)?100(?:คะแนน|%)?\)|(?:จาก)?(?:คะแนน)?เต็ม100(?:คะแนน)?$|/100$"
)
"""Words for full marks of 100, which is what scores have."""
_SCALE = re.compile(
    r"(?:เต็ม|outof|จากคะแนน|ฐาน|/)(?P<of>[0-9]+)|\((?P<marks>[0-9]+)(?:คะแนน|แต้ม)\)|(?<![0-9.])[01]\s?[-–]\s?(?P<top>[0-9]{1,2})(?![0-9.])"
)
"""Full marks of any number, or a range of marks such as 0-5."""
_NEUTRAL = re.compile(
    r"คุณธรรมและความโปร่งใส(?:ในการดำเนินงาน)?(?:ของหน่วยงาน)?(?:ภาครัฐ)?|integrity|transparency|assessment|online|score"
    r"|หน่วยงาน(?:ของ)?(?:ภาครัฐ|เรา|ท่าน)?|ตัวชี้วัด|คะแนน|ประเมิน|ประกาศ|ร้อยละ|ภาพรวม|เฉลี่ย|ปัจจุบัน|ล่าสุด|สุทธิ|ทั้งหมด|ทั้งสิ้น"
    r"|ที่ได้รับ|ที่ได้|ได้รับ|ได้|ที่|ปีนี้|การ|ผล|ค่า|รวม|จริง|ของ|ราย|สรุป|ตาม|รายการ|และ|ita|i\.t\.a\.|total|and|คิดเป็น|percent"
    r"|(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?(?:พ\.?ศ\.?|ค\.?ศ\.?)?(?:[0-9]{4}|(?:(?<=[ีศ.])|(?<=ita))[0-9]{2}(?![0-9]))(?:\([0-9]{4}\))?|พ\.ศ\.?|ประจำ|งบประมาณ|ปี"
    r"|[0-9]{4}|[%()\[\]“”\"'.,:;/\-–—=*]"
)
"""Words that a heading of scores may consist of. If others remain, they may be an agency's name."""
_SCORE_WORD = re.compile("คะแนน|ปีนี้|ผล(?:การ)?ประเมิน|ร้อยละ|score|เฉลี่ย|รวม|total|%|ita")
"""Words of which a heading of scores has at least one."""


@lru_cache(maxsize=65536)
def of_heading(text: str) -> Quantity:
    """What the numbers under a heading or beside a label are; ``kind`` is "" if no known word says so."""
    bare = labels.bare(text)
    if not bare:
        return Quantity()
    kind = _not_own(bare)
    if kind is not None:
        return kind
    bare = _FULL_HUNDRED.sub("", bare)
    scale = _SCALE.search(bare)
    marks = scale and next(filter(None, scale.groups()))
    if marks and marks != "100" and len(marks) < 4:  # four digits are a year
        return Quantity("scale")
    if "เต็ม" in bare or "fullmark" in bare:
        return Quantity("full_marks")
    rest = labels.bare(re.sub(r"\s+", " ", _NEUTRAL.sub(" ", bare)).strip())
    if not rest:
        return Quantity("score") if _SCORE_WORD.search(bare) or labels.year_in_heading(text) else Quantity()
    return Quantity("score" if _SCORE_WORD.search(bare) else "", rest=_unknown(labels.plain(text)))


def _unknown(text: str) -> str:
    """The part of a heading between known words, which may be an agency's name."""
    text = re.sub(r"\s+", " ", text)
    before = re.compile(rf"^(?:\s*(?:{_NEUTRAL.pattern}))+\s*", re.IGNORECASE)
    after = re.compile(rf"\s*(?:(?:\s|(?<=[\s)]))(?:{_NEUTRAL.pattern})\s*)+$", re.IGNORECASE)
    return after.sub("", before.sub("", text)).strip() or text


_NO_NAME = re.compile(r"(?:(?:ทั้ง|ทุก|ใน|อื่น|ขนาด|ระดับ).*)?|[()/0-9.]*")
"""Words after a type of agency that show that no single agency is meant."""


def _not_own(bare: str) -> Quantity | None:
    """The quantity other than the agency's own score that the words name, if any."""
    body = _BODY.search(bare)
    before = bare[: body.start()] if body else bare
    name = bare[body.end() :] if body else ""
    lone = body is not None and _NO_NAME.fullmatch(name) is not None
    group = _GROUP.search(before) or (_GROUP.search(name) if lone else None)
    kind = next((kind for kind, words in _SIGNS if words.search(bare if lone else before)), "")
    if kind:
        return Quantity(kind, group.lastgroup or "" if group and kind == "rank" else "")
    if _OF_OTHERS.search(before) or (_STATISTIC.search(before) and group):
        return Quantity("mean", group.lastgroup or "" if group and not _EXTREME.search(before) else "")
    if lone and _STATISTIC.search(before):
        among = group.lastgroup or "type" if group else "type"
        return Quantity("mean", "" if _EXTREME.search(before) else among)
    if re.search("สูงสุด|ต่ำสุด|มัธยฐาน|median", before):
        return Quantity("mean")
    return None


ANOTHER = re.compile(
    r"(?<![A-Za-z])(?:LPA|PMQA|EBIT|MOIT|SAR|O-?NET)(?![A-Za-z])|แบบทดสอบ|คะแนน(?:การ)?(?:ทดสอบ|สอบ|ความพึงพอใจ|ความรู้|ความเชื่อมั่น)"
    r"|(?:ผล(?:การ)?|การ|แบบ)สำรวจความ|ประเมิน(?:ประสิทธิ(?:ภาพ|ผล)|โครงการ|ผลงาน|ความเสี่ยง|บุคลากร|พนักงาน|ข้าราชการ|การบริหาร|การควบคุม|การปฏิบัติ(?:ราชการ|งาน)"
    r"|สมรรถนะ|แผน|มาตรการ|ความพึงพอใจ|ความเชื่อมั่น|ความผูกพัน|ผู้บริหาร|คุณภาพ|มาตรฐาน|เว็บไซต์)",
    re.IGNORECASE,
)
"""Words for other assessments; beside an indicator's name they are only part of it."""
_OWN = re.compile(r"(?<![A-Za-z])ITA(?![A-Za-z])|คุณธรรมและความโปร่งใส", re.IGNORECASE)


def of_another(text: str) -> bool:
    """Whether the last assessment that a text mentions is another one."""
    others = [hit.start() for hit in ANOTHER.finditer(text)]
    own = [hit.start() for hit in _OWN.finditer(text)]
    return bool(others) and (not own or own[-1] < others[-1])


_UNFINISHED = re.compile(
    r"ทดลอง(?:การ)?ประเมิน|pre-?ita|จำลอง(?:ผล|คะแนน|การ)|การจำลอง"
    r"|(?:ประเมิน|ตรวจ(?:สอบ)?[^ ]{0,20})(?:ด้วย)?ตนเอง"
    r"|self-?assess|(?:คะแนน|ผล(?:การ)?ประเมิน)[ก-๎a-z]{0,40}รอบ(?:ที่)?[0-9]{1,2}เดือน"
    r"|(?:ผล|คะแนน|ประเมิน)(?:การ)?(?:ประเมิน|คะแนน)?(?:ita)?เบื้องต้น|(?:อย่าง)?ไม่เป็นทางการ|ก่อน(?:การ)?(?:ประกาศ|ส่ง)",
    re.IGNORECASE,
)
"""Words of a title for the assessment's trial, estimate or part, although it names the assessment."""
_OF_A_GROUP = re.compile(
    r"ระดับ(?:ประเทศ|จังหวัด|อำเภอ|ภาค|กระทรวง)|(?:ทั้ง|ทั่ว|ของ)ประเทศ|ภาพรวม(?:ของ)?(?:ประเทศ|จังหวัด|อำเภอ|กระทรวง|อปท|องค์กรปกครอง)"
    r"|(?:หน่วยงาน|เทศบาล(?:ตำบล|เมือง|นคร)?"
    r"|องค์การบริหารส่วนตำบล|อบต\.?|อปท\.?|องค์กรปกครองส่วนท้องถิ่น)"
    r"(?:ทุกแห่ง|ทั้งหมด|ใน(?:เขต)?(?:อำเภอ|จังหวัด)|(?:ที่)?(?:ได้|มี)?(?:คะแนน)?(?:สูง|ต่ำ)(?:ที่)?สุด)"
)
_BESIDE = re.compile("เทียบ|และ|กับ|อันดับ|เป็นลำดับ")
"""Words of a title that compares the agency with a group; the columns say whose each number is."""
_OF_FIGURES = re.compile(
    r"(?:(?:ตาราง|แผนภูมิ)(?:ที่)?[0-9.]*+|[0-9.]++|[–-])*+[:.]?+(?:แสดง|สรุป|รายงาน|ข้อมูล|ผล)*"
    r"(?:คะแนน|ร้อยละ|สัดส่วน|อัตรา|จำนวน|ความพึงพอใจ|ความก้าวหน้า|ความสำเร็จ|ความคืบหน้า)"
)
"""How a title of figures of any kind begins; those that name the assessment are read with more care."""
_OF_A_COUNT = re.compile(
    r"^[^ก-๎]*(?:แสดง|สรุป|รายงาน|ข้อมูล|ผล)*(?:ความ(?:พึงพอใจ|ก้าวหน้า|สำเร็จ|คืบหน้า)"
    r"|(?:ร้อยละ|สัดส่วน|อัตรา)(?:ของ|การ|ความ|ผู้)(?!คะแนน|ผล|หน่วยงาน|ประเมิน|การประเมิน))"
)
_CAPTION = re.compile(
    r"^(?:ตาราง(?:ที่)?[0-9.]*+|แผนภูมิ(?:ที่)?[0-9.]*+|[0-9.]++|[–-])*+[:.]?+(?:แสดง|สรุป|การ(?:กำหนด|ตั้ง)|ข้อมูล|ผล)?"
    r"(?:ค่า|คะแนน|ร้อยละ)*(?:ผลการประเมิน)?(?:ที่|ของ)?(?P<what>เป้า|คาดหวัง|คาดการณ์|คาดว่า|ประมาณการ|พยากรณ์|แนวโน้ม|ผลต่าง|ส่วนต่าง"
    r"|ขาด|ผู้ตอบ|จำนวนผู้|เฉลี่ย(?:ของ)?(?:ราย|ระดับ|ทั้ง|ทุก)?(?:ประเทศ|จังหวัด|อำเภอ|กระทรวง|ภาค|ประเภท|กลุ่ม|หน่วยงานทั้ง)|ประเมินตนเอง|ถ่วง)"
)


_LONG_TITLE = re.compile(r"(?:ตาราง(?:ที่)?[0-9.]*+|รายงาน|แสดง|สรุป|ข้อมูล|ผล|การ|คะแนน|จาก|แบบ)*+")
"""How a title begins that goes on to name the agency, the year and the purpose."""


def unfinished(text: str) -> bool:
    """Whether a title is of a trial, an estimate or a part of the year's assessment."""
    title = re.sub(r"\s+", "", labels.bare(text))
    if len(title) < 120:
        return _UNFINISHED.search(title) is not None
    begins = _LONG_TITLE.match(title)
    return begins is not None and _UNFINISHED.match(title, begins.end()) is not None


@lru_cache(maxsize=4096)
def of_caption(text: str) -> Quantity:
    """What a table's plain scores are by the line right above it; ``kind`` is "" if it doesn't say so."""
    bare = labels.bare(text)
    if of_another(text):
        return Quantity("another")
    title = re.sub(r"\s+", "", bare)
    if unfinished(text):
        return Quantity("another")
    group = _OF_A_GROUP.search(title) if len(title) < 120 else None
    if group and not _BESIDE.search(title) and not _BODY.search(title, group.end()):
        return Quantity("mean")
    if _OF_FIGURES.match(bare) and len(title) < 100 and not (_OWN.search(text) or _BESIDE.search(title)):
        figures = Quantity("respondents") if _OF_A_COUNT.search(bare) else of_heading(text)
        if figures.kind and not figures.own:
            return figures
    hit = _CAPTION.match(bare)
    if hit:
        return _not_own(bare[hit.start("what") :]) or _not_own(bare) or Quantity()
    scale = _SCALE.search(_FULL_HUNDRED.sub("", bare)) if len(bare) < 120 else None
    marks = scale and (scale["of"] or scale["marks"])
    return Quantity("scale") if marks in ("5", "10", "4") else Quantity()
