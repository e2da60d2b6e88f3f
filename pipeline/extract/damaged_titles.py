"""A signer's title of which a seal or signature left the end."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from core.text import fold
from pipeline.extract.layout import Run
from pipeline.extract.lexicon import Lexicon

ALIKE = 85
"""Similarity of the end of a line to a title, 0 to 100: one letter in seven is wrong."""
LEAST_LETTERS = 6
"""A shorter title is the end of too many words."""
LEAST_LAST_WORD = 4
WIDTH_ERROR = 0.15
"""Widths are told by the mean letter of one word: TỊCH is narrower than CHỦ."""
NEXT_WIDTH_ERROR = 0.3
"""A second title whose width is no further off leaves it open which one was printed."""


def title_at_end(text: str, lexicon: Lexicon) -> tuple[str, bool] | None:
    """The title that `text` ends with though it was joined (CHỦTỊCH) or has ink before it, in capitals.

    Also whether `text` is nothing else, letter by letter.
    """
    letters = _letters(text)
    titles = sorted(_titles(lexicon), key=lambda title: len(_letters(title)), reverse=True)
    for title in titles:
        wanted = _letters(title)
        end = letters[-len(wanted) :]
        if len(wanted) >= LEAST_LETTERS and len(end) == len(wanted) and fuzz.ratio(end, wanted) >= ALIKE:
            return title, letters == wanted
    return None


def title_by_width(run: Run, middle: float, lexicon: Lexicon) -> str | None:
    """The only title with the last word of `run` that is as wide as the line was, in capitals.

    Lines of a signer's block are centred: what is left of it reaches as far right of `middle`, in
    pixels, as the whole line reached left of it.
    """
    last = run.words[-1]
    printed = _letters(last.text)
    width = 2 * (last.box.right - middle)
    if len(printed) < LEAST_LAST_WORD or width <= last.box.width:
        return None
    letter_px = last.box.width / len(printed)
    errors = sorted(
        (abs(len(text) * letter_px - width) / width, text)
        for title in _titles(lexicon)
        for text in (title, f"KT. {title}")
        if " " in title and _letters(title.split()[-1]) == printed
    )
    if not errors or errors[0][0] > WIDTH_ERROR or (len(errors) > 1 and errors[1][0] < NEXT_WIDTH_ERROR):
        return None
    return errors[0][1]


def _titles(lexicon: Lexicon) -> Iterator[str]:
    return (row.name.upper() for row in lexicon.reference.positions if row.kind == "position")


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", fold(text))
