"""A PDF as an office makes it, proposed as a filled form and read back."""

import contextlib
import json
import shutil
import subprocess

import pypdfium2
import pytest
from matplotlib.figure import Figure

import commands
from helpers import stages

AGENCIES = (
    "agency_id,name,type,district,province\n"
    "0012,ทดลอง,องค์การบริหารส่วนตำบล,เมือง,ตัวอย่าง\n"
    "0013,สมมติ,องค์การบริหารส่วนตำบล,เมือง,ตัวอย่าง\n"
)
NAMES = [
    *("การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต"),
    *("คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงการทำงาน", "การเปิดเผยข้อมูล", "การป้องกันการทุจริต"),
]
STEPS = [
    "๑. ประชุมชี้แจงผลการประเมินแก่บุคลากรทุกส่วนราชการ เพื่อให้เข้าใจตรงกันและนำไปปฏิบัติได้",
    "๒. จัดทำคู่มือการปฏิบัติงานและเผยแพร่บนเว็บไซต์",
]


TABLE = "<table border=1 cellspacing=0 width=640>"


def document(agency):
    scores = "".join(
        f"<tr><td>{n}</td><td>{name}</td><td>{80 + n}.25</td><td>{85 + n}.50</td></tr>"
        for n, name in enumerate(NAMES, start=1)
    )
    measures = "".join(
        f"<tr><td>{n}. มาตรการส่งเสริม{name}</td><td>{'<br>'.join(STEPS)}</td><td>สำนักปลัด<br>กองคลัง</td>"
        "<td>ต.ค. ๒๕๖๗ - ก.ย. ๒๕๖๘</td><td>ประชุมแล้วเมื่อวันที่ ๕ มกราคม ๒๕๖๘</td><td>ไม่มี</td></tr>"
        for n, name in enumerate(NAMES[:6], start=1)
    )
    return (
        "<!DOCTYPE html><meta charset='utf-8'><body style='font-family:Loma,Sarabun'>"
        f"<p>รายงานผลการดำเนินการตามมาตรการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ {agency} อำเภอเมือง จังหวัดตัวอย่าง</p>"
        f"{TABLE}<tr><th>ที่</th><th>ตัวชี้วัด</th><th>ปี ๒๕๖๗</th><th>ปี ๒๕๖๘</th></tr>{scores}</table>"
        "<p>มาตรการและผลการดำเนินการ ปีงบประมาณ พ.ศ. ๒๕๖๘</p>"
        f"{TABLE}<tr><th>มาตรการ</th><th>ขั้นตอน/วิธีการปฏิบัติ</th><th width=120>ผู้รับผิดชอบ</th>"
        "<th>ระยะเวลาดำเนินการ</th>"
        f"<th>ผลการดำเนินการ</th><th>ข้อเสนอแนะ</th></tr>{measures}</table>"
    )


def ita(data_dir, *arguments):
    with contextlib.chdir(data_dir):
        return commands.ita("read-pdf", *arguments, "--data-dir", data_dir, "--language", "en")


def a_folder(folder):
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
    return folder


