"""Every variant of the text, read aloud: all of them on one page, each with what must be said.

``pytest tests/unit/test_variants.py -s`` prints the page.
"""

import ast
import dataclasses
import html
import re
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from invented import ID, Years, charts_of, ten, together

from helpers import tables, thai
from helpers.facts import Agency, Facts, Office
from helpers.narrative import (
    Writer,
    about,
    brief,
    captions,
    chances,
    follow_up,
    measures,
    memo,
    prospects,
    questions,
    remarks,
    sentences,
    standing,
    weakness,
)

pytestmark = pytest.mark.xdist_group("variants")  # the facts of each are made once

KHOK_MA = dict(enumerate([99.83, 99.00, 99.67, 96.83, 99.00, 98.48, 97.82, 93.37, 76.79, 100.00], 1))
GOOD = ten(97)
THREE = [("การเปิดเผยข้อมูล", "9"), ("การใช้งบประมาณ", ""), ("กิจกรรมจิตอาสา", "")]


def source_row(**cells: str) -> list[tables.Row]:
    """A row of ``sources`` of any year with these cells."""
    return [tables.blank("sources") | cells]


def given(years: Years, document: str = "annual", fiscal_year: int = 2568, **more: object) -> dict[str, Any]:
    """What is on file of an agency, as ``facts_of`` takes it; fields of its facts that are ``replaced``."""
    return {"years": years, "document": document, "fiscal_year": fiscal_year, **more}


CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "rise": (
        given({2567: KHOK_MA, 2568: GOOD}, published={2567: (93.99, "ผ่านดี")}),
        ["เพิ่มขึ้น 3.01 คะแนน", "คะแนนเพิ่มขึ้นจาก 76.79 เป็น 97.00 คะแนน และผ่านเกณฑ์แล้ว"],
    ),
    "fall": (
        given({2567: GOOD, 2568: ten(90, i1=84)}),
        [
            "ลดลง 7.36 คะแนน",
            "ทั้ง 10 ตัวชี้วัดมีคะแนนลดลงตั้งแต่ 1 คะแนนขึ้นไป",
            "คะแนนเฉลี่ยของแบบวัด IIT (88.80 คะแนน) EIT (90.00 คะแนน) และ OIT (90.00 คะแนน)",
        ],
    ),
    "unchanged": (
        given({2567: GOOD, 2568: GOOD}),
        [
            "เทียบได้กับระดับ “ผ่านดีเยี่ยม” โดยคะแนนเท่ากับปีงบประมาณ พ.ศ. 2567 (เทียบได้กับระดับ “ผ่านดีเยี่ยม”)",
            "ขึ้นไปทั้งสองปี",
            "ทั้ง 10 ตัวชี้วัดมีคะแนนไม่เปลี่ยนแปลง",
        ],
    ),
    "unchanged, and the level printed": (
        given({2567: GOOD, 2568: GOOD}, published=dict.fromkeys((2567, 2568), (97.0, "ผ่านดีเยี่ยม"))),
        ["อยู่ในระดับ “ผ่านดีเยี่ยม” โดยคะแนนเท่ากับปีงบประมาณ พ.ศ. 2567 (ระดับเดียวกัน)"],
    ),
    "about the same": (
        given({2567: ten(96), 2568: ten(96.4)}),
        ["ใกล้เคียงกับปีงบประมาณ พ.ศ. 2567", "(เพิ่มขึ้น 0.40 คะแนน)"],
    ),
    "about the same by a setting": (
        given({2567: ten(96), 2568: ten(97.5)}, settings="material_change=2"),
        ["ใกล้เคียงกับปีงบประมาณ พ.ศ. 2567", "ทั้ง 10 ตัวชี้วัดมีคะแนนใกล้เคียงเดิม (เปลี่ยนแปลงไม่ถึง 2 คะแนน)"],
    ),
    "one score, and several the year before": (
        given({2567: KHOK_MA, 2568: {9: 88.64}}),
        ["ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล ได้ 88.64 คะแนน ในปีงบประมาณ พ.ศ. 2568"],
    ),
    "first year on file": (
        given({2568: GOOD}),
        ["มิได้เปรียบเทียบกับปีก่อน เนื่องจากไม่มีข้อมูลคะแนนของปี"],
    ),
    "first year of the framework": (
        given({2562: GOOD}, fiscal_year=2562),
        ["ปีงบประมาณก่อน พ.ศ. 2562 ใช้กรอบการประเมินอื่น จึงไม่นำมาเปรียบเทียบ"],
    ),
    "gap": (
        given({2565: ten(90), 2568: ten(92)}),
        ["ไม่มีข้อมูลคะแนนรวมปีงบประมาณ พ.ศ. 2567", "คือ ปีงบประมาณ พ.ศ. 2565 ซึ่งได้ 90.00 คะแนน (ผลต่าง +2.00 คะแนน)"],
    ),
    "year before incomplete": (
        given({2567: {1: 90.0, 9: 80.0}, 2568: GOOD}),
        [
            "ไม่มีข้อมูลคะแนนรวมปีงบประมาณ พ.ศ. 2567 สำหรับเปรียบเทียบ",
            "ปีงบประมาณ พ.ศ. 2567 มีคะแนนเฉพาะตัวชี้วัดที่ 1 และ 9",
            "จึงเปรียบเทียบได้ 2 จาก 10 ตัวชี้วัด",
        ],
    ),
    "nothing in common": (
        given({2567: {1: 90.0}, 2568: {2: 90.0, 3: 80.0}}),
        ["จึงไม่มีตัวชี้วัดที่เปรียบเทียบกันได้", "มีคะแนนเพียง 2 ตัวชี้วัด"],
    ),
    "one score": (
        given({2568: {9: 88.64}}, "plan", 2569),
        ["มีคะแนนเพียง 1 ตัวชี้วัด", "วิเคราะห์ได้เพียง 1 จาก 10 ตัวชี้วัด"],
    ),
    "this year missing": (
        given({2567: KHOK_MA}),
        ["ไม่มีข้อมูลคะแนนผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568", "ยังไม่มีคะแนนปีงบประมาณ พ.ศ. 2568 ของตัวชี้วัดข้างต้น"],
    ),
    "no scores": (
        given({}, measures=THREE),
        ["ทั้งปีงบประมาณ พ.ศ. 2567 และ พ.ศ. 2568", "จำนวน 3 มาตรการ"],
    ),
    "all below": (
        given({2568: ten(50)}, "plan", 2569),
        ["ทุกตัวชี้วัดได้คะแนนต่ำกว่าเกณฑ์ 85 คะแนน", "ต่ำกว่าเกณฑ์ (85 คะแนน) 35.00 คะแนน"],
    ),
    "all full": (given({2568: ten(100)}, "plan", 2569), ["ทุกตัวชี้วัดได้คะแนนตั้งแต่ 85 คะแนนขึ้นไป"]),
    "total and one mean decided": (
        given({2567: KHOK_MA}, "plan", published={2567: (93.99, "ผ่านดี")}),
        [
            "ยังไม่ถึงระดับ “ผ่านดีเยี่ยม” เนื่องจากคะแนนรวม (93.99 คะแนน)"
            " และคะแนนเฉลี่ยของแบบวัด OIT (88.40 คะแนน) ต่ำกว่าเกณฑ์ 95 คะแนน"
        ],
    ),
    "one mean decided": (
        given({2568: ten(100, i9=88, i10=88)}, "plan", 2569),
        ["เนื่องจากคะแนนเฉลี่ยของแบบวัด OIT (88.00 คะแนน) ต่ำกว่าเกณฑ์ 95 คะแนน"],
    ),
    "decided before rounding": (
        given({2568: ten(85, i10=84.98)}, "plan", 2569),
        ["คะแนนรวม (85.00 คะแนน) ก่อนปัดเศษต่ำกว่าเกณฑ์ 85 คะแนน"],
    ),
    "letters": (
        given({2564: ten(84)}, "plan", 2565),
        ["ยังไม่ถึงระดับ “A” เนื่องจากคะแนนรวม (84.00 คะแนน) ต่ำกว่าเกณฑ์ 85 คะแนน"],
    ),
    "level from three means": (
        given({2566: GOOD}, "plan", 2567),
        ["ระดับที่ประกาศอาจต่ำกว่านี้ เพราะเกณฑ์พิจารณาคะแนนแบบวัด EIT แยกเป็น 2 ส่วน"],
    ),
    "a part of an instrument decided": (
        given(
            {2568: GOOD},
            "plan",
            2569,
            context=[(2568, "score", "", "eit_1", 99.0), (2568, "score", "", "eit_2", 94.5)],
        ),
        ["ยังไม่ถึงระดับ “ผ่านดีเยี่ยม” เนื่องจากคะแนนเฉลี่ยของแบบวัด EIT ส่วนที่ 2 (94.50 คะแนน) ต่ำกว่าเกณฑ์ 95 คะแนน"],
    ),
    "provisional rules": (
        given({2569: GOOD}, "plan", 2570),
        ["ตัวชี้วัด ค่าน้ำหนัก และเกณฑ์ระดับผลการประเมินของปีงบประมาณ พ.ศ. 2569 ที่ใช้ในรายงานนี้ ยังไม่ได้รับการยืนยัน"],
    ),
    "published level differs": (
        given({2568: GOOD}, "plan", 2569, published={2568: (97.0, "ต้องปรับปรุง")}),
        ["แสดงตามที่ประกาศ แม้การเทียบคะแนนกับเกณฑ์ของปีนั้นจะได้ระดับ “ผ่านดีเยี่ยม”"],
    ),
    "published level that the unknown parts explain": (
        given({2568: GOOD}, "plan", 2569, published={2568: (97.0, "ผ่านดี")}),
        ["แสดงตามที่ประกาศ ส่วนคะแนนเฉลี่ยที่มีข้อมูลเทียบได้ถึงระดับ “ผ่านดีเยี่ยม”"],
    ),
    "measures tagged, inferred and none": (
        given({2567: ten(96, i2=80, i7=90, i9=70)}, "plan", measures=THREE),
        [
            "ได้กำหนดมาตรการที่ 1 การเปิดเผยข้อมูล ไว้รองรับ",
            "ได้กำหนดมาตรการที่ 2 การใช้งบประมาณ** ไว้รองรับ",
            "ยังไม่มีมาตรการที่ระบุว่ารองรับตัวชี้วัดนี้โดยตรง",
            "* พิจารณาจากถ้อยคำในชื่อ",
        ],
    ),
    "measures tagged and inferred together": (
        given({2567: ten(96, i9=70)}, "plan", measures=[*THREE, ("การเปิดเผยข้อมูล", ""), ("x", "9")]),
        ["ได้กำหนดมาตรการที่ 1 การเปิดเผยข้อมูล มาตรการที่ 4 การเปิดเผยข้อมูล** และมาตรการที่ 5 x ไว้รองรับ"],
    ),
    "lowest, fallen, lowest of its instrument": (
        given({2566: ten(99), 2567: ten(96, i1=94, i7=95.5)}, "plan"),
        [
            "ซึ่งต่ำที่สุดในบรรดา 10 ตัวชี้วัด ไม่ถึง 95 คะแนน และลดลงจากปีก่อน 5.00 คะแนน",
            "ซึ่งต่ำที่สุดในแบบวัด EIT และลดลงจากปีก่อน 3.50 คะแนน",
        ],
    ),
    "one weak point that fell": (
        given({2567: ten(96, i3=80), 2568: ten(96, i3=70)}, measures=[("x", "none")], statuses=["done"]),
        [
            "ในปีงบประมาณ พ.ศ. 2568 ตัวชี้วัดข้างต้นไม่มีมาตรการที่ระบุว่ารองรับและคะแนนมิได้เพิ่มขึ้นถึง 1 คะแนน",
            "ลดลงจาก 80.00 เป็น 70.00",
            "มิได้พิจารณาการลดลงของคะแนน เนื่องจากไม่มีข้อมูลคะแนนรายตัวชี้วัดของปีก่อนปีงบประมาณ พ.ศ. 2567",
        ],
    ),
    "the year before in part, and a class without a point": (
        given({2566: {1: 98.0, 2: 97.0}, 2567: {1: 97.0, 2: 97.0, 3: 80.0}}, "plan"),
        [
            "และมิได้พิจารณาการลดลงของคะแนนตัวชี้วัดที่ 3 เนื่องจากไม่มีข้อมูลคะแนนของปีก่อน",
            "ไม่พบจากตัวชี้วัดที่มีข้อมูล (3 จาก 10 ตัวชี้วัด) ทั้งนี้ มิได้พิจารณาการลดลงของคะแนนครบทุกตัวชี้วัด",
        ],
    ),
    "a class without a point, where falls could not be looked at": (
        given({2567: ten(97, i9=76)}, "plan"),
        ["ไม่พบจากคะแนนที่ได้รับ ทั้งนี้ มิได้พิจารณาการลดลงของคะแนน เนื่องจากไม่มีข้อมูลคะแนนของปีก่อน"],
    ),
    "results of the first six months alone, in an annual report": (
        given({2568: GOOD}, measures=[("y", "7")], statuses=[], replaced={"rounds": ("6m",)}),
        [
            "ทั้งนี้ ยังมิได้มีการรายงานผลการดำเนินการเมื่อสิ้นปีงบประมาณ (มีข้อมูลเฉพาะผลการดำเนินการรอบ 6 เดือน)",
            "จึงขอรายงานมาตรการดังกล่าว ซึ่งยังมิได้มีการรายงานผลการดำเนินการเมื่อสิ้นปีงบประมาณ",
        ],
    ),
    "a summary of the first six months, and of states that nobody reported": (
        given({}, "summary", measures=[("y", "7")], statuses=[""]),
        ["รายงานฉบับนี้จึงแสดงเฉพาะมาตรการ โดย", "ผลการดำเนินการดังกล่าวเป็นของรอบ 6 เดือน"],
    ),
    "a rank in a group of which the size is not known": (
        given(
            {2567: GOOD},
            "plan",
            context=[(2567, "rank", "province", "total", 3), (2567, "rank", "type", "total", 1)],
        ),
        ["ระบุ อันดับที่ 1 ของหน่วยงานประเภทเดียวกัน", "(ผลรวมอาจไม่ตรงเนื่องจากการปัดเศษ)"],
    ),
    "marks of another setting": (
        given({2567: ten(96, i3=82)}, "plan", settings="urgent_below=80 strength_from=97"),
        [
            "ต่ำกว่า 80 คะแนน จัดเป็นประเด็นที่จะต้องแก้ไขโดยเร่งด่วน",
            "ไม่ถึง 97 คะแนน",
            "คะแนนที่ต่ำกว่านี้จัดเป็นประเด็นที่จะต้องแก้ไขโดยเร่งด่วน: 80 (ค่าปกติ 85)",
        ],
    ),
    "several must rise together": (
        given({2567: ten(84)}, "plan"),
        ["เพื่อให้ทุกตัวชี้วัดผ่านเกณฑ์ 85 คะแนน", "เพื่อให้ถึงระดับ “ผ่าน” โดยเพิ่มขึ้นพร้อมกันทั้ง 2 ตัวชี้วัด"],
    ),
    "peers": (
        given({2568: GOOD}, "plan", 2569, others=6),
        ["โดยอันดับที่ 1 คือคะแนนสูงสุด", "อำเภอเมืองตัวอย่าง | 1 | 7 | 100.0 | 94.00"],
    ),
    "done": (
        given({}, measures=THREE, statuses=["done"] * 3),
        ["รวม 3 กิจกรรม ซึ่งดำเนินการแล้วครบทุกกิจกรรม"],
    ),
    "one measure under way": (
        given({}, "progress", measures=THREE[:1], statuses=["under_way"]),
        ["จำนวน 1 มาตรการ รวม 1 กิจกรรม ซึ่งอยู่ระหว่างดำเนินการ"],
    ),
    "mixed statuses": (
        given({}, "progress", measures=THREE, statuses=["done", "under_way", "not_begun"]),
        ["แบ่งเป็น ดำเนินการแล้ว 1 กิจกรรม อยู่ระหว่างดำเนินการ 1 กิจกรรม และยังไม่ดำเนินการ 1 กิจกรรม"],
    ),
    "done and improved, done and not, not begun": (
        given(
            {2567: ten(97, i7=90, i8=90, i9=70), 2568: ten(97, i7=90.5, i8=94, i9=69)},
            measures=[("x", "9"), ("y", "7"), ("z", "8"), ("w", "8")],
            statuses=["not_begun", "done", "done", "done"],
        ),
        [
            "จำแนกเป็นตัวชี้วัดที่มีมาตรการที่ดำเนินการแล้วและคะแนนเพิ่มขึ้นตั้งแต่ 1 คะแนนขึ้นไป 1 ตัวชี้วัด",
            "ที่มีมาตรการที่ดำเนินการแล้วแต่คะแนนมิได้เพิ่มขึ้นถึง 1 คะแนน 1 ตัวชี้วัด",
            "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล ซึ่งยังไม่ดำเนินการตามมาตรการที่ 1 มีคะแนนลดลงจาก 70.00 เป็น 69.00 คะแนน"
            " และยังต่ำกว่าเกณฑ์ ในปีงบประมาณ พ.ศ. 2569 ควรเร่งดำเนินการให้แล้วเสร็จ",
            "ซึ่งได้ดำเนินการตามมาตรการที่ 2 แล้ว มีคะแนนใกล้เคียงเดิม (จาก 90.00 เป็น 90.50 คะแนน)",
            "ควรดำเนินการต่อเนื่องและติดตามคะแนนต่อไป",
            "ซึ่งได้ดำเนินการตามมาตรการที่ 3 และ 4 แล้ว มีคะแนนเพิ่มขึ้นจาก 90.00 เป็น 94.00 คะแนน",
        ],
    ),
    "done, and fell or stayed below the mark": (
        given(
            {2567: ten(97, i7=84.5, i8=90), 2568: ten(97, i7=84.9, i8=88)},
            measures=[("y", "7"), ("z", "8")],
            statuses=["done", "done"],
        ),
        [
            "ทบทวนมาตรการของตัวชี้วัดที่ 8 การปรับปรุงการทำงาน และตัวชี้วัดที่ 7 ประสิทธิภาพการสื่อสาร"
            " ซึ่งดำเนินการแล้วแต่คะแนนลดลงหรือยังต่ำกว่าเกณฑ์",
            "ควรทบทวนว่ามาตรการตรงกับสาเหตุหรือไม่",
        ],
    ),
    "a match by words, and states that somebody judged": (
        given(
            {2567: ten(97, i9=84.5), 2568: ten(97, i9=90)},
            measures=[("การเปิดเผยข้อมูล", ""), ("y", "9")],
            statuses=["done", "done"],
            replaced={"sources": source_row(statuses="judged")},
        ),
        [
            "เพิ่มขึ้นตั้งแต่ 1 คะแนนขึ้นไป*",
            "ซึ่งได้ดำเนินการตามมาตรการที่ 1** และ 2 แล้ว",
            "สถานะพิจารณาจากถ้อยคำของผลการดำเนินการ เนื่องจากเอกสารต้นทางมิได้ระบุสถานะ",
        ],
    ),
    "unfinished at the end of the year": (
        given({2568: GOOD}, measures=[("y", "7"), ("z", "8")], statuses=["done", "under_way"]),
        ["พิจารณาว่าจะดำเนินการกิจกรรมที่ยังไม่แล้วเสร็จ จำนวน 1 กิจกรรม ต่อในปีถัดไปหรือไม่ คือ มาตรการที่ 2 z"],
    ),
    "unfinished in time": (
        given(
            {},
            measures=[("y", "7")] * 5,
            statuses=["done", *["under_way"] * 4],
            told=[{"results_until": pd.Timestamp(2025, 3, 31)}] * 5,
        ),
        [
            "กำกับกิจกรรมที่ยังไม่แล้วเสร็จ จำนวน 4 กิจกรรม ให้แล้วเสร็จตามระยะเวลาที่กำหนด"
            " ได้แก่ มาตรการที่ 2 y มาตรการที่ 3 y มาตรการที่ 4 y และกิจกรรมของมาตรการอื่น"
        ],
    ),
    "measures of which nothing is reported, at the year's end": (
        given({2568: GOOD}, measures=[("y", "7")], statuses=[]),
        [
            "จึงขอรายงานมาตรการดังกล่าว ซึ่งยังมิได้มีการรายงานผลการดำเนินการ",
            "จะรายงานผลการดำเนินการตามมาตรการดังกล่าวต่อไป",
        ],
    ),
    "states that nobody reported": (
        given({}, measures=[("y", "7"), ("z", "8")], statuses=["", ""]),
        [
            "จึงขอรายงานผลการดำเนินการตามมาตรการดังกล่าว รวม 2 กิจกรรม โดยมิได้ระบุสถานะของกิจกรรม",
            "รายงานฉบับนี้จึงแสดงเฉพาะมาตรการ โดยไม่มีการเปรียบเทียบคะแนน",
        ],
    ),
    "a plan without scores, but for the year's total": (
        given({}, "plan", 2568, published={2567: (90.0, "")}, measures=[("y", "7")]),
        ["ในการนี้ จึงขอเสนอมาตรการเพื่อพิจารณา", "เทศบาลตำบลตัวอย่างได้กำหนดมาตรการ"],
    ),
    "improved without its measure, and no state": (
        given(
            {2567: ten(97, i8=90, i9=70), 2568: ten(97, i8=94, i9=88)},
            measures=[("x", "9"), ("z", "8")],
            statuses=["not_begun", ""],
        ),
        [
            "ซึ่งยังไม่ดำเนินการตามมาตรการที่ 1 มีคะแนนเพิ่มขึ้นจาก 70.00 เป็น 88.00 คะแนน และผ่านเกณฑ์แล้ว",
            "ควรดำเนินการให้แล้วเสร็จ และติดตามว่าคะแนนคงอยู่หรือไม่",
            "ยังมิได้มีการรายงานสถานะของมาตรการที่ 2",
            "จึงต้องรายงานสถานะของมาตรการให้ครบก่อนสรุปผล",
            "ยังไม่อาจสรุปได้ 1 ตัวชี้วัด",
        ],
    ),
    "improved without a measure": (
        given({2567: ten(97, i9=70), 2568: ten(97, i9=80)}, measures=[("x", "none")], statuses=["done"]),
        [
            "ซึ่งไม่มีมาตรการที่ระบุว่ารองรับตัวชี้วัดนี้ มีคะแนนเพิ่มขึ้นจาก 70.00 เป็น 80.00 คะแนน และยังต่ำกว่าเกณฑ์",
            "ควรระบุหรือกำหนดมาตรการที่รองรับ",
        ],
    ),
    "measures without the year's scores": (
        given({2567: ten(97, i9=70)}, measures=[("x", "9")], statuses=["under_way"]),
        ["อยู่ระหว่างดำเนินการตามมาตรการที่ 1 จึงควรพิจารณาอีกครั้งเมื่อประกาศคะแนนแล้ว"],
    ),
    "matched by steps and results, with evidence": (
        given(
            {2567: ten(97, i9=70), 2568: ten(97, i9=90)},
            measures=[("x", ""), ("y", "")],
            statuses=["done", "done"],
            told=[
                {"step": "เปิดเผยข้อมูลการใช้จ่าย", "result": "ประชุม\nเผยแพร่เมื่อ 5 มกราคม", "evidence": "ประกาศ"},
                {"result": "เปิดเผยข้อมูลครบแล้ว"},
            ],
        ),
        [
            "มาตรการที่ 1 x** (ดำเนินการแล้ว) / ประชุม / เผยแพร่เมื่อ 5 มกราคม / หลักฐานอ้างอิง: ประกาศ",
            "มาตรการที่ 2 y** (ดำเนินการแล้ว) / เปิดเผยข้อมูลครบแล้ว",
            "* พิจารณาจากถ้อยคำในชื่อ ขั้นตอน หรือผลของมาตรการ โดยหน่วยงานยังมิได้ยืนยัน",
        ],
    ),
    "problems written, none and blank": (
        given(
            {},
            measures=THREE,
            statuses=["done"] * 3,
            told=[
                {"problems": "งบไม่พอ", "suggestions": "ไม่มี"},
                {"problems": "ไม่มี", "suggestions": "ไม่มี"},
                {"suggestions": "ไม่มี"},
            ],
        ),
        [
            "ปัญหาและอุปสรรคของมาตรการที่ 1 ปรากฏตามตารางในภาคผนวก",
            "ผู้รับผิดชอบของมาตรการที่ 2 รายงานว่าไม่มีปัญหาและอุปสรรค",
            "มิได้มีการรายงานปัญหาและอุปสรรคของมาตรการที่ 3",
            "ผู้รับผิดชอบรายงานว่าไม่มีข้อเสนอแนะ",
            "มิได้มีการรายงานผลลัพธ์รายมาตรการ",
        ],
    ),
    "late on the day looked back from": (
        given(
            {},
            "progress",
            measures=THREE[:2],
            statuses=["under_way", "not_begun"],
            told=[{"period_end": pd.Timestamp(2025, 1, 31)}, {"period_end": pd.Timestamp(2025, 3, 31)}],
        ),
        [
            "ในจำนวนนี้ มีกิจกรรมที่พ้นระยะเวลาดำเนินการแล้ว ณ วันที่ 31 มีนาคม 2568 จำนวน 1 กิจกรรม"
            " คือ มาตรการที่ 1 (สิ้นสุด 31 ม.ค. 68)",
        ],
    ),
    "all years, higher than the first": (
        given({2566: ten(90), 2567: ten(86), 2568: ten(92)}),
        ["คะแนนรวมปีงบประมาณ พ.ศ. 2568 สูงกว่าปีงบประมาณ พ.ศ. 2566 อยู่ 2.00 คะแนน"],
    ),
    "all years, lower than the first": (
        given({2566: ten(95), 2567: ten(86), 2568: ten(92)}),
        ["คะแนนรวมปีงบประมาณ พ.ศ. 2568 ต่ำกว่าปีงบประมาณ พ.ศ. 2566 อยู่ 3.00 คะแนน"],
    ),
    "all years, back at the first": (
        given({2566: ten(92), 2567: ten(86), 2568: ten(92)}),
        ["คะแนนรวมปีงบประมาณ พ.ศ. 2568 เท่ากับปีงบประมาณ พ.ศ. 2566"],
    ),
    "beside the peers": (
        given({2568: ten(90)}, "plan", 2569, others=6),
        ["90.00 มัธยฐาน 87.00"],
    ),
    "results that end before the year does, and a day looked back from": (
        given(
            {},
            measures=[*THREE[:1], *THREE],
            statuses=["under_way", "done", "done", "done"],
            told=[
                {"measure": 1, "results_until": pd.Timestamp(2025, 3, 31), "responsible": "กองคลัง\nทุกคน"},
                {"measure": 1, "activity": 2, "results_until": pd.Timestamp(2025, 2, 28)},
                {"results_until": pd.Timestamp(2025, 3, 31)},
                {"results_until": pd.Timestamp(2025, 3, 31)},
            ],
            cut_off=date(2025, 1, 31),
        ),
        [
            "ทั้งนี้ ผลการดำเนินการที่รายงานมีถึงวันที่ 31 มีนาคม 2568",
            "ผลการดำเนินการที่รายงานมีถึงวันที่ 31 มีนาคม 2568\nพิจารณากำหนดเวลา ณ วันที่ 31 มกราคม 2568",
            "คือ กิจกรรมที่ 1 ของมาตรการที่ 1",
            "ในการนี้ จึงขอรายงานผลการดำเนินการ",
        ],
    ),
    "units, and sums that differ by rounding": (
        given(
            {2567: ten(84.93, i1=84.91)},
            "plan",
            measures=THREE,
            told=[{"responsible": "กองคลัง\nทุกคน"}],
        ),
        ["ได้แก่ กองคลัง และบุคลากรทุกคนของหน่วยงาน", "ผลรวมอาจไม่ตรงเนื่องจากการปัดเศษ"],
    ),
    "one score missing, ranks and means as printed": (
        given(
            {2567: ten(90), 2568: dict.fromkeys(range(1, 10), 90.0)},
            published={2568: (90.0, "ผ่านดี")},
            context=[
                (2568, "rank", "province", "total", 3),
                (2568, "size", "province", "total", 40),
                (2568, "mean", "province", "total", 88.5),
            ],
        ),
        [
            "ปีงบประมาณ พ.ศ. 2568 ไม่มีคะแนนตัวชี้วัดที่ 10",
            "อันดับที่ 3 ของจังหวัด จาก 40 แห่ง และค่าเฉลี่ยของจังหวัด 88.50 คะแนน",
        ],
    ),
    "many weak points that no measure names, many results": (
        given(
            {2567: ten(96, i2=80, i7=80, i9=70), 2568: ten(96, i9=80)},
            measures=[("x", "9"), ("y", "none")],
            statuses=["done", "done"],
            told=[{"result": "ก\nข\nค\nง\nจ"}],
        ),
        ["(ผลการดำเนินการทั้งหมดปรากฏในภาคผนวก)"],
    ),
    "an agency of Bangkok that says whom to call": (
        given(
            {2568: GOOD},
            "plan",
            2569,
            replaced={
                "agency": Agency(ID, "ตัวอย่าง", "เทศบาลตำบล", "เมืองตัวอย่าง", "กรุงเทพมหานคร"),
                "office": Office(office="สำนักงานเขต", telephone="02 000 0000"),
                "sources": source_row(publisher="สำนักงานเขต", retrieved="1 ต.ค. 2568"),
            },
        ),
        ["กรุงเทพมหานคร", "เขตเมืองตัวอย่าง", "โทร. 02 000 0000", "ข้อมูลที่ได้รับเมื่อ 1 ต.ค. 2568"],
    ),
    "questions and items behind the weak points": (
        given(
            {2566: ten(96), 2567: ten(97, i1=75, i9=76), 2568: ten(97, i1=80, i9=80)},
            asked=[
                (2566, "i1", 1, "เป็นไปตามขั้นตอน", 72.0),
                (2566, "i2", 1, "เป็นไปตามเวลา", 80.0),
                *(
                    (2567, f"i{n}", 1, text, score)
                    for n, text, score in (
                        (1, "เป็นไปตามขั้นตอน", 70.0),
                        (2, "เท่าเทียม 2 ทาง", 71.5),
                        (3, "", 83.5),
                    )
                ),
                *((2567, f"o{n}", 9, "", 0.0) for n in (2, 4, 11, 12, 13)),
                (2567, "o1", 9, "", 100.0),
                (2568, "i2", 1, "", 70.0),
            ],
        ),
        [
            "ข้อ i1 “เป็นไปตามขั้นตอน” ได้ 70.00 คะแนน"
            " (เปลี่ยนแปลงจากปีก่อน −2.00 คะแนน และหากได้คะแนนเต็ม คะแนนรวมจะเพิ่มขึ้นประมาณ 0.60 คะแนน)",
            "(หากได้คะแนนเต็ม คะแนนรวมจะเพิ่มขึ้นประมาณ 0.57 คะแนน และถ้อยคำของข้อคำถามต่างจากปีก่อน จึงไม่นำมาเปรียบเทียบ)",
            "รายการที่ไม่ได้คะแนน ได้แก่ ข้อ O2 ข้อ O4 ข้อ O11 ข้อ O12 และข้อ O13",
            "ต่ำกว่าเกณฑ์ 85 คะแนน โดยเริ่มจากข้อ i2",
        ],
    ),
    "questions that stayed or rose and are still low": (
        given(
            {2566: ten(97), 2567: ten(97, i1=75)},
            "plan",
            asked=[
                (year, code, 1, text, score)
                for year, code, text, score in (
                    (2566, "i1", "ก", 70.0),
                    (2567, "i1", "ก", 70.0),
                    (2566, "i2", "ข", 68.0),
                    (2567, "i2", "ข", 71.5),
                )
            ],
        ),
        ["(เท่ากับปีก่อน และหาก", "(เปลี่ยนแปลงจากปีก่อน +3.50 คะแนน และหาก"],
    ),
    "remarks that hold for both years": (
        given({2567: ten(97), 2568: ten(98)}),
        [
            "คะแนนรวมปีงบประมาณ พ.ศ. 2567 และ พ.ศ. 2568 คำนวณจาก",
            "ปีงบประมาณ พ.ศ. 2567 และ พ.ศ. 2568 ได้จากการเทียบคะแนน",
        ],
    ),
    "a single item of a year whose items are known": (
        given({2564: ten(97, i10=75)}, "plan", 2565, asked=[(2564, "o42", 10, "แผนปฏิบัติการ", 0.0)]),
        ["รายการที่ไม่ได้คะแนน คือ ข้อ O42 “แผนปฏิบัติการ” (หากได้คะแนนเต็ม คะแนนรวมจะเพิ่มขึ้น 5.00 คะแนน)"],
    ),
    "a plan whose measures name the questions that they answer": (
        given(
            {2567: ten(97, i1=75, i2=80)},
            "plan",
            measures=[("x", "1,2"), ("y", "IIT")],
            told=[{"questions": "i4,i5,i1"}, {"questions": "o30"}],
        ),
        ["มาตรการที่ 1 x (รองรับข้อ i4 และข้อ i5) ไว้รองรับ", "มาตรการที่ 1 x (รองรับข้อ i1) ไว้รองรับ"],
    ),
    "a plan whose measures name some of what was lost": (
        given(
            {2567: ten(97, i9=75, i6=80, i1=96)},
            "plan",
            measures=[("x", "9"), ("y", "6")],
            told=[{"questions": "o12,o13"}, {}],
            asked=[
                *((2567, f"o{n}", 9, "ก", 0.0) for n in (12, 13, 15, 17)),
                (2567, "e1", 6, "", 70.0),
                (2567, "i1", 1, "", 80.0),
            ],
        ),
        [
            "มาตรการที่ 1 x (รองรับข้อ O12 และข้อ O13) ไว้รองรับเฉพาะข้อที่ระบุ ส่วนข้อ O15 และข้อ O17 ยังไม่มีมาตรการรองรับ",
            "ได้กำหนดมาตรการที่ 2 y ไว้รองรับ",
            "ข้อ O17 ก | 0.00 | – | ยังไม่มี",
            "ข้อ e1 | 70.00 | 1.00 | มาตรการที่ 2 (ทั้งตัวชี้วัด)",
            "ได้แก่ ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล ข้อ O12 “ก” (มาตรการที่ 1) ข้อ O13 “ก” (มาตรการที่ 1)"
            " และข้อ O15 “ก” (ยังไม่มีมาตรการรองรับ) กับข้ออื่นอีก 1 ข้อ"
            " และตัวชี้วัดที่ 6 คุณภาพการดำเนินงาน ข้อ e1 (มาตรการที่ 2) ตามลำดับ",
            "– หมายถึง ยังคำนวณคะแนนรวมที่จะเพิ่มขึ้นไม่ได้ เนื่องจากไม่มีข้อมูลที่ยืนยันได้ว่าตัวชี้วัดนั้นมีกี่ข้อหรือรวมคะแนนของแต่ละส่วนอย่างไร",  # noqa: E501
            "คะแนนรวมที่จะเพิ่มขึ้นเป็นค่าประมาณ เนื่องจากจำนวนข้อของแต่ละตัวชี้วัดยังไม่ได้รับการยืนยัน",
            "มิใช่ทุกข้อที่หน่วยงานเสียคะแนน",
        ],
    ),
    "an indicator of which most questions are below its score": (
        given(
            {2567: ten(97, i9=96, i6=80)},
            "plan",
            asked=[(2567, f"e{n}", 6, "", 70.0 + n) for n in range(1, 6)],
        ),
        ["ได้ 71.00 คะแนน", "และข้ออื่นอีก 2 ข้อ"],
    ),
    "an annual report whose measures name the questions that they answer": (
        given(
            {2567: ten(97, i9=75), 2568: ten(97, i9=90)},
            measures=[("x", "9")],
            statuses=["done"],
            told=[{"questions": "o12"}],
            asked=[(2567, "o12", 9, "", 0.0)],
        ),
        ["มาตรการที่ 1 x (รองรับข้อ O12) (ดำเนินการแล้ว)"],
    ),
    "respondents of both years": (
        given(
            {2566: ten(96), 2567: ten(90, i1=84), 2568: ten(94, i1=99, i2=90, i6=96)},
            measures=[("x", "1, 3"), ("y", "9")],
            statuses=["done", "done"],
            context=[
                *(
                    (year, "respondents", "", "iit", count)
                    for year, count in ((2566, 9), (2567, 45), (2568, 1200))
                ),
                (2568, "respondents", "", "eit_1", 100),
            ],
        ),
        [
            "ตัวชี้วัดที่ 1: ไม่เกิน 10.7 คะแนน",
            "(ผู้ตอบ 45 คน และ 1,200 คน)",
            "ตัวชี้วัดที่ 6, 7 และ 8: 1 คะแนน เนื่องจากแบบวัด EIT มีผู้ตอบหลายกลุ่ม",
            "ตัวชี้วัดที่ 9 และ 10: 1 คะแนน เนื่องจากเป็นการตรวจข้อมูล",
            "มีผู้ตอบเพียง 9 คน ไม่ถึง 30 คน",
            "คะแนนลดลงจากปีก่อนไม่น้อยกว่าเกณฑ์การเปลี่ยนแปลง",
            "คะแนนเปลี่ยนแปลงอยู่ในช่วงที่ความบังเอิญอธิบายได้ (+4.00)",
            "เพิ่มขึ้นไม่น้อยกว่าเกณฑ์การเปลี่ยนแปลง",
            "ตัวชี้วัดที่ 1, 2, 3, 4 และ 5: ต้องเปลี่ยนแปลงไม่น้อยกว่าที่ความบังเอิญ",
        ],
    ),
    "respondents of one year only": (
        given({2567: ten(90), 2568: ten(94)}, context=[(2568, "respondents", "", "iit", 45)]),
        ["ตัวชี้วัดที่ 1, 2, 3, 4 และ 5: 1 คะแนน เนื่องจากไม่มีข้อมูลจำนวนผู้ตอบทั้งสองปี"],
    ),
    "plan without measures": (
        given({2567: KHOK_MA}, "plan"),
        ["จะนำผลการวิเคราะห์ข้างต้นไปประกอบการกำหนดมาตรการ"],
    ),
}


