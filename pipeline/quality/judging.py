"""The verdict on a page: good, check or rescan, with the reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.page import Box, Quality, Verdict
from pipeline.clean.stand import Standing
from pipeline.quality.evidence import Evidence
from pipeline.quality.measures import Measures
from pipeline.quality.reading import read_well, reading_faults
from pipeline.quality.reasons import BLANK, CHECK, FAILED, FAULTS, RESCAN, Reason, cut

Found = tuple[Reason, Box | None]
"""A reason that holds and the place where it is worst."""

_GOOD, _USABLE = 0.8, 0.45
"""Scores above which a page is good, or need only be checked."""

_FURTHER = 1 / 3
"""Share of its cost that each fault beside the worst one takes: they often have one cause."""

_LEAST_LETTERS = 6
_LEAST_INK = 0.0004
"""Share of inked pixels below which a page without letters is blank: a line of print has 0.002."""


def is_blank(standing: Standing) -> bool:
    """Whether there is nothing on the page that could be read."""
    return standing.glyph_count < _LEAST_LETTERS and standing.ink_share < _LEAST_INK


def judge_scan(page: Measures, *, blank: bool) -> Quality:
    """The verdict before the page is read."""
    return _quality([*([(BLANK, None)] if blank else []), *_scan_faults(page, RESCAN)], page, None)


def judge_page(page: Measures, read: Evidence) -> Quality:
    """The verdict once the page was read, the scan's own faults included.

    What was read well was scanned well enough: most faults of the scan then call for a look at most.
    """
    faults = list(_scan_faults(page, CHECK if read_well(read) else RESCAN))
    return _quality([*faults, *((one, read.worst) for one in reading_faults(page, read))], page, read)


def failed(code: str) -> Quality:
    """The verdict on a page that could not be opened or read, for the reason `code`."""
    return Quality(Verdict.RESCAN, 0.0, (FAILED,), (code,))


def _scan_faults(page: Measures, most: float) -> Iterator[Found]:
    """What is wrong with the scan; faults that hide nothing cost no more than `most`."""
    for fault in FAULTS:
        if fault.holds(page):
            cost = fault.reason.cost if fault.hides else min(most, fault.reason.cost)
            yield replace(fault.reason, cost=cost), page.tiles.box(fault.where(page)) if fault.where else None
    if page.cut:
        yield cut(page.cut), None


def _quality(found: Sequence[Found], page: Measures, read: Evidence | None) -> Quality:
    costs = sorted((reason.cost for reason, _ in found), reverse=True)
    score = max(0.0, 1.0 - sum(costs[:1]) - _FURTHER * sum(costs[1:]))
    placed = [(reason.cost, box) for reason, box in found if box and reason.cost]
    worst = max(placed, key=lambda one: one[0])[1] if placed else None
    return Quality(
        Verdict.GOOD if score > _GOOD else Verdict.CHECK if score > _USABLE else Verdict.RESCAN,
        round(score, 2),
        tuple(reason.sentence for reason, _ in found),
        tuple(reason.code for reason, _ in found),
        worst,
        _told(page, read),
    )


def _told(page: Measures, read: Evidence | None) -> dict[str, float]:
    """The figures the verdict stands on."""
    told = {
        "letter_px": page.glyph_px,
        "contrast": page.contrast,
        "blur": page.blur,
        "noise": page.noise,
        "paper": page.paper,
        "darkest_paper": page.darkest,
        "glare": page.glare,
    }
    if read and read.letters:
        told |= {"unsure_share": read.doubtful, "legal_share": read.legal, "marked_share": read.marked}
    return {name: round(value, 3) for name, value in told.items()}
