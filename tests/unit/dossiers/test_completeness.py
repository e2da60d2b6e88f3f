"""Completeness in the dossier's record and as people read it."""

import json
from datetime import date

import pytest

from cli.screen import print_dossier
from core.codec import decode, encode
from core.model import (
    Completeness,
    Document,
    Dossier,
    DossierField,
    DossierState,
    Field,
    FieldItem,
    Paper,
    PaperCheck,
)
from dossiers.completeness import completeness_of, said
from dossiers.shapes import dossier_shape
from pipeline.reference import load_reference
from tests.schemas import valid

REFERENCE = load_reference()
DAY = date(2025, 3, 3)
COMPLETENESS = Completeness(
    "1.001193",
    (
        PaperCheck("Tờ khai đăng ký khai sinh", "scanned", True, 1, 1, 1),
        PaperCheck("Giấy chứng sinh", "missing", True, 1, 0, 0),
        PaperCheck("Sổ đỏ", "unknown", False, 0, 1, 0),
    ),
    1,
)
DOSSIER = Dossier(f"d-{1:020x}", 1, DossierState.COMPLETE, completeness=COMPLETENESS)


def fact(name: str, value: str | tuple[FieldItem, ...]) -> DossierField:
    return DossierField(Field(name, value, "", 0.9, "label"), "a")


def test_fields_and_papers_of_all_documents_count() -> None:
    form = Paper(1, 1, "TỜ KHAI ĐĂNG KÝ KHAI SINH", "application")
    documents = [
        Document("a", "application/pdf", 2, papers=(Paper(2, 2, "RECEIPT", "receipt"), form)),
        Document("b", "image/png", 1, "GIẤY CHỨNG SINH", "birth_notice"),
    ]
    listed = (FieldItem({"name": "Giấy chứng nhận kết hôn của cha mẹ"}, ""),)
    fields = [fact("procedure_code", "1.001193.000.00.00.H05"), fact("attachments", listed)]
    found = completeness_of(REFERENCE, fields, documents, DAY)
    assert found is not None
    assert [one.state for one in found.papers] == ["scanned", "scanned", "listed"]
    assert completeness_of(REFERENCE, fields[1:], documents, DAY) is None


def test_a_record_keeps_it_and_an_older_record_is_still_read() -> None:
    kept = encode(DOSSIER, "test/1")
    assert decode(kept, Dossier, "test/1") == DOSSIER
    older = json.loads(kept)
    del older["completeness"]
    read = decode(json.dumps(older).encode(), Dossier, "test/1")
    assert (read.id, read.completeness) == (DOSSIER.id, None)


def test_only_what_is_worth_a_look_is_told() -> None:
    assert list(said(COMPLETENESS)) == [
        "Thiếu: Giấy chứng sinh",
        "Ngoài thành phần của thủ tục: Sổ đỏ",
        "Có 1 giấy tờ chưa rõ loại, có thể là giấy tờ còn thiếu.",
    ]
    assert list(said(Completeness("1.001193", COMPLETENESS.papers[:1], 2))) == []
    assert list(said(None)) == []


def test_show_tells_it_in_text_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    print_dossier(DOSSIER, (), ())
    assert "Thiếu: Giấy chứng sinh" in capsys.readouterr().out
    shape = valid(json.loads(json.dumps(dossier_shape(DOSSIER, ()))))
    assert [one["state"] for one in shape["completeness"]["papers"]] == ["scanned", "missing", "unknown"]
    assert valid(dossier_shape(Dossier(DOSSIER.id, 1, DossierState.COMPLETE), ()))["completeness"] is None
