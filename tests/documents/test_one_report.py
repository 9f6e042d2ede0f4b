"""One report in every format: what all of them keep is looked at report by report in the other modules."""

import re
import subprocess

import docx
from papers import Made, print_word, printed_part, sheets, squeezed, stands_in
from test_word import text_of

from helpers.formats import browser, pdf
from helpers.formats.word import to_docx
from helpers.report import export
from helpers.report.document import open_report


def test_it_says_the_same_as_page_word_document_and_pdf(data_dir, tmp_path):
    report = open_report("6300503", 2566, "progress", data_dir=data_dir, refresh=False)
    page = export.blocks_to_html(report.parts())
    made = Made("6300503", page, *(tmp_path / f"6300503{end}" for end in (".docx", ".pdf", "-page.pdf")))
    made.docx.write_bytes(to_docx(page))
    said = squeezed(printed_part(page).text_content())
    for number in re.findall(r"[๐-๙]+[.][๐-๙]{2}", said):
        assert number in text_of(docx.Document(made.docx).element.body)

    (tmp_path / "office").mkdir()
    assert "Error" not in print_word([made.docx], tmp_path, tmp_path / "office")
    assert [text for text in made.blocks if not stands_in(text, sheets(made.printed))] == []

    opened = browser.Browser()
    try:
        made.pdf.write_bytes(pdf.to_pdf(page, opened.address))
    finally:
        opened.close()
    assert [text for text in made.blocks if not stands_in(text, sheets(made.pdf))] == []
    fonts = subprocess.run(["pdffonts", made.pdf], check=True, capture_output=True, text=True).stdout
    assert len(fonts.splitlines()[2:]) == 2, "the page's own, in its two weights"
