"""The sentences: every variant reads on, every figure in them is the tables'."""

from dataclasses import replace
from decimal import Decimal

import pytest

from helpers import framework
from helpers.facts import Agency, Facts, Result
from helpers.narrative import Writer, captions, measures, remarks, sentences, weakness

TH, EN = Writer("th", "arabic"), Writer("en", "arabic")
AGENCY = Agency("0000001", "ตัวอย่าง", "เทศบาลตำบล", "เมือง", "ตัวอย่าง")


def result(year: int, scores: dict[int, float], total=None, level: str = "") -> Result:
    return Result(year, framework.for_year(year), scores, total, total, level, "", total=total, level=level)


def facts(current: Result, previous: Result, document="annual", measures=None, progress=None) -> Facts:
    weights = {i.number: i.weight for i in current.rules.indicators}
    rows = []
    for number in sorted(previous.scores.keys() | current.scores.keys()):
        before, now = previous.scores.get(number), current.scores.get(number)
        change = None if before is None or now is None else round(now - before, 2)
        contribution = None if change is None else float(Decimal(str(change)) * weights[number])
        row = {"indicator": number, "previous": before, "current": now, "change": change}
        rows.append(row | {"contribution": contribution, "margin": None})  # no respondents on file
    return Facts(
        agency=AGENCY,
        fiscal_year=current.year if document == "annual" else current.year + 1,
        document=document,
        current=current,
        previous=previous,
        comparison=rows,
        analysed=previous if document == "annual" else current,
        weak=[],
        measures=measures or [],
        progress=progress or [],
    )


def ten(value: float, **different: float) -> dict[int, float]:
    return {n: different.get(f"i{n}", value) for n in range(1, 11)}


NONE = result(2567, {})


@pytest.mark.parametrize(
    ("total", "before", "words"),
    [
        (95.00, 90.00, "โดยคะแนนเพิ่มขึ้น 5.00 คะแนน เมื่อเทียบกับปีงบประมาณ พ.ศ. 2567 ซึ่งได้ 90.00 คะแนน"),
        (90.00, 95.00, "โดยคะแนนลดลง 5.00 คะแนน เมื่อเทียบกับปีงบประมาณ พ.ศ. 2567 ซึ่งได้ 95.00 คะแนน"),
        (90.00, 90.00, "เท่ากับปีงบประมาณ พ.ศ. 2567"),
        (90.40, 90.00, "ใกล้เคียงกับปีงบประมาณ พ.ศ. 2567 ซึ่งได้ 90.00 คะแนน (เพิ่มขึ้น 0.40 คะแนน)"),
        (90.00, 90.99, "(ลดลง 0.99 คะแนน)"),
        (90.00, None, "มิได้เปรียบเทียบกับปีก่อน เนื่องจากไม่มีข้อมูลคะแนนของปีงบประมาณ พ.ศ. 2567"),
    ],
)
def test_the_change_of_the_total(total, before, words):
    previous = result(2567, ten(90) if before else {}, before)
    said = " ".join(sentences.summary(facts(result(2568, ten(90), total), previous), TH)).replace(
        "\u00a0", " "
    )
    assert words in said


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        (ten(90), "ทุกตัวชี้วัดได้คะแนนตั้งแต่ 85 คะแนนขึ้นไป"),
        (ten(80), "ทุกตัวชี้วัดได้คะแนนต่ำกว่าเกณฑ์ 85 คะแนน"),
        (ten(90, i9=84.99), "จำนวน 1 ตัวชี้วัด จาก 10 ตัวชี้วัด คือ ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล"),
        (
            ten(90, i8=84.99, i9=70, i10=60),
            "จำนวน 3 ตัวชี้วัด จาก 10 ตัวชี้วัด ได้แก่ ตัวชี้วัดที่ 8 การปรับปรุงการทำงาน"
            " ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล และตัวชี้วัดที่ 10 การป้องกันการทุจริต",
        ),
        ({1: 90.0, 2: 80.0}, "จำนวน 1 ตัวชี้วัด จาก 2 ตัวชี้วัดที่มีข้อมูล คือ ตัวชี้วัดที่ 2"),
    ],
)
def test_indicators_below_the_pass_mark(scores, words):
    said = " ".join(sentences.summary(facts(result(2568, scores, 90.0), NONE), TH)).replace("\u00a0", " ")
    assert words in said


