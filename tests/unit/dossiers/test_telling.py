"""Values of fields are shown in words a clerk knows, as people here write them."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli import screen
from core.model import Document, Field, FieldItem
from dossiers.telling import day, item_text, value_lines, value_text
from pipeline.extract.catalogue import CATALOGUE
from pipeline.extract.spec import Kind


def field(name: str, value: object, **more: object) -> Field:
    return Field(name, value, "", 0.9, str(more.pop("source", "label")), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("has_stamp", True, "có"),
        ("has_signature", False, "không"),
        ("pages", 1, "1"),
        ("fee", 1500000, "1.500.000 đồng"),
        ("fee", 0, "0 đồng"),
        ("language", "vi", "Tiếng Việt"),
        ("return_channel", "desk", "Tại quầy"),
        ("return_channel", "post", "Qua bưu chính"),
        ("return_channel", "online", "Trực tuyến"),
        ("subject", "vi", "vi"),
        ("issue_date", "2025-01-24", "24/01/2025"),
        ("date_of_birth", "1990", "1990"),
        ("received_at", "2025-02-03T09:27:00+07:00", "03/02/2025 09:27"),
        ("signed_at", "2025-02-03T18:30:05Z", "04/02/2025 01:30"),
        ("document_number", "44/QĐ-UBND", "44/QĐ-UBND"),
        ("subject", "", ""),
    ],
)
def test_a_value_is_written_as_people_do(name: str, value: object, said: str) -> None:
    assert value_text(field(name, value)) == said


def test_what_was_not_read_says_why() -> None:
    assert value_text(field("subject", None)) == "(không đọc được)"
    assert value_text(field("subject", None, handwritten=True)) == "(viết tay)"
    assert value_text(field("subject", None, source="human")) == "(để trống)"


@pytest.mark.parametrize(
    ("name", "parts", "said"),
    [
        (
            "attachments",
            {
                "name": "Tờ khai",
                "kind": "Bản chính",
                "quantity": "2",
                "component_code": "000.00.00.G15-KQ0043",
            },
            "Tờ khai – Bản chính, 2 bản – 000.00.00.G15-KQ0043",
        ),
        ("attachments", {"name": "Tờ khai"}, "Tờ khai"),
        (
            "handover",
            {"agency": "Văn thư", "time": "2025-02-05T08:17:00+07:00", "giver": "Lê A", "receiver": "Lê B"},
            "05/02/2025 08:17 · Văn thư · người giao: Lê A · người nhận: Lê B",
        ),
        ("arrival_stamp", {"number": "152", "date": "2025-01-24"}, "Đến số 152, ngày 24/01/2025"),
        ("recipients", {"role": "archive", "name": "VT, KSTTHC", "copies": "3"}, "Lưu: VT, KSTTHC (3 bản)"),
        ("recipients", {"role": "addressee", "name": "Sở Tư pháp"}, "Sở Tư pháp"),
        (
            "appointment",
            {"person": "Lê A", "position": "Giám đốc", "term_months": "60", "effective_date": "2025-01-24"},
            "Lê A giữ chức vụ Giám đốc, thời hạn 60 tháng, từ ngày 24/01/2025",
        ),
    ],
)
def test_an_item_is_written_from_its_parts(name: str, parts: dict[str, str], said: str) -> None:
    assert item_text(name, FieldItem(parts, "như in như in")) == said


def test_sentences_stay_as_printed_until_a_person_puts_one_right() -> None:
    ground = FieldItem(
        {"basis": "Căn cứ", "type": "Nghị định", "number": "118/2025/NĐ-CP", "date": "2025-06-09"}, "in ra"
    )
    point = FieldItem({"article": "1", "clause": "2", "point": "a", "text": "giao Sở"}, "a) giao Sở")
    assert value_lines(field("legal_citations", (ground,))) == ("in ra",)
    assert value_lines(field("legal_citations", (ground,), source="human")) == (
        "Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09/06/2025",
    )
    assert value_lines(field("articles", (point,))) == ("a) giao Sở",)
    assert value_lines(field("articles", (point,), source="human")) == ("Điểm a khoản 2 Điều 1. giao Sở",)


@given(
    st.sampled_from([spec.name for spec in CATALOGUE if spec.kind is Kind.LIST]),
    st.dictionaries(
        st.sampled_from(["name", "date", "article", "agency", "person", "x"]), st.text(), max_size=4
    ),
    st.text(),
    st.booleans(),
)
def test_no_item_is_lost_whatever_parts_it_has(
    name: str, parts: dict[str, str], raw: str, corrected: bool
) -> None:
    said = item_text(name, FieldItem(parts, raw), corrected=corrected)
    assert said or not raw


def test_only_whole_days_and_instants_are_rewritten() -> None:
    assert day("từ 2025-01-24") == "từ 2025-01-24"
    assert day("2025-01-24T08:30") == "24/01/2025 08:30"


def test_show_writes_values_this_way(capsys: pytest.CaptureFixture[str]) -> None:
    cells = FieldItem(
        {"name": "Tờ khai", "kind": "Bản chính", "quantity": "2"}, "Tờ khai Bản chính 02 Bản chính 02"
    )
    fields = (
        field("attachments", (cells,)),
        field("return_channel", "desk"),
        field("received_at", "2025-02-03T09:27:00+07:00"),
    )
    screen.print_fields(Document("a" * 64, "image/png", 1, fields=fields), "1.png")
    out = io.StringIO(capsys.readouterr().out).getvalue()
    assert "Tờ khai – Bản chính, 2 bản" in out and "02" not in out.replace("03/02/2025", "")
    assert "Tại quầy" in out and "desk" not in out
    assert "03/02/2025 09:27" in out
