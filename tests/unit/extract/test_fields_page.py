from pathlib import Path

from pipeline.extract.catalogue import CATALOGUE, Kind
from pipeline.extract.fields_page import FORMS, PARTS, fields_page

ROOT = Path(__file__).resolve().parents[3]


def test_the_fields_page_is_current() -> None:
    assert (ROOT / "docs" / "fields.md").read_text(encoding="utf-8") == fields_page()


def test_field_names_are_unique() -> None:
    assert len({spec.name for spec in CATALOGUE}) == len(CATALOGUE)


def test_every_kind_says_its_form_and_every_list_its_parts() -> None:
    assert set(FORMS) == set(Kind)
    assert set(PARTS) == {spec.name for spec in CATALOGUE if spec.kind is Kind.LIST}


def test_every_field_has_two_names_for_people() -> None:
    for names in ({spec.english for spec in CATALOGUE}, {spec.term for spec in CATALOGUE}):
        assert len(names) == len(CATALOGUE)
        assert all(name[0].isupper() for name in names)
