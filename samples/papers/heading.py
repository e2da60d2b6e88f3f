"""The two-column heading that every official paper starts with."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from samples.dates import long_date
from samples.draft import LEFT_HEAD, RIGHT_HEAD, Column, Draft
from samples.fonts import Style
from samples.people import NEW_TONE, OLD_TONE, Agency
from samples.typeset import points, words


def tone_style(rng: Random) -> Mapping[str, str]:
    """Spelling of the open syllables in headings: both placements of the tone are in use."""
    return rng.choice((OLD_TONE, OLD_TONE, NEW_TONE))


def issuer_block(draft: Draft, parent: str | None, lines: Sequence[str], column: Column, size: float) -> None:
    """Parent agency, then the issuing agency in bold over a short rule."""
    if parent:
        style = Style(_fitting(draft, parent, column, size, bold=False))
        draft.text(words(parent, style), column, zone="issuer", align="centre")
        draft.fact("parent_agency", parent)
    for line in lines:
        style = Style(_fitting(draft, line, column, size, bold=True), bold=True)
        draft.text(words(line, style), column, zone="issuer", align="centre")
    draft.fact("issuing_agency", " ".join((parent, *lines) if parent else lines))
    draft.short_rule(column, 0.4)


def motto_block(draft: Draft, tone: Mapping[str, str], column: Column, size: float) -> None:
    """National name and motto, with a rule as long as the motto."""
    name = f"CỘNG {tone['HÒA']} XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    style = Style(_fitting(draft, name, column, size, bold=True), bold=True)
    draft.text(words(name, style), column, zone="motto", align="centre")
    motto = words("Độc lập - Tự do - Hạnh phúc", Style(size + 1, bold=True))
    draft.text(motto, column, zone="motto", align="centre")
    draft.short_rule(column, 1.0)


def heading(
    draft: Draft, agency: Agency, tone: Mapping[str, str], number: str | None, issued: date, place: str,
    letter_subject: str | None = None,
) -> None:  # fmt: skip
    """Issuer, motto, number (with V/v for letters) and place and date, in reading order."""
    size = 12.0 if draft.points < 14 else 12.5
    with draft.beside():
        issuer_block(draft, agency.parent, agency.lines, LEFT_HEAD, size)
    motto_block(draft, tone, RIGHT_HEAD, size)
    draft.keep_lowest()
    with draft.beside():
        if number:
            draft.text(
                words(f"Số: {number}", Style(13)), LEFT_HEAD, zone="number", align="centre", before_pt=6
            )
            draft.fact("document_number", number)
        if letter_subject:
            draft.text(
                words(letter_subject, Style(12)), LEFT_HEAD, zone="subject", align="centre", before_pt=4
            )
            draft.fact("subject", letter_subject)
    draft.text(
        words(f"{place}, {long_date(issued)}", Style(13, italic=True)),
        RIGHT_HEAD, zone="place_date", align="centre", before_pt=6,
    )  # fmt: skip
    draft.fact("issuing_place", place)
    draft.fact("issue_date", issued.isoformat())
    draft.keep_lowest()


def title(draft: Draft, name: str, subject: str | None, rng: Random) -> None:
    """Document type and subject, centred and bold over a short rule."""
    column = Column(38, 187)
    style = Style(draft.points, bold=True)
    draft.text(words(name, style), column, zone="type", align="centre", before_pt=rng.choice((12, 16, 20)))
    if subject:
        draft.text(words(subject, style), column, zone="subject", align="centre")
        draft.fact("subject", subject)
        draft.short_rule(column, 0.4)
    draft.y_px += points(8)


def _fitting(draft: Draft, text: str, column: Column, size: float, *, bold: bool) -> float:
    while size > 9 and not draft.fits(text, column, Style(size, bold=bold)):
        size -= 0.5
    return size