def facts_in(case: str) -> Facts:
    """The facts of a case."""
    return _facts()[case]


@cache
def _facts() -> dict[str, Facts]:
    """The facts of all cases, analysed in one go for each of the settings: one by one takes far longer."""
    made: dict[str, Facts] = {}
    for settings in {told.get("settings", "") for told, _ in CASES.values()}:
        names = [name for name, (told, _) in CASES.items() if told.get("settings", "") == settings]
        told = [
            {key: value for key, value in CASES[name][0].items() if key not in ("settings", "replaced")}
            | {"agency_id": f"{place:07}"}
            for place, name in enumerate(names, start=1)
        ]
        for name, (known, _) in zip(names, together(told, settings), strict=True):
            made[name] = dataclasses.replace(known, **CASES[name][0].get("replaced", {}))
    return made


def said(known: Facts, writer: Writer) -> list[str]:
    """Everything that a report says in words, a paragraph or a row of a table each."""
    lines = [
        sentences.title(known, writer),
        sentences.place(known, writer),
        *sentences.summary(known, writer),
    ]
    lines += [standing.of_country(known, writer), standing.published(known, writer)]
    lines += remarks.left_out(known, writer) + remarks.of_report(known, writer)
    lines += remarks.of_earlier_years(known, writer)
    lines += [weakness.intro(known, writer)]
    lines += [weakness.nothing(known, kind, writer) for kind in ("urgent", "develop")]
    lines += [line for kind in ("urgent", "develop") for line in weakness.points(known, kind, writer)]
    if known.document == "annual" and len(known.weak):
        lines.append(follow_up.intro(known, writer))
        for row in follow_up.rows(known, writer):
            lines.append(" | ".join([row.indicator, row.before, row.after, row.verdict]))
            lines += [" / ".join([name, *done]) for name, done in row.measures]
        lines += follow_up.points(known, writer)
        lines.append(follow_up.caution(known, writer))
    lines.append(weakness.inferred_note(known, writer))
    for heading, rows, _ in questions.to_mend(known, writer):
        lines += [heading, *(" | ".join(row) for row in rows)]
    lines += [*questions.notes(known, writer), questions.begin(known, writer)]
    if len(known.targets):
        lines.append(prospects.intro(known, writer))
        for goal in prospects.goals(known, writer):
            lines += [goal.title, *(" | ".join(row) for row in goal.rows)]
        lines += [prospects.rounding(known, writer), prospects.note(known, writer)]
    if standing.groups(known):
        lines.append(standing.intro(known, writer))
        lines += [" | ".join(row) for row in standing.of_total(known, writer)]
    if known.document == "annual" and len(known.measures):
        lines.append(sentences.movement(known, writer))
    lines += [measures.intro(known, writer), *sentences.closing(known, writer)]
    if known.document != "plan" and len(known.progress):
        lines += measures.unfinished(known, writer)
        for column in ("outcome", "problems", "suggestions"):
            lines += measures.unstated(known, column, writer)
            lines.append(
                measures.pointer(known, column, writer) if measures.stated(known, column, writer) else ""
            )
    if known.document == "plan" and len(known.measures):
        lines.append(measures.responsible(known, writer))
    if len(known.measures):
        lines.append(measures.not_drawn(known, 1, writer))
    lines += [f"{name}: {text}" for name, text in about.lines(known, writer)]
    for result in (known.current, known.previous):
        if result.level:
            label, name = sentences.level_label(result, writer), sentences.level_name(result, writer)
            lines += [f"{label}: {name}", sentences.level_shown(result, writer)]
    for part in (brief.result, brief.moved, brief.decisions, brief.state, brief.about):
        lines += part(known, writer)
    if known.document != "summary":
        lines += [" ".join(f"{label} {text}" for label, text in line) for line in memo.head(known, writer)]
        lines += [*memo.opening(known, writer), *memo.parts(known, writer), *memo.ending(known, writer)]
        lines += [f"{opinion.heading} / {opinion.office}" for opinion in memo.opinions(known, writer)]
    for caption in charts_of(known, writer).values():
        lines += [caption.title, caption.description]
    # Lines of dots are to be filled in.
    return [re.sub(r"\.{4,}", "…", line.replace("\u00a0", " ")) for line in lines if line]


