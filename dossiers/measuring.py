"""Measures of text that was read, by which a loss shows that raised no error."""

from core.model import TextMeasure
from core.page import Page, PageState
from core.text import fold


def measured(before: TextMeasure, page: Page) -> TextMeasure:
    """The measure with one more page: missing language data takes marks, a broken engine whole pages."""
    text = page.text
    letters = [char for char in text.casefold() if char.isalpha()]
    empty = page.state in (PageState.READ, PageState.TEXT_LAYER) and not text.strip()
    return TextMeasure(
        letters=before.letters + len(letters),
        marked_letters=before.marked_letters + sum(map(_is_marked, letters)),
        empty_pages=before.empty_pages + empty,
    )


def _is_marked(letter: str) -> bool:
    return not letter.isascii() and fold(letter) != letter
