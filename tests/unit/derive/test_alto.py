from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from core.page import Box, Page, PageState, Region
from pipeline.derive.alto import NAMESPACE, alto
from tests.unit.derive.papers import page

SCHEMA = Path(__file__).parents[2] / "standards" / "alto-4-4.xsd"
XLINK = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xlink">
<xsd:attributeGroup name="simpleLink"><xsd:attribute name="href" type="xsd:anyURI"/></xsd:attributeGroup>
</xsd:schema>"""
A = f"{{{NAMESPACE}}}"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """The official schema; what it imports from the network stands in for by the one name it uses."""
    xlink = tmp_path_factory.mktemp("xlink") / "xlink.xsd"
    xlink.write_text(XLINK)
    tree = etree.parse(str(SCHEMA))
    for link in tree.getroot().iterfind("{*}import"):
        link.set("schemaLocation", str(xlink))
    return etree.XMLSchema(tree)


def parse(pages: Iterable[Page]) -> etree._Element:
    return etree.fromstring(alto(pages, "scan.png", "ab" * 32, "tesseract 5"))


EMPTY = Page(3, PageState.UNREADABLE, 0, 0, 0.0)
SEALED = replace(page(1), regions=(Region("seal", Box(10, 20, 60, 70)),))


@pytest.mark.parametrize("pages", [[page(1), page(2)], [EMPTY], [page(1), EMPTY], [SEALED]])
def test_the_official_schema_holds(schema: etree.XMLSchema, pages: list[Page]) -> None:
    schema.assertValid(parse(pages))


def test_the_reading_order_names_the_body_and_leaves_out_stamps() -> None:
    root = parse([page(1)])
    order = [one.get("REF") for one in root.iter(f"{A}ElementRef")]
    named = {one.get("ID"): one for one in root.iter() if one.get("ID")}
    texts = [" ".join(word.get("CONTENT", "") for word in named[ref].iter(f"{A}String")) for ref in order]
    assert texts == ["QUYẾT ĐỊNH", "Về việc sắp xếp tổ chức bộ máy", "STT Tên cơ quan 1 Sở Nội vụ"]


def test_a_stamp_is_tagged_as_one() -> None:
    root = parse([page(1)])
    assert [(tag.get("ID"), tag.get("LABEL")) for tag in root.iter(f"{A}LayoutTag")] == [
        ("tag_stamp", "stamp")
    ]
    tagged = [block for block in root.iter(f"{A}TextBlock") if block.get("TAGREFS") == "tag_stamp"]
    assert [word.get("CONTENT") for block in tagged for word in block.iter(f"{A}String")] == ["ĐẾN"]


def test_a_table_keeps_its_rows_and_cells() -> None:
    root = parse([page(1)])
    rows = [
        [
            " ".join(word.get("CONTENT", "") for word in cell.iter(f"{A}String"))
            for cell in row.iterfind(f"{A}ComposedBlock")
        ]
        for row in root.iter(f"{A}ComposedBlock")
        if row.get("TYPE") == "row"
    ]
    assert rows == [["STT", "Tên cơ quan"], ["1", "Sở Nội vụ"]]


def test_how_the_page_was_turned_is_told() -> None:
    turned = replace(page(1), rotation_degrees=90, skew_degrees=0.5)
    told = parse([turned]).findtext(f".//{A}processingStepDescription", "")
    assert "turned 90 degrees, skew 0.5 degrees" in told
