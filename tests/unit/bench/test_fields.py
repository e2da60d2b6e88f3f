import json
from pathlib import Path

import pytest

from bench.acts import Act, judge_act, load_acts
from bench.bare import bare_fields
from bench.field_report import FieldRun, field_document
from bench.judging import Outcome, Sample, judge, tally
from bench.types import Classified
from core.model import Field, FieldItem
from core.page import Box, Line, Page, PageState, Word
from samples.truth import FieldValue

BOX = Box(0, 0, 9, 9)
TYPES = Classified((("decision", "decision"), ("decision", "plan")), (("plan", "plan"),), 3, 2, 1)


def found(name: str, value: object, confidence: float = 0.95, warnings: tuple[str, ...] = ()) -> Field:
    return Field(name, value, str(value), confidence, "label", warnings=warnings, page=1, box=BOX)  # type: ignore[arg-type]


def sample(true: dict[str, FieldValue], *fields: Field) -> Sample:
    return Sample("0001", "clean", true, fields)


def test_each_way_to_be_right_or_wrong_has_its_outcome() -> None:
    true: dict[str, FieldValue] = {"fee": 50, "phone": "0912", "address": "Số 1", "gender": "Nam"}
    fields = (found("fee", 50), found("phone", "0913"), found("gender", None), found("email", "a@b.vn"))
    verdicts = judge([sample(true, *fields), sample({"email": "c@d.vn"})])
    outcomes = {one.field: one.outcome for one in verdicts[:5]}
    assert outcomes == {
        "fee": Outcome.RIGHT,
        "phone": Outcome.WRONG,
        "address": Outcome.MISSED,
        "gender": Outcome.UNREADABLE,
        "email": Outcome.INVENTED,
    }


def test_what_no_truth_records_is_not_judged() -> None:
    assert judge([sample({"fee": 50}, found("fee", 50), found("sector", "Hộ tịch"))])[1:] == ()


def test_items_of_a_list_are_right_when_all_their_parts_are() -> None:
    items = (
        FieldItem({"name": "Tờ khai", "kind": "Bản sao"}, ""),
        FieldItem({"name": "Đơn"}, ""),
        FieldItem({"name": "Ảnh"}, ""),
    )
    true = ({"name": "Đơn", "kind": "Bản sao"}, {"kind": "Bản sao", "name": "Tờ khai"})
    outcomes = [one.outcome for one in judge([sample({"attachments": true}, found("attachments", items))])]
    assert outcomes == [Outcome.RIGHT, Outcome.WRONG, Outcome.INVENTED]


def test_precision_recall_and_sure_errors_add_up() -> None:
    true: dict[str, FieldValue] = {"fee": 50, "phone": "0912", "address": "Số 1", "gender": "Nam"}
    fields = (found("fee", 50), found("phone", "0913"), found("gender", "Nữ", 0.4))
    figures = tally(judge([sample(true, *fields)]))
    assert (figures.true, figures.found, figures.right) == (4, 3, 1)
    assert (figures.sure, figures.sure_wrong) == (2, 1)
    assert figures.precision == pytest.approx(1 / 3)
    assert figures.recall == pytest.approx(1 / 4)
    assert figures.f1 == pytest.approx(2 / 7)


def test_the_baseline_reads_clean_text() -> None:
    text = """UBND TỈNH BẮC NINH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 12/TTPVHCC Bắc Ninh, ngày 24 tháng 01 năm 2025
Mã hồ sơ: 000.00.01.H05-250124-0001
Tiếp nhận hồ sơ của: Nguyễn Thị Bích Ngọc
Số CCCD: 027301004567
Điện thoại: 0912 345 678
4. Thời gian nhận hồ sơ: 08 giờ 30 phút, ngày 24 tháng 01 năm 2025
7. Phí, lệ phí: 50.000 đồng
"""
    values = {field.name: field.value for field in bare_fields(text)}
    assert values["document_number"] == "12/TTPVHCC"
    assert values["issue_date"] == "2025-01-24"
    assert values["dossier_code"] == "000.00.01.H05-250124-0001"
    assert values["applicant_name"] == "Nguyễn Thị Bích Ngọc"
    assert values["national_id"] == "027301004567"
    assert values["phone"] == "0912345678"
    assert values["received_at"] == "2025-01-24T08:30:00+07:00"
    assert values["fee"] == 50_000


