"""Asks one thing of what was understood."""

from core.model import Field
from core.page import Page
from pipeline.extract import Understanding, understand
from pipeline.reference import load_reference

REFERENCE = load_reference()


def read(*pages: Page) -> Understanding:
    """Understand pages with the packaged reference data."""
    return understand(iter(pages), REFERENCE)


def field_of(result: Understanding, name: str) -> Field | None:
    """The field called `name`, or None."""
    return next((field for field in result.fields if field.name == name), None)


def value_of(result: Understanding, name: str) -> object:
    """The value of the field called `name`, or None."""
    found = field_of(result, name)
    return found.value if found else None


def warned(result: Understanding, name: str) -> bool:
    """Whether the field called `name` carries a warning."""
    found = field_of(result, name)
    return bool(found and found.warnings)
