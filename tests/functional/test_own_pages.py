"""The product's own documents, given back as the only file received: what they print is what was there."""

import re
import shutil
from functools import lru_cache
from pathlib import Path

import pytest
from justhtml import JustHTML

from helpers import columns, framework, stages, thai
from helpers.formats.word import to_docx
from helpers.narrative import writer
from helpers.report import export
from helpers.report.document import open_report
from helpers.sources.layouts import own_pages
from helpers.sources.words import labels

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
YEARS = {"5310703": 2568, "6300503": 2566, "6301310": 2566, "6321604": 2566, "0012": 2568}
AGENCIES = [code for code in YEARS if code != "0012"]
INVENTED = "0012,บ้านสมมติ,เทศบาลตำบล,เมืองสมมติ,สมมติบุรี\n"
SCORES = ["91.25", "84.99", "92.50", "70.00", "88.88", "95.00", "85.00", "79.10", "100.00", "64.33"]
MEASURES = [
    # measure, activity, title, indicators, step, responsible, period
    *(
        (
            "1",
            "1",
            "เผยแพร่ราคากลาง",
            '"9, IIT"',
            '"ตรวจ\nเผยแพร่"',
            '"กองคลัง\nกองช่าง"',
            "ต.ค. 2567 - มี.ค. 2568",
        ),
    ),
    *(("1", "2", "เผยแพร่ราคากลาง", '"9, IIT"', "รายงาน", "กองคลัง", "ไตรมาส 3 - 4"),),
    *(("2", "1", "ช่องทางถามตอบ", "ไม่มี", "เปิดช่องทาง", "สำนักปลัด", ""),),
    *(("3", "1", "ทบทวนคู่มือ 12 งาน", "6", "ทบทวน", "ทุกกอง", "ปีงบประมาณ พ.ศ. 2568"),),
]
PROGRESS = [
    ("done", '"เผยแพร่แล้ว 4 ครั้ง\nผู้ชม 1,200 คน"', "ประชาชนรู้ราคา", "ไม่มี", "ควรเพิ่มสื่อ", '"ประกาศ 5/2568\nเว็บไซต์"'),
    ("under_way", "ร่างรายงาน", "", "คนไม่พอ", "", ""),
    ("not_begun", "", "", "", "", ""),
    ("", "", "", "", "", ""),
]


QUESTIONS = [
    ("i1", 1, 96.5),
    ("i10", 4, 55.0),
    ("e8", 8, 60.0),
    ("o12", 9, 0.0),
    ("o13", 9, 0.0),
    ("o15", 9, 100.0),
]
ANSWERED = '"o12,o13"'
"""What the first measure answers."""


def write_raw(raw, *, questions=False):
    shutil.copytree(RAW, raw)
    with (raw / "agencies.csv").open("a", encoding="utf-8") as file:
        file.write(INVENTED)
    rows = [f"0012,{year},{n},{score}" for year in (2567, 2568) for n, score in enumerate(SCORES, start=1)]
    rows[13] = "0012,2568,4,61.07"
    (raw / "scores" / "0012.csv").write_text(
        "agency_id,fiscal_year,indicator,score\n" + "\n".join(rows), encoding="utf-8"
    )
    (raw / "scores" / "0012_totals.csv").write_text(
        "agency_id,fiscal_year,published_total,published_level\n0012,2567,83.33,ผ่าน\n", encoding="utf-8"
    )
    if questions:
        asked = [f"0012,2567,{code},{of},เรื่องที่ {of},{score}" for code, of, score in QUESTIONS]
        (raw / "scores" / "0012_questions.csv").write_text(
            "agency_id,fiscal_year,code,indicator,text,score\n" + "\n".join(asked), encoding="utf-8"
        )
    names = "questions,measure,activity,title,indicators,step,responsible,period,monitoring,round"
    lines = [f"agency_id,fiscal_year,{names},status,result,outcome,problems,suggestions,evidence"]
    for measure, progress in zip(MEASURES, PROGRESS, strict=True):
        for round_ in ("6m", "12m"):
            answered = ANSWERED if questions and measure[0] == "1" else ""
            lines.append(",".join(("0012", "2568", answered, *measure, "สุ่มตรวจ", round_, *progress)))
    (raw / "measures" / "0012.csv").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    write_raw(folder / "raw")
    stages.refresh(folder)
    return folder


@pytest.fixture(scope="module")
def had(base):
    return stages.check(base)


def read_back(base, folder, content, suffix):
    (folder / "raw" / "measures").mkdir(parents=True)
    shutil.copy(base / "raw" / "agencies.csv", folder / "raw")
    file = folder / "raw" / "measures" / f"own{suffix}"
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return stages.check(folder)


def rows(made, table, names, agency, years):
    frame = made[table]
    frame = frame[(frame["agency_id"] == agency) & frame["fiscal_year"].isin(years)]
    keys = [name for name in ("fiscal_year", "indicator", "measure", "activity", "round") if name in frame]
    return {
        tuple(str(row[key]) for key in keys): tuple(_plain(row[name]) for name in names)
        for row in frame.to_dict("records")
    }


def _plain(value):
    return "" if value != value else thai.to_arabic_digits(str(value))


TEXTS = ("title", "step", "responsible", "period", "monitoring")
STATES = ("status", "result", "outcome", "problems", "suggestions")


