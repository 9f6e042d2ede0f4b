"""The ``ita`` command from end to end; ``test_batch_running`` looks at its processes."""

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

import commands
from helpers import cli, stages, thai

ITA = str(Path(sys.executable).with_name("ita"))

CHANGES = ("−๐.๖๔", "+๐.๘๔", "+๐.๓๓", "+๑.๕๔", "+๐.๑๘", "+๐.๖๐", "+๑.๓๔", "+๕.๗๙", "+๒๓.๒๑", "๐.๐๐")
"""Published changes of the ten indicators, 2567 to 2568, of agency 5310703."""


def reports(data_dir: Path, out: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return commands.ita("reports", "--data-dir", data_dir, "--out", out, *arguments)


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["agencies"]


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).replace("\u00a0", " ")


class References(HTMLParser):
    """Collects everything that a page would fetch."""

    def __init__(self):
        super().__init__()
        self.found, self.scripts = [], 0

    def handle_starttag(self, tag, attributes):
        if tag in ("iframe", "object", "embed"):
            self.found.append(tag)
        self.scripts += tag == "script"
        for name, value in attributes:
            if name in ("src", "srcset", "poster", "xlink:href") or (name == "href" and tag == "link"):
                self.found.append(value)


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """Four good agencies and a bad one, every document; made once for the tests that only look."""
    base = tmp_path_factory.mktemp("country")
    shutil.copytree(Path(__file__).parents[2] / "data" / "raw", base / "data" / "raw")
    raw = base / "data" / "raw"
    with (raw / "agencies.csv").open("a", encoding="utf-8") as file:
        file.write("0012,ทดสอบ<b>,องค์การบริหารส่วนตำบล,เมือง,ชัยนาท\n")
    (raw / "scores" / "bad.csv").write_text(
        "agency_id,fiscal_year,indicator,score\n"
        "0012,2568,1,101\n"
        "0012,2568,2,สูง\n"
        "0012,2568,11,90\n"
        "0012,2568,3,90\n"
        "0012,2568,3,91\n"
        "9999999,2568,1,90\n"
        "12,2568,1,90\n",
        encoding="utf-8",
    )
    result = reports(base / "data", base / "out")
    return base, result


def test_a_bad_agency_among_good_ones(country):
    base, result = country
    assert result.returncode == 1
    entries = manifest(base / "out" / "2568" / "annual")
    assert entries["5310703"]["status"] == "succeeded"
    assert entries["0012"]["status"] == "failed"
    assert "scores/bad.csv (2)" in entries["0012"]["reason"]
    assert not (base / "out" / "2568" / "annual" / "0012.html").exists()
    index = (base / "out" / "2568" / "annual" / "index.html").read_text(encoding="utf-8")
    assert "จัดทำไม่ได้" in index
    assert "ทดสอบ&lt;b&gt;" in index.replace("<wbr>", "")
    for document, agency_id in [("annual", "6301310"), ("annual", "6321604"), ("progress", "6300503")]:
        assert (base / "out" / "2566" / document / f"{agency_id}.html").is_file()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (2, "101 ไม่อยู่ในช่วง 0 ถึง 100"),
        (3, "“สูง” ไม่ใช่ตัวเลข"),
        (4, "ไม่มีตัวชี้วัด “11”"),
        (5, "ข้อมูลขัดกัน"),
        (7, "ไม่มีรหัสหน่วยงาน 9999999"),
        (8, "ไม่มีรหัสหน่วยงาน 12 "),
    ],
)
def test_every_fault_is_named_with_file_and_row(country, row, words):
    _, result = country
    line = next(line for line in result.stdout.splitlines() if line.startswith(f"scores/bad.csv:{row}:"))
    assert words in line


def test_the_counts_add_up_in_one_kind_of_digits(country):
    """Each paper that was made is judged or of a kind without a checklist, on the front page, too."""
    base, result = country
    made = int(re.search("จัดทำแล้ว ([0-9]+), ไม่เปลี่ยนแปลง 0,", result.stdout)[1])
    front = text_of((base / "out" / "index.html").read_text(encoding="utf-8"))
    for said in (result.stdout, thai.to_arabic_digits(front)):
        _, judged, others = re.search(r"พร้อมเผยแพร่ ([0-9]+) จาก ([0-9]+) ฉบับ อีก ([0-9]+) ฉบับ", said).groups()
        assert int(judged) + int(others) == made
    assert not re.search("[๐-๙]", result.stderr)


