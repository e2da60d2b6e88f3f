"""What may be typed as the value of a field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ConfigError
from dossiers.corrections.values import checked_parts, checked_value, field_named
from pipeline.extract.catalogue import CATALOGUE, Kind
from pipeline.reference import load_reference

REFERENCE = load_reference()


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("issue_date", "24/01/2025", "2025-01-24"),
        ("issue_date", "2025-01-24", "2025-01-24"),
        ("date_of_birth", "1990", "1990"),
        ("received_at", "24/1/2025 8:30", "2025-01-24T08:30:00+07:00"),
        ("received_at", "2025-01-24T08:30:00+07:00", "2025-01-24T08:30:00+07:00"),
        ("due_at", "2025-01-24", "2025-01-24"),
        ("national_id", "027 301 004 567", "027301004567"),
        ("phone", "+84 912 345 678", "0912345678"),
        ("phone", "0222.3.821.330", "02223821330"),
        ("tax_code", "0100233488", "0100233488"),
        ("fee", "50.000 đồng", 50000),
        ("fee", "1024000", 1024000),
        ("fee", "Miễn phí", 0),
        ("dossier_sets", "2", 2),
        ("duration", "15 ngày làm việc", "15 ngày làm việc"),
        ("gender", "nữ", "Nữ"),
        ("email", "A.B@bacninh.gov.vn", "a.b@bacninh.gov.vn"),
        ("dossier_code", "000.00.01.H05-250124-0001", "000.00.01.H05-250124-0001"),
        ("procedure_code", "1.001193", "1.001193"),
        ("document_number", "44 / QĐ-UBND", "44/QĐ-UBND"),
        ("document_number", "27/2025/QĐ-UBND", "27/2025/QĐ-UBND"),
        ("document_number", "03-NQ/TU", "03-NQ/TU"),
        ("document_number", "1175/SNN-TCHC", "1175/SNN-TCHC"),
        ("return_channel", "qua bưu chính", "post"),
        ("return_channel", "desk", "desk"),
        ("urgency", "hoả tốc", "HỎA TỐC"),
        ("secrecy", "tối mật", "TỐI MẬT"),
        ("language", "VI", "vi"),
        ("has_stamp", "có", True),
        ("has_signature", "không", False),
        ("pages", "12", 12),
        ("signer_authority", "KT", "KT."),
        ("applicant_name", "  Nguyễn   Văn A ", "Nguyễn Văn A"),
        ("issuing_agency", "Sở Tư pháp tỉnh Bắc Ninh", "Sở Tư pháp tỉnh Bắc Ninh"),
        ("address", "", None),
    ],
)
def test_a_value_takes_its_canonical_form(field: str, typed: str, value: object) -> None:
    assert checked_value(field, typed, REFERENCE) == value


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("issue_date", "30/02/2025"),
        ("issue_date", "hôm qua"),
        ("issue_date", "24/01/2025 và sau đó"),
        ("issue_date", "24/01/1825"),
        ("received_at", "24/01/2025 25:00"),
        ("national_id", "02730100456"),
        ("national_id", "O27301OO4567"),
        ("phone", "12345"),
        ("phone", "0912345678 hoặc 0912345679"),
        ("tax_code", "01002"),
        ("fee", "nhiều"),
        ("fee", "-5"),
        ("dossier_sets", "hai"),
        ("gender", "khác"),
        ("email", "không có"),
        ("dossier_code", "4711"),
        ("procedure_code", "mã"),
        ("document_number", "QĐ-SXD"),
        ("return_channel", "chim bồ câu"),
        ("urgency", "từ từ"),
        ("has_stamp", "một ít"),
        ("signer", "Nguyễn Văn 3"),
        ("subject", "…"),
        ("subject", "a" * 2000),
        ("subject", "một\x00hai"),
        ("attachments", "Tờ khai"),
    ],
)
def test_no_value_of_the_field_is_refused_and_not_repeated(field: str, typed: str) -> None:
    with pytest.raises(ConfigError) as caught:
        checked_value(field, typed, REFERENCE)
    assert caught.value.code == "bad_value"
    assert caught.value.message.startswith(f"{field} takes ")
    assert typed not in caught.value.message


@given(st.sampled_from(CATALOGUE), st.text(max_size=40))
def test_whatever_is_typed_gives_a_value_or_one_line_and_stays_what_it_is(spec: object, typed: str) -> None:
    name = getattr(spec, "name")  # noqa: B009 - hypothesis loses the type
    try:
        value = checked_value(name, typed, REFERENCE)
    except ConfigError as exc:
        assert "\n" not in exc.message
        return
    assert value is None or checked_value(name, str(value), REFERENCE) == value


def test_fields_are_named_in_both_languages() -> None:
    for spec in CATALOGUE:
        assert field_named(spec.name) is spec
        assert field_named(spec.name.replace("_", " ").upper()) is spec
    assert field_named("chu ho so").name == "applicant_name"
    assert field_named("Phí, lệ phí").name == "fee"
    with pytest.raises(ConfigError):
        field_named("gì đó")


def test_a_list_is_corrected_by_its_parts() -> None:
    assert checked_parts("attachments", "name=Tờ khai; quantity= 2") == {"name": "Tờ khai", "quantity": "2"}
    assert checked_parts("attachments", "Tờ khai") == {"name": "Tờ khai"}
    assert checked_parts("attachments", " ") is None
    for wrong in ("name=", "=2", "TÊN=x", "name=x; quantity"):
        with pytest.raises(ConfigError):
            checked_parts("attachments", wrong)


def test_every_kind_of_field_has_a_reader() -> None:
    for kind in Kind:
        spec = next(one for one in CATALOGUE if one.kind is kind)
        with pytest.raises(ConfigError):
            checked_value(spec.name, "…", REFERENCE)
