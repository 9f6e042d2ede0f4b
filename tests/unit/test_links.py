"""Agencies' names on the pages of all agencies lead to their papers."""

import pandas as pd

from helpers.batch import links
from helpers.narrative import Writer
from helpers.report import export, show

WRITER = Writer("th", "thai")
AGENCIES = pd.DataFrame(
    [("0013", "บ้านใหม่ & บางไทร", "", "เมือง", "พิจิตร"), ("0012", "บ้านใหม่ & บางไทร", "", "เมือง", "บุรีรัมย์")],
    columns=["agency_id", "name", "type", "district", "province"],
)


def test_a_name_that_heads_a_row_leads_to_the_agencys_place_on_the_front_page():
    rows = pd.DataFrame({"agency_id": ["0012", "0013", "0012"], "change": [1.0, -2.0, 3.0]})
    named = show.with_names(rows, AGENCIES).sort_values("change")
    blocks = [
        show.heading(WRITER, th="หัวเรื่อง", en="Title"),
        show.table(named, WRITER, th="ตาราง", en="Table", first=2),
        show.table(rows.groupby("agency_id").sum(), WRITER, th="อื่น", en="Other"),
    ]
    page = links.of_all_agencies(export.blocks_to_html(blocks), WRITER).replace("<wbr>", "")
    name = "บ้านใหม่ &amp; บางไทร"
    first, second = (
        page.index(f'<th scope="row"><a href="index.html#a-{code}">{name}</a></th>')
        for code in ("0013", "0012")
    )
    assert first < second, "each its own, though both have one name"
    assert page.count("index.html#") == 2
    assert "data-of" not in page
    assert '<main id="main">\n<nav class="back"><a href="index.html">หน้าแรก</a></nav>' in page
