"""Turned pages: a person turns what is displayed, another reading may display it another way up."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import atan2, degrees

from core.errors import NotFound
from core.model import PageRange
from core.page import Box, Page
from dossiers.corrections.model import Correction, Kind, ScanPlace
from dossiers.corrections.places import corners_on_scan, points_on_page
from dossiers.pages import full_page
from storage.store import ObjectStore


def frames_of(store: ObjectStore, sha256: str, pages: PageRange) -> tuple[ScanPlace, ...]:
    """How these pages are displayed today: the corners of each, on its scan."""
    return tuple(
        ScanPlace(sha256, number, corners_on_scan(page, Box(0, 0, page.width_px, page.height_px)))
        for number in range(pages.first, pages.last + 1)
        if (page := full_page(store, sha256, number)).width_px
    )


def as_displayed_today(store: ObjectStore, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections with every turn told for its page as it is displayed today."""
    return tuple(told for one in corrections for told in _told(store, one))


def _told(store: ObjectStore, one: Correction) -> Iterator[Correction]:
    if one.kind is not Kind.ROTATE or one.target.range is None or not isinstance(one.new, int):
        yield one
        return
    frames = {frame.page: frame for frame in one.frames}
    for number in range(one.target.range.first, one.target.range.last + 1):
        frame = frames.get(number)
        moved = _moved(store, frame) if frame else 0
        target = replace(one.target, range=PageRange(number, number))
        yield replace(one, target=target, new=(one.new - moved) % 360)


def _moved(store: ObjectStore, frame: ScanPlace) -> int:
    try:
        return turned_since(full_page(store, frame.document, frame.page), frame)
    except NotFound:
        return 0


def turned_since(page: Page, frame: ScanPlace) -> int:
    """How much further clockwise a page is displayed than when `frame` was taken: 0, 90, 180 or 270."""
    (left, top), (right, across) = points_on_page(page, frame.corners[:2])
    return round(degrees(atan2(across - top, right - left)) / 90) * 90 % 360