def test_the_pages_fetch_nothing(country):
    base, _ = country
    pages = list((base / "out").rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        html = page.read_text(encoding="utf-8")
        references = References()
        references.feed(html)
        assert references.found == [], page.name
        assert references.scripts == (page.name == "index.html"), page.name
        assert "default-src 'none'" in html
        assert not re.search(r"url\((?!data:|#)|@import", html)


def test_every_link_of_the_indexes_leads_somewhere(country):
    base, _ = country
    for page in [*(base / "out").rglob("index.html"), base / "out" / "digest.html"]:
        links = re.findall(r'href="([^"#][^"]*)"', page.read_text(encoding="utf-8"))
        assert links
        for link in links:
            file, _, place = link.partition("#")
            target = (page.parent / file).resolve()
            assert target.is_file(), link
            assert not place or f'id="{place}"' in target.read_text(encoding="utf-8"), link


def test_a_digest_of_a_province_leads_to_its_papers(country, tmp_path):
    base, _ = country
    out, sent = tmp_path / "out", tmp_path / "sent"
    assert pack(base, sent).exit_code == 0
    shutil.copytree(base / "out", out)
    changed = out / "2568" / "annual" / "5310703.html"
    changed.write_text(
        re.sub("(indicators,,9,2568,score),[0-9.]+", r"\1,12.34", changed.read_text("utf-8")), "utf-8"
    )
    folders = ("--data-dir", base / "data", "--reports", out)
    asked = (
        "--province",
        "จังหวัดบุรีรัมย์",
        "--by",
        "district",
        "--docx",
        "--as-of",
        "30/9/2568",
        "--since",
        sent,
    )

    def digest(target, *arguments):
        return CliRunner().invoke(cli.main, [*map(str, ("digest", target, *folders, *arguments))])

    done = digest(tmp_path / "digest", *asked)
    assert done.exit_code == 0, done.output
    page = tmp_path / "digest" / "บุรีรัมย์_ประโคนชัย.html"
    assert sorted(tmp_path.joinpath("digest").iterdir()) == [page.with_suffix(".docx"), page]
    text = page.read_text(encoding="utf-8")
    links = re.findall(r'<a href="([^"#]+)"', text)
    assert links
    assert all((page.parent / link).resolve().is_file() for link in links)
    (differing,) = re.findall(r"<h2[^>]*>เอกสารที่ตัวเลข.*?</table>", text.replace("<wbr>", ""), re.DOTALL)
    assert differing.count("../out/2568/annual/5310703.html") == differing.count("<a ") == 1
    assert "is not as ita pack wrote it" in digest(tmp_path / "other", "--since", out).stderr
    assert digest(out / "digest").exit_code == 2, "verify would not know what lies there"
    refused = digest(tmp_path / "other", "--province", "บุรี")
    assert refused.exit_code == 2
    assert "บุรีรัมย์" in refused.stderr
    assert "2566-03-31" in digest(tmp_path / "other", "--as-of", "soon").stderr


def pack(base, target, *arguments):
    data, made = ("--data-dir", base / "data"), ("--reports", base / "out")
    return CliRunner().invoke(cli.main, [*map(str, ("pack", target, *data, *made, *arguments))])


def test_papers_are_made_up_for_sending(country, tmp_path):
    base, _ = country
    done = pack(base, tmp_path / "sent")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "sent" / "5310703.zip") as parcel:
        annual = parcel.read("2568-annual.html")
        assert annual == (base / "out" / "2568" / "annual" / "5310703.html").read_bytes()
        # What lacks an element comes with the form, in which the agency's own scores stand already.
        filled = openpyxl.load_workbook(io.BytesIO(parcel.read("form.xlsx")))["คะแนน"]
        assert sum(isinstance(cell.value, float) for row in filled for cell in row) >= 10
        first = parcel.read("README.txt").decode("utf-8-sig")
        for name in parcel.namelist():
            assert name == "README.txt" or f"  {name} " in first, name
    letters = pd.read_csv(tmp_path / "sent" / "letters.csv", dtype=str)
    assert sorted(letters["agency_id"]) == ["0012", "5310703", "6300503", "6301310", "6321604"]
    none_made = letters["message"].str.startswith("ยังจัดทำรายงานไม่ได้ เนื่องจากข้อมูลมีข้อผิดพลาด")
    assert letters.loc[none_made, "agency_id"].tolist() == ["0012"]
    assert letters.loc[~none_made, "message"].str.startswith("ส่งรายงาน").all()
    with zipfile.ZipFile(tmp_path / "sent" / "0012.zip") as parcel:
        assert {"README.txt", "findings.html"} <= set(parcel.namelist())
    assert letters.set_index("agency_id").loc["5310703", "message"].count("ขาด: ") >= 1

    assert pack(base, tmp_path / "again").exit_code == 0
    for file in (tmp_path / "sent").iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes(), file.name
    assert pack(base, tmp_path / "sent").exit_code == 2, "nothing is sent among what was sent before"


