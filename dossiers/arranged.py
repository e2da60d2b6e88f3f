"""The pages of a paper as people arranged them: the order they are leafed through, and which way up."""

from core.model import Document


def leafed(document: Document) -> tuple[int, ...]:
    """Its pages in the order a person gave them, else as they lie in the file; a proposal changes nothing."""
    first, last = (document.pages.first, document.pages.last) if document.pages else (1, document.page_count)
    own = tuple(range(first, last + 1))
    order = document.arrangement.page_order
    if "page_order" in document.arrangement.decided and set(order) >= set(own):
        return tuple(number for number in order if number in own)
    return own


def turned(document: Document, number: int) -> int:
    """How far a person turned a page from how it is displayed: 0, 90, 180 or 270 degrees clockwise."""
    return next((turn.degrees for turn in document.arrangement.turns if turn.page == number), 0)
