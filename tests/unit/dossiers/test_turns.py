"""A turn means the same after a reading that stands the page up another way."""

from dataclasses import replace

import numpy as np
import pytest

from core.access import LOCAL_VIEWER
from core.model import PageRange
from core.page import Box, Page
from dossiers.arranged import turned
from dossiers.assembly import rebuild_dossier
from dossiers.browse import show_dossier
from dossiers.corrections.making import Wish
from dossiers.corrections.model import ScanPlace
from dossiers.corrections.places import corners_on_scan
from dossiers.corrections.turns import turned_since
from dossiers.corrections.writing import correct
from dossiers.services import Services
from storage import keys
from tests.archive import put_dossier, put_paper, store_page
from tests.unit.extract.papers import decision, page, receipt

WIDTH, HEIGHT = 1654, 2339
TURNS = {
    0: ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    90: ((0, -1, HEIGHT), (1, 0, 0), (0, 0, 1)),
    180: ((-1, 0, WIDTH), (0, -1, HEIGHT), (0, 0, 1)),
    270: ((0, 1, 0), (-1, 0, WIDTH), (0, 0, 1)),
}
"""Scan pixels to displayed ones where a page is stood up by so many degrees clockwise."""


def stood_up(one: Page, by: int, skew: float = 0.0) -> Page:
    size = (WIDTH, HEIGHT) if by in (0, 180) else (HEIGHT, WIDTH)
    tilt = np.radians(skew)
    straight = np.array([[np.cos(tilt), -np.sin(tilt), 0], [np.sin(tilt), np.cos(tilt), 0], [0, 0, 1]])
    rows = straight @ np.array(TURNS[by], np.float64)
    first, second, third = ((float(a), float(b), float(c)) for a, b, c in rows)
    return replace(
        one, width_px=size[0], height_px=size[1], transform=(first, second, third), rotation_degrees=by
    )


@pytest.mark.parametrize("then", [0, 90, 180, 270])
@pytest.mark.parametrize("now", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [-4.0, 0.0, 4.0])
def test_how_much_further_a_page_is_turned_than_it_was(then: int, now: int, skew: float) -> None:
    blank = page([], 1)
    before = stood_up(blank, then)
    frame = ScanPlace("a", 1, corners_on_scan(before, Box(0, 0, before.width_px, before.height_px)))
    assert turned_since(stood_up(blank, now, skew), frame) == (now - then) % 360


def test_a_page_that_is_stood_up_right_now_needs_no_turn_any_more(services: Services) -> None:
    paper = put_paper(services, receipt(), decision(), decision())
    dossier = put_dossier(services, paper)
    sha256 = paper.file.sha256
    wish = Wish("rotate", "90", "nằm ngang", pages=PageRange(1, 2))
    correct(services, dossier.id, wish, LOCAL_VIEWER)

    def turns() -> list[int]:
        rebuild_dossier(services, dossier.id)
        document = show_dossier(services, dossier.id, LOCAL_VIEWER)[1][0]
        return [turned(document, number) for number in (1, 2, 3)]

    assert turns() == [90, 90, 0]
    store_page(services, keys.page_key(sha256, 1), stood_up(page(receipt(), 1), 90))
    assert turns() == [0, 90, 0]
    store_page(services, keys.page_key(sha256, 2), stood_up(page(decision(), 2), 180))
    assert turns() == [0, 270, 0]
