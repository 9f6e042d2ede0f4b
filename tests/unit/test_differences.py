"""The first place where two versions of a file differ."""

import io
import zipfile

from helpers.batch import differences


def document(text, *, level=zipfile.ZIP_STORED, more=()):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", level) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", text)
        for name, content in more:
            archive.writestr(name, content)
    return packed.getvalue()


def test_a_page_tells_line_character_figure_and_words_around():
    right = "<p>หนึ่ง</p>\n<p>ได้ <strong>๘๖.๖๓</strong> คะแนน &amp; ผ่าน</p>".encode()
    found = right.decode().replace("๘๖.๖๓", "๘๖.๓๖").encode()
    place = differences.first(found, right)
    assert (place.line, place.column) == (2, 19)
    assert (place.figure_found, place.figure_right) == ("๘๖.๓๖", "๘๖.๖๓")
    assert place.found == "หนึ่ง ได้ ๘๖.๓๖ คะแนน & ผ่าน"
    assert place.right == "หนึ่ง ได้ ๘๖.๖๓ คะแนน & ผ่าน"


def test_inside_a_tag_the_markup_is_shown():
    place = differences.first(b'<td class="n below">1</td>', b'<td class="n">1</td>')
    assert place.found == '<td class="n below">1</td>'
    assert (place.figure_found, place.line) == ("", 1)


def test_a_page_that_was_cut_off_differs_at_its_end():
    place = differences.first(b"<p>one</p>", b"<p>one</p>\n<p>two</p>")
    assert (place.line, place.column, place.found) == (1, 11, "one")


def test_the_text_of_a_document_comes_before_its_other_parts():
    right = document("<w:p><w:r><w:t>รวม 8 มาตรการ</w:t></w:r></w:p>", more=[("a.xml", "<a/>")])
    found = document("<w:p><w:r><w:t>รวม 9 มาตรการ</w:t></w:r></w:p>", more=[("a.xml", "<b/>")])
    place = differences.first(found, right)
    assert (place.part, place.figure_found, place.figure_right) == ("word/document.xml", "9", "8")


def test_a_document_that_was_packed_anew_or_has_other_parts_or_is_none():
    right = document("<w:t>same</w:t>")
    assert differences.first(document("<w:t>same</w:t>", level=zipfile.ZIP_DEFLATED), right).packed
    more = document("<w:t>same</w:t>", more=[("word/vbaProject.bin", b"x")])
    assert differences.first(more, right).part == "word/vbaProject.bin"
    for damaged in (b"", b"PK", right[:60], b"<html>"):
        assert differences.first(damaged, right) == differences.Place()


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(differences, "LARGEST_PART", 1000)
    bomb = document("0" * 1001, level=zipfile.ZIP_DEFLATED)
    assert differences.first(bomb, document("<w:t>same</w:t>")).part == "word/document.xml"