def test_figures_that_differ_from_what_was_sent_are_told(country, tmp_path):
    base, _ = country
    assert pack(base, tmp_path / "sent", "--by", "province", "--sent", "1 ธันวาคม 2568").exit_code == 0
    edition = pd.read_csv(tmp_path / "sent" / "edition.csv", dtype=str)
    assert set(edition["sent"]) == {"2025-12-01"}
    assert {"5310703", "6300503", "6301310", "6321604"} == set(edition["agency_id"])

    def changes(target, out, since=tmp_path / "sent", data=base / "data"):
        folders = ("--data-dir", data, "--reports", out, "--since", since)
        return CliRunner().invoke(cli.main, [*map(str, ("changes", target, *folders))])

    assert changes(tmp_path / "none", base / "out").exit_code == 0
    assert pd.read_csv(tmp_path / "none" / "changes.csv").empty, "papers that stand have no correction"
    assert len(list((tmp_path / "none").iterdir())) == 1

    shutil.copytree(base / "out", tmp_path / "out")
    page = tmp_path / "out" / "2568" / "annual" / "5310703.html"
    text = page.read_text(encoding="utf-8")
    (score,) = re.findall(r"indicators,,9,2568,score,([0-9.]+)", text)
    page.write_text(
        text.replace(f"indicators,,9,2568,score,{score}", "indicators,,9,2568,score,12.34"), "utf-8"
    )
    done = changes(tmp_path / "one", tmp_path / "out")
    assert done.exit_code == 0, done.output
    found = pd.read_csv(tmp_path / "one" / "changes.csv", dtype=str)
    expected = ["5310703", "2568", "annual", "indicators", "9", "2568", "score", score, "12.34"]
    assert found.drop(columns="group").to_numpy().tolist() == [expected]
    note = re.sub(r"<[^>]+>", "", (tmp_path / "one" / "5310703.html").read_text(encoding="utf-8"))
    assert "ที่ส่งเมื่อวันที่ ๑ ธันวาคม ๒๕๖๘" in note.replace("\u00a0", " ")
    assert "๑๒.๓๔" in note
    assert "เทศบาลตำบลโคกม้า" in note
    names = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert names == ["5310703.docx", "5310703.html", "changes.csv"], "who has no correction gets no note"

    shutil.copytree(base / "data", tmp_path / "data")
    scores = tmp_path / "data" / "raw" / "scores" / "5310703.csv"
    scores.write_bytes(scores.read_bytes() + b"\n")
    refused = changes(tmp_path / "two", base / "out", data=tmp_path / "data")
    assert refused.exit_code == 2, "pages older than the data have nothing to say of what differs"
    assert "run ita reports" in refused.stderr

    # Of a part made anew, what is told is a part, too.
    scores.write_bytes(scores.read_bytes().replace(b",2567,1,99.83", b",2567,1,99.82"))
    stages.refresh(tmp_path / "data")
    done = changes(tmp_path / "part", base / "out", data=tmp_path / "data")
    assert done.exit_code == 0
    assert re.search("[1-9] more papers were made before the data changed", done.stderr)

    (tmp_path / "sent" / "บุรีรัมย์.zip").write_bytes(b"PK")
    refused = changes(tmp_path / "two", tmp_path / "out")
    assert refused.exit_code == 2
    assert "is not as ita pack wrote it" in refused.stderr
    assert not (tmp_path / "two").exists()