def test_no_scores_one_score_and_the_previous_year_only():
    nothing = sentences.summary(facts(result(2568, {}), NONE), TH)[0].replace("\u00a0", " ")
    assert nothing.startswith("ไม่มีข้อมูลคะแนน")
    one = sentences.summary(facts(result(2568, {9: 88.64}), NONE), TH)[0].replace("\u00a0", " ")
    assert "มีคะแนนเพียง 1 ตัวชี้วัด จาก 10 ตัวชี้วัด คือ ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล ได้ 88.64 คะแนน" in one
    before = sentences.summary(facts(result(2568, {}), result(2567, ten(90), 90.0, "ผ่านดี")), TH)[0]
    assert "ส่วนปีงบประมาณ พ.ศ. 2567 ได้ 90.00 คะแนน อยู่ในระดับ “ผ่านดี”" in before.replace("\u00a0", " ")


def variants():
    previous = result(2567, ten(90), 90.0, "ผ่านดี")
    yield facts(result(2568, ten(95), 95.0, "ผ่านดีเยี่ยม"), previous)
    yield facts(result(2568, ten(90), 90.0, "ผ่านดี"), previous)
    yield facts(result(2568, ten(89, i1=91.5), 89.15, "ผ่านดี"), previous)
    yield facts(result(2568, ten(50), 50.0, "ต้องปรับปรุงโดยด่วน"), previous)
    yield facts(result(2568, {}), previous)
    yield facts(result(2568, {}), NONE)
    yield facts(result(2568, {9: 88.64}), NONE)
    yield facts(result(2568, {}), result(2567, {9: 88.64}))
    yield facts(result(2569, ten(90), 90.0), result(2568, ten(90), 90.0))
    for document in ("plan", "progress"):
        yield facts(result(2567, ten(90, i9=70), 86.0), result(2566, ten(90), 90.0), document)


@pytest.mark.parametrize("known", list(variants()))
@pytest.mark.parametrize("writer", [TH, EN], ids=["th", "en"])
def test_every_variant_is_whole_sentences(known, writer):
    said = [
        sentences.title(known, writer),
        sentences.place(known, writer),
        *sentences.summary(known, writer),
        weakness.intro(known, writer),
        measures.intro(known, writer),
        *sentences.closing(known, writer),
        *remarks.of_report(known, writer),
    ]
    for sentence in said:
        assert sentence
        assert sentence == sentence.strip()
        assert "  " not in sentence
        assert "None" not in sentence
        assert "nan" not in sentence.lower().replace("finance", "")
        if writer is EN:
            assert ".." not in sentence
            assert " ," not in sentence


def test_provisional_rules_are_said():
    known = facts(result(2569, ten(90), 90.0), result(2568, ten(90), 90.0))
    assert any("ยังไม่ได้รับการยืนยัน" in note for note in remarks.of_report(known, TH))
    assert any("provisional" in note for note in remarks.of_report(known, EN))


def test_a_computed_total_is_called_one():
    current = replace(result(2568, ten(90), None), computed_total=90.0, total=90.0)
    notes = remarks.of_report(facts(current, NONE), TH)
    assert any("คำนวณจากคะแนนรายตัวชี้วัด" in note for note in notes)


def test_captions_state_the_finding():
    known = facts(result(2568, ten(95, i9=80), 90.0), result(2567, ten(90), 90.0))
    assert "1 จาก 10 ตัวชี้วัดที่ต่ำกว่าเกณฑ์ 85 คะแนน" in captions.comparison(known, TH).title.replace("\u00a0", " ")
    assert captions.contributions(known, TH).title.startswith("ตัวชี้วัดที่")
    assert "-2.00" in captions.contributions(known, EN).title.replace("−", "-")