@pytest.fixture
def data_dir(tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("Poppler is not installed")
    return a_folder(tmp_path / "data")


def print_pdf(folder, agencies, options=""):
    """LibreOffice prints the document, once for each name of ``agencies``."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    pages = [folder / f"{name}.html" for name in agencies]
    for page, agency in zip(pages, agencies.values(), strict=True):
        page.write_text(document(agency), encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["--infilter=HTML (StarWriter)", "--convert-to", f"pdf:writer_pdf_Export{options}"]
    command = [soffice, profile, "--headless", *convert, "--outdir", folder, *pages]
    subprocess.run([*map(str, command)], check=True, capture_output=True, timeout=300)
    return folder


AGENCY = "องค์การบริหารส่วนตำบลทดลอง"


@pytest.fixture(scope="session")
def received(tmp_path_factory):
    """The document as a PDF: one that names its agency, one that names none."""
    return print_pdf(tmp_path_factory.mktemp("received"), {"named": AGENCY, "unnamed": ""})


@pytest.fixture
def sealed(tmp_path):
    """The document as a PDF with a password."""
    seal = {"EncryptFile": {"type": "boolean", "value": "true"}}
    seal["DocumentOpenPassword"] = {"type": "string", "value": "secret"}
    return print_pdf(tmp_path, {"named": AGENCY}, f":{json.dumps(seal)}") / "named.pdf"


def read_back(form, folder):
    fresh = a_folder(folder)
    (fresh / "raw" / "measures").mkdir()
    shutil.copy(form, fresh / "raw" / "measures")
    return stages.check(fresh)


def test_what_the_pdf_holds_is_proposed_and_reads_back(data_dir, received, tmp_path):
    done = ita(data_dir, received / "named.pdf")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Compare every grey cell with the PDF" in done.stdout
    made = read_back(data_dir / "named.xlsx", tmp_path / "fresh")
    assert {row["code"] for row in made["findings"].to_dict("records")} <= {"outcome_absent"}
    scores = made["scores"].pivot(index="indicator", columns="fiscal_year", values="score")
    assert scores[2567].tolist() == [80 + n + 0.25 for n in range(1, 11)]
    assert scores[2568].tolist() == [85 + n + 0.5 for n in range(1, 11)]
    measures = made["measures"]
    assert set(measures["agency_id"]) == {"0012"}
    titles = measures.groupby("measure", sort=False)["title"].unique()
    assert [list(each) for each in titles] == [[f"มาตรการส่งเสริม{name}"] for name in NAMES[:6]]
    # Two steps and two offices are paired; where a line ended no blank can be known.
    steps = [step.replace(" ", "") for step in measures["step"].tolist()]
    assert steps == [step[3:].replace(" ", "") for step in STEPS] * 6
    assert measures["responsible"].tolist() == ["สำนักปลัด", "กองคลัง"] * 6
    assert set(measures["period"]) == {"ต.ค. ๒๕๖๗ - ก.ย. ๒๕๖๘"}
    assert set(made["progress"]["result"]) == {"ประชุมแล้วเมื่อวันที่ ๕ มกราคม ๒๕๖๘"}


@pytest.mark.thorough
def test_an_agency_that_the_pdf_does_not_name_is_asked_for(data_dir, received):
    done = ita(data_dir, received / "unnamed.pdf")
    assert done.returncode == 2
    assert "--agency" in done.stderr
    assert not (data_dir / "unnamed.xlsx").exists()
    done = ita(data_dir, received / "unnamed.pdf", "--agency", "0013", "--out", data_dir / "form.xlsx")
    assert done.returncode == 0, done.stderr + done.stdout
    made = read_back(data_dir / "form.xlsx", data_dir / "fresh")
    assert set(made["measures"]["agency_id"]) == {"0013"}


@pytest.mark.thorough
def test_a_pdf_with_a_password_is_told(data_dir, sealed):
    done = ita(data_dir, sealed)
    assert done.returncode == 1
    assert "protected by a password" in done.stdout
    assert not (data_dir / "named.xlsx").exists()


@pytest.mark.thorough
def test_a_scan_is_refused(data_dir):
    figure = Figure()
    figure.add_subplot().imshow([[0, 1], [1, 0]])
    figure.axes[0].axis("off")
    figure.savefig(data_dir / "scan.pdf")
    done = ita(data_dir, data_dir / "scan.pdf")
    assert done.returncode == 1
    assert "this PDF is a scan" in done.stdout
    assert not (data_dir / "scan.xlsx").exists()


@pytest.mark.thorough
def test_a_page_that_is_a_picture_is_told(data_dir, received, tmp_path):
    figure = Figure()
    figure.savefig(tmp_path / "scan.pdf")
    both = pypdfium2.PdfDocument.new()
    for name in (received / "named.pdf", tmp_path / "scan.pdf"):
        both.import_pages(pypdfium2.PdfDocument(str(name)))
    last = len(both)
    both.save(tmp_path / "both.pdf")
    done = ita(data_dir, tmp_path / "both.pdf")
    assert done.returncode == 0, done.stderr + done.stdout
    assert f"page {last} is a picture without text" in done.stdout


@pytest.mark.thorough
@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"no PDF at all", b"%PDF-1.4\n" + bytes(range(256)) * 40]
)
def test_what_is_no_pdf_is_said_to_be_damaged(data_dir, content):
    (data_dir / "a.pdf").write_bytes(content)
    done = ita(data_dir, data_dir / "a.pdf")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "cannot be read" in done.stdout or "cannot be opened" in done.stdout


@pytest.mark.thorough
def test_without_poppler_the_remedy_is_told(data_dir, received, monkeypatch):
    monkeypatch.setenv("PATH", str(data_dir))
    done = ita(data_dir, received / "named.pdf")
    assert done.returncode == 1
    assert "apt install poppler-utils" in done.stdout