class Recording(Writer):
    """Keeps from which lines of which modules something was said."""

    def say(self, *, th: str, en: str) -> str:
        caller = sys._getframe(1)
        REACHED.add((Path(caller.f_code.co_filename).stem, caller.f_lineno))
        return super().say(th=th, en=en)


REACHED: set[tuple[str, int]] = set()
DIGITS = {"th": "thai", "en": "arabic"}


@cache
def lines(case: str, language: str) -> list[str]:
    """What is said of a case, worked out once for all that look at it."""
    return said(facts_in(case), Recording(language, DIGITS[language]))


def test_the_variants_hold_every_sentence():
    for case in CASES:
        lines(case, "th")
    modules = (
        about,
        brief,
        captions,
        chances,
        measures,
        memo,
        prospects,
        questions,
        sentences,
        standing,
        weakness,
    )
    sites = {
        (Path(module.__file__).stem, node.lineno)
        for module in modules
        for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "say"
    }
    assert sorted(sites - REACHED) == []


@pytest.mark.parametrize("case", CASES)
def test_what_must_be_said_is_said(case):
    text = thai.to_arabic_digits("\n".join(lines(case, "th")))
    for words in CASES[case][1]:
        assert words in text


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", DIGITS)
def test_every_line_is_whole(case, language):
    for line in lines(case, language):
        assert line == line.strip()
        assert "  " not in line
        assert not re.search(r"\b(None|nan|NaN|NA)\b", line)
        if language == "en":
            assert not re.search(r"\.\.| ,| \.|,,|;;|: \.", line)
            assert not re.search("[๐-๙]", line)
            # Names of agencies, districts and measures are Thai in English, too; nothing else is.
            known = facts_in(case)
            cells = "\n".join(
                row[name]
                for name in ("title", "result", "evidence", "responsible")
                for row in known.activities
            ).split("\n")
            cells += [row["text"] for row in known.questions]
            names = "|".join(
                [*filter(None, cells), "เทศบาลตำบลตัวอย่าง|(เมือง)?ตัวอย่าง|เทศบาลตำบล|สำนักงานเขต|1 ต.ค."]
            )
            assert not re.search("[ก-๛]", re.sub(names, "", line))
        else:
            assert not re.search("[0-9]", line)
            assert not re.search(r"(ตัวชี้วัด|คะแนน|มาตรการ) \1\b", line)
            # A pair of words that ends an enumeration is taken apart: ผลลัพธ์ ปัญหา และอุปสรรค.
            assert not re.search(" และ[ก-๛]{2,12}และ[ก-๛]{2,12} ", line)


def test_all_variants_on_one_page(tmp_path):
    parts = ["<!DOCTYPE html><meta charset='utf-8'><title>All variants</title>"]
    for name in CASES:
        parts.append(f"<h2>{name}</h2>")
        for language in DIGITS:
            told = lines(name, language)
            print(f"\n== {name} ({language})", *told, sep="\n")  # noqa: T201 - the page is to be read
            parts += [f"<p lang='{language}'>{html.escape(line)}</p>" for line in told]
    page = tmp_path / "variants.html"
    page.write_text("\n".join(parts), encoding="utf-8")
    assert page.stat().st_size > 20_000