def test_a_parcel_of_a_province_leaves_out_what_was_edited(country, tmp_path):
    base, _ = country
    out = tmp_path / "out"
    shutil.copytree(base / "out", out)
    edited = out / "2566" / "annual" / "6301310.html"
    edited.write_text(edited.read_text(encoding="utf-8") + " ", encoding="utf-8")
    told = out / "2566" / "annual" / "manifest.json"
    content = json.loads(told.read_text(encoding="utf-8"))
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    digest = hashlib.sha256(b"secret").hexdigest()
    content["agencies"]["../x"] = content["agencies"]["6321604"] | {
        "outputs": {"../../../secret.html": digest}
    }
    told.write_text(json.dumps(content), encoding="utf-8")
    done = pack(base, tmp_path / "sent", "--by", "province", "--reports", out, "--language", "en")
    assert done.exit_code == 1
    assert f"{edited} is left out" in done.stderr
    zips = sorted((tmp_path / "sent").glob("*.zip"))
    assert [file.stem for file in zips] == ["ชัยนาท", "นครราชสีมา", "บุรีรัมย์", "สุรินทร์"]
    of_errors = [Path(name).name for name in zipfile.ZipFile(zips[0]).namelist()]
    assert not [name for name in of_errors if name.startswith("25")], "findings and form, but no paper"
    inside = [name for file in zips for name in zipfile.ZipFile(file).namelist()]
    assert "6301310/2566-annual.html" not in inside
    assert not [name for name in inside if ".." in name]
    assert "6321604/2566-annual.html" in inside


def test_the_published_figures_stand_on_the_page(country):
    base, _ = country
    text = text_of((base / "out" / "2568" / "annual" / "5310703.html").read_text(encoding="utf-8"))
    for change in CHANGES:
        assert change in text
    assert "๙๙.๕๔ คะแนน จากคะแนนเต็ม ๑๐๐ คะแนน เทียบได้กับระดับ “ผ่านดีเยี่ยม” โดยคะแนนเพิ่มขึ้น ๕.๕๕ คะแนน" in text
    assert "ซึ่งได้ ๙๓.๙๙ คะแนน (ระดับ “ผ่านดี”)" in text
    assert "จำนวน ๑ ตัวชี้วัด จาก ๑๐ ตัวชี้วัด คือ ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล" in text
    assert text.count("<") == 0


def test_agencies_without_scores_or_with_one_say_so(country):
    base, _ = country
    out = base / "out" / "2566"
    none = text_of((out / "annual" / "6301310.html").read_text(encoding="utf-8"))
    assert "ไม่มีข้อมูลคะแนนผลการประเมินคุณธรรมและความโปร่งใส" in none
    one = text_of((out / "progress" / "6300503.html").read_text(encoding="utf-8"))
    assert "มีคะแนนเพียง ๑ ตัวชี้วัด จาก ๑๐ ตัวชี้วัด คือ ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล ได้ ๘๘.๖๔ คะแนน" in one


def test_nothing_changed_nothing_made_again(country, tmp_path):
    base, _ = country
    for name in ("data", "out"):
        shutil.copytree(base / name, tmp_path / name)
    data_dir, out = tmp_path / "data", tmp_path / "out"
    only = ("--agency", "5310703", "--document", "annual")
    page = out / "2568" / "annual" / "5310703.html"
    first = page.stat().st_mtime_ns
    reports(data_dir, out, *only)
    assert page.stat().st_mtime_ns == first
    assert manifest(page.parent)["5310703"]["status"] == "skipped"
    page.write_text("edited by hand", encoding="utf-8")
    reports(data_dir, out, *only)
    assert "edited" not in page.read_text(encoding="utf-8"), "a page that is not ours any more is made again"


@pytest.mark.thorough
def test_a_file_that_was_not_read_is_counted_even_without_an_error(data_dir, tmp_path):
    (data_dir / "raw" / "form.xlsx").touch()
    result = reports(data_dir, tmp_path / "out", "--agency", "5310703", "--document", "plan")
    assert result.returncode == 0
    assert "ผิดพลาด 0, ควรตรวจ 1, ข้อสังเกต 1" in result.stdout