def page(text: str) -> Page:
    words = tuple(Word(word, BOX, 0.9) for word in text.split())
    return Page(1, PageState.READ, 10, 10, 300.0, lines=(Line(words),))


def test_a_miss_on_a_real_act_has_its_cause() -> None:
    fields = {"subject": "Về việc lấy ý kiến", "signer": "Lê Văn Thử", "urgency": None, "issue_date": "2025"}
    act = Act(Path("ct_01.pdf"), fields, frozenset({"issue_date"}))
    read = (found("subject", "Về việc lấy"), found("signer", "Lê Văn Thứ"), found("issue_date", None))
    verdicts = {one.field: one for one in judge_act(act, read, [page("Về việc lấy ý kiến Lê Văn Thứ")])}
    assert "urgency" not in verdicts
    assert verdicts["subject"].cause == "read, but not taken by the rules; gave “Về việc lấy” (0.95)"
    assert verdicts["signer"].cause == "not read: Thử; gave “Lê Văn Thứ” (0.95)"
    assert verdicts["issue_date"].outcome == "left to a person"


def test_a_doubted_value_needs_low_confidence_and_a_warning() -> None:
    act = Act(Path("a.pdf"), {"issue_date": "2025-01-02", "document_number": "7/QĐ", "signer": None})
    read = (
        found("issue_date", "2025-01-01", 0.4, ("?",)),
        found("document_number", "1/QĐ", 0.4),
        found("signer", "Lê"),
    )
    outcomes = [one.outcome for one in judge_act(act, read, [page("x")])]
    assert outcomes == ["doubted", "wrong", "invented"]


def test_acts_are_loaded_with_what_is_written_by_hand(tmp_path: Path) -> None:
    assert load_acts(tmp_path) == []
    for folder in ("truth", "scans"):
        (tmp_path / folder).mkdir()
    (tmp_path / "scans/a.pdf").touch()
    rows: list[dict[str, object]] = [
        {"file": name, "fields": {}, "handwritten": ["số 37", "ngày 24 tháng 4"]} for name in ("a.pdf", "b")
    ]
    (tmp_path / "truth/fields.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert load_acts(tmp_path) == [
        Act(tmp_path / "scans/a.pdf", {}, frozenset({"document_number", "issue_date"}))
    ]


def test_the_document_names_every_figure_and_its_tables_are_even() -> None:
    true: dict[str, FieldValue] = {"fee": 50, "phone": "0912", "attachments": ({"name": "Đơn"},)}
    own = judge([sample(true, found("fee", 50), found("phone", "0913"))])
    bare = judge([sample(true)])
    acts = tuple(judge_act(Act(Path("ct.pdf"), {"signer": "Lê"}), (), [page("Lê")]))
    text = field_document(
        FieldRun("./run bench fields", "2026-11-25", 1, 1, ("v",), own, bare, own, (4.0,), acts, TYPES)
    )
    assert "| F1 of scalar fields, all captures | 50.00 | ≥ 97 |" in text
    assert "| F1 of scalar fields, 1 files of whole dossiers | 50.00 |  |" in text
    assert "| phone | 1 | 0.00 | 0.00 | 0.00 | 1 | 1 | 0.00 |" in text
    assert "| 0001 | phone | 0.95 | 0912 | 0913 |" in text
    assert "| ct | signer | missed | read, but not taken by the rules |" in text
    assert "| papers of every type classified right | 50.00 |  |" in text
    assert "| decision | 2 | 1 | plan 1 |" in text
    assert "| 3 | 2 | 1 |" in text
    for part in text.split("### ")[1:]:
        rows = [row for row in part.splitlines() if row.startswith("|")]
        assert len({row.count("|") for row in rows}) <= 1
