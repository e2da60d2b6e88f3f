from pathlib import Path

from pipeline.extract.catalogue import CATALOGUE, fields_page

ROOT = Path(__file__).resolve().parents[3]


def test_the_fields_page_is_current() -> None:
    assert (ROOT / "docs" / "fields.md").read_text(encoding="utf-8") == fields_page()


def test_field_names_are_unique() -> None:
    assert len({spec.name for spec in CATALOGUE}) == len(CATALOGUE)