def test_check_writes_nothing_and_tells_by_its_status(data_dir):
    before = sorted(data_dir.rglob("*"))
    good = commands.ita("check", "--data-dir", data_dir)
    assert good.returncode == 0
    assert "ข้อสังเกต 1" in good.stdout
    (data_dir / "raw" / "scores" / "bad.csv").write_text(
        "agency_id,fiscal_year,indicator,score\n5310703,2568,11,90\n", encoding="cp874"
    )
    command = [ITA, "check", "--data-dir", str(data_dir), "--language", "en"]
    bad = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=600, check=False)
    assert bad.returncode == 1
    assert "scores/bad.csv:2: error: there is no indicator “11”" in bad.stdout
    assert sorted(set(data_dir.rglob("*")) - set(before)) == [data_dir / "raw" / "scores" / "bad.csv"]


@pytest.mark.parametrize("command", ["check", "reports"])
def test_without_raw_data_it_says_what_to_put_there(tmp_path, command):
    result = commands.ita(command, "--data-dir", tmp_path / "nowhere")
    assert result.returncode == 2
    assert "agencies.csv" in result.stderr
    assert "scores" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--year", "abc"), "--year"),
        (("--document", "letter"), "--document"),
        (("--agency", "1234567"), "1234567"),
        (("--year", "2563"), "2563"),
        (("--parameter", "colour", "red"), "has no parameter 'colour'"),
        (("--parameter", "refresh", "perhaps"), "must be of type bool"),
    ],
)
def test_wrong_use_is_refused(data_dir, tmp_path, arguments, words):
    result = commands.ita("reports", "--data-dir", data_dir, "--out", tmp_path / "out", *arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert not list((tmp_path / "out").rglob("*.html"))


@pytest.mark.thorough
def test_a_notebook_that_raises_fails_alone_and_is_kept(data_dir, tmp_path):
    out = tmp_path / "out"
    (tmp_path / "file").touch()  # in which nothing can be saved
    result = reports(
        data_dir, out, "--agency", "5310703", "--parameter", "save_to", str(tmp_path / "file" / "x")
    )
    assert result.returncode == 1
    entry = manifest(out / "2568" / "annual")["5310703"]
    assert entry["status"] == "failed"
    assert entry["reason"].startswith("เกิดข้อผิดพลาดระหว่างจัดทำ: FileExistsError")
    assert (out / "2568" / "annual" / "failed" / "5310703.ipynb").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="closes streams as a shell does")
def test_closed_streams_are_open_for_everybody_who_is_started():
    lacking = "None in (sys.stdin, sys.stdout, sys.stderr)"
    child = f"import sys; sys.exit({lacking})"
    code = (
        "import subprocess, sys; from helpers import cli; cli._open_closed_streams();"
        f"sys.exit({lacking} or subprocess.call([sys.executable, '-c', {child!r}]))"
    )
    started = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, "-c", code]
    assert subprocess.run(started, timeout=60, check=False).returncode == 0


def test_a_second_demonstration_is_told_what_to_type(tmp_path):
    (tmp_path / "ita-demo" / "data").mkdir(parents=True)
    result = commands.ita("demo", tmp_path / "ita-demo")
    assert result.returncode == 2
    assert f"make demo ARGS={tmp_path / 'ita-demo'}-2" in result.stderr
    assert list((tmp_path / "ita-demo" / "data").iterdir()) == []


@pytest.mark.thorough
def test_what_the_demonstration_made_need_not_be_made_again(tmp_path):
    """A workspace has a notebook 04 of its own, with an agency that it holds."""
    ita = Path(sys.executable).with_name("ita")
    for folder, arguments in (
        (tmp_path, ["demo", "--agencies", "4"]),
        (tmp_path / "ita-demo", ["reports", "--dry-run"]),
    ):
        done = subprocess.run([ita, *arguments], cwd=folder, capture_output=True, text=True, timeout=300)
    assert "จะจัดทำ 0 ไม่เปลี่ยนแปลง 5" in done.stdout
