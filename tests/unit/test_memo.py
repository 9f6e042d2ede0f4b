"""Who gives an opinion in a memo, and who the order."""

from dataclasses import replace

import pytest
from invented import facts_of, ten

from helpers.facts import Office
from helpers.narrative import Writer, memo


@pytest.mark.parametrize("among", ["นายกเทศมนตรี", " นายก เทศมนตรี", "เรียน นายกเทศมนตรี"])
def test_an_addressee_who_is_entered_among_the_opinions_gives_the_order_only(among):
    office = Office(addressee="นายกเทศมนตรี", opinions=f"หัวหน้าสำนักปลัด\nรองนายกเทศมนตรี\n{among}")
    known = replace(facts_of({2568: ten(90)}), office=office)
    headings = [each.heading for each in memo.opinions(known, Writer("th", "thai"))]
    assert headings == ["ความเห็นหัวหน้าสำนักปลัด", "ความเห็นรองนายกเทศมนตรี", "คำสั่งนายกเทศมนตรี"]