WAYS = [("th", "thai"), ("en", "arabic"), ("th", "arabic"), ("en", "thai")]
"""Languages and digits: each for the invented agency, the first for the others."""
DOCUMENTS = ("plan", "progress", "annual", "summary")
READ_BACK = [("0012", document, *way) for way in WAYS for document in DOCUMENTS]
QUICK = [("0012", "annual", *WAYS[0]), ("0012", "summary", *WAYS[1])]
READ_BACK += [(code, document, *WAYS[0]) for code in AGENCIES for document in DOCUMENTS]


@pytest.mark.parametrize(
    ("agency", "document", "language", "digits"),
    [pytest.param(*case, marks=() if case in QUICK else pytest.mark.thorough) for case in READ_BACK],
)
def test_a_document_reads_back_as_what_it_was_made_of(
    base, had, tmp_path, agency, document, language, digits
):
    year = YEARS[agency]
    known = {"language": language, "digits": digits, "data_dir": base, "refresh": False}
    page = export.blocks_to_html(open_report(agency, year, document, **known).parts())
    for suffix, content in ((".html", page), (".docx", to_docx(page))):
        made = read_back(base, tmp_path / suffix[1:], content, suffix)
        _compare(had, made, agency, year, document)


@pytest.fixture(scope="module")
def with_questions(tmp_path_factory):
    folder = tmp_path_factory.mktemp("questions")
    write_raw(folder / "raw", questions=True)
    stages.refresh(folder)
    return folder


@pytest.mark.thorough
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_questions_in_a_document_are_no_scores_of_indicators(with_questions, tmp_path, document, way):
    """Their scores stand in tables and sentences of their own, with what each is worth beside them."""
    known = {"language": way[0], "digits": way[1], "data_dir": with_questions, "refresh": False}
    page = export.blocks_to_html(open_report("0012", 2568, document, **known).parts())
    assert document == "summary" or re.search("i(?:10|๑๐)", page.replace("<wbr>", "")), "they are printed"
    had = stages.check(with_questions)
    for suffix, content in ((".html", page), (".docx", to_docx(page))):
        made = read_back(with_questions, tmp_path / suffix[1:], content, suffix)
        _compare(had, made, "0012", 2568, document)
        asked = made["questions"][["fiscal_year", "code", "score"]].itertuples(index=False)
        assert {(year, code, score) for year, code, score in asked} <= {
            (2567, code, score) for code, _, score in QUESTIONS
        }


def _compare(had, made, agency, year, document):
    both = (year - 1, year)
    for table in ("scores", "totals", "measures", "progress"):
        assert set(made[table]["agency_id"]) <= {agency}
        assert set(made[table]["fiscal_year"]) <= set(both)
    scores, known = (rows(each, "scores", ("score",), agency, both) for each in (made, had))
    printed = {"summary": (), "annual": both}.get(document, (year - 1,))
    assert scores == {key: score for key, score in known.items() if int(key[0]) in printed}
    totals, known = (
        rows(each, "totals", ("published_total", "published_level"), agency, both) for each in (made, had)
    )
    for key, told in totals.items():
        assert all(one in ("", other) for one, other in zip(told, known[key], strict=True)), (
            told,
            known[key],
        )
    if document in ("annual", "plan"):
        assert {key: total for key, (total, _) in totals.items() if total} == {
            key: total for key, (total, _) in known.items() if total and int(key[0]) in printed
        }
    assert "mean" not in set(made["context"]["what"]), "shares of agencies at a level are no mean"
    measures, known = (rows(each, "measures", TEXTS, agency, (year,)) for each in (made, had))
    assert measures == ({} if document == "summary" else known)
    round_ = {"annual": "12m", "progress": "6m"}.get(document, "")
    progress, known = (rows(each, "progress", STATES, agency, (year,)) for each in (made, had))
    assert progress == {key: said for key, said in known.items() if key[-1] == round_ and any(said)}


# ------------------------------------------------------------------ the words that are known
@pytest.mark.parametrize("language", ["th", "en"])
def test_the_notes_are_those_of_the_documents(base, language):
    """A note that is worded anew must be known anew: by it stars and derived figures are told apart."""
    known = {"language": language, "digits": "arabic", "data_dir": base, "refresh": False}
    page = export.blocks_to_html(open_report("0012", 2568, "annual", **known).parts())
    said = [
        labels.plain(node.to_text(separator="", strip=False))
        for node in JustHTML(page, sanitize=False).query("p")
    ]
    notes = [pattern for _, pattern in own_pages._NOT_PUBLISHED] + [own_pages._STARS]
    if language == "en":
        notes = [english for english, _ in own_pages._SENTENCES]
    for note in notes:
        assert any(note.search(text) for text in said), note.pattern


@lru_cache
def words():
    return {
        each["en"]: each["th"]
        for group in writer._words().values()
        for each in group.values()
        if "en" in each
    }


def test_the_words_are_those_of_the_documents():
    for english, thai_word in (own_pages.WORDS | own_pages.TITLES).items():
        assert words()[english] == thai_word, english
    assert {each.en for rule in map(framework.for_year, framework.years()) for each in rule.indicators}
    assert columns.every()["title"].en == "Measure"
