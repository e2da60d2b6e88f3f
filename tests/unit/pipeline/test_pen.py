"""What a pen wrote beside the print is known as such; what it filled into the print is left alone."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.page import Box, Line, Pixels, Region, Word
from core.settings import Limits
from pipeline.load import open_scan
from pipeline.ocr import Hints
from pipeline.pen import HANDWRITING, MARGIN_NOTE, notes_apart, pen_regions
from pipeline.process import read_page
from pipeline.red_marks import read_red_marks
from pipeline.violet import violet_as_red
from samples.fonts import Style, font
from samples.stamps import VIOLET, arrival, signature
from samples.typeset import px
from tests.unit.pipeline.test_red_marks import Seeing, sheet


class Violet(Random):
    """Dice that always choose the last colour, and no tilt."""

    def choice(self, options):  # type: ignore[no-untyped-def]
        return options[-1]

    def uniform(self, _low: float, _high: float) -> float:
        return 1.0


def printed(top_mm: float, text: str = "giao Sở Nội vụ chủ trì phối hợp", left_mm: float = 30) -> Line:
    """A line of print 150 mm wide."""
    parts, wide = text.split(), px(150) / len(text.split())
    left, top = px(left_mm), round(px(top_mm))
    boxes = (
        Box(round(left + wide * at), top, round(left + wide * at + 0.8 * wide), top + 45) for at in range(9)
    )
    return Line(tuple(Word(part, box, 0.95) for part, box in zip(parts, boxes, strict=False)))


BODY = tuple(printed(40 + 8 * at) for at in range(20))


def blue(width_mm: float, height_mm: float, seed: int = 3) -> Image.Image:
    """A scrawl in blue ink."""
    return next(
        scrawl
        for at in range(seed, seed + 20)
        if np.asarray(scrawl := signature(Random(at), width_mm, height_mm))[..., 2].max() > 120
    )


def kinds(regions: tuple[Region, ...]) -> list[str]:
    return [region.kind for region in regions]


def test_a_note_in_the_margin_and_one_above_the_heading_are_regions() -> None:
    page = sheet((blue(20, 12), 4, 120), (blue(50, 15), 100, 12))
    above, beside = pen_regions(page, BODY, ())
    assert {above.kind, beside.kind} == {MARGIN_NOTE}
    assert above.box.bottom < px(40)
    assert beside.box.right < px(30)


def test_a_signature_and_a_number_filled_in_are_no_notes() -> None:
    signed = (blue(48, 24), 110, 220)
    number = (blue(12, 5), 52, 40)
    heading = Line((Word("Số:", Box(round(px(42)), round(px(40)), round(px(50)), round(px(45))), 0.95),))
    assert pen_regions(sheet(signed, number), (heading, *BODY[2:]), ()) == ()


def test_strokes_of_one_note_are_one_region() -> None:
    page = sheet((blue(20, 8), 4, 100), (blue(20, 8), 4, 110), (blue(20, 8), 4, 200))
    assert kinds(pen_regions(page, BODY, ())) == [MARGIN_NOTE, MARGIN_NOTE]


def test_entries_of_an_arrival_stamp_are_handwriting_inside_it() -> None:
    stamp = arrival("TT PHỤC VỤ HÀNH CHÍNH CÔNG", "341", "24/03/2025", Violet(1))
    engine = Seeing()
    page = sheet((stamp, 20, 60))
    (found,) = read_red_marks(violet_as_red(page), engine, 5.0)
    assert found.kind == "stamp"
    assert abs(found.box.left - px(20)) < px(3)
    entries = pen_regions(page, BODY, (found,))
    assert set(kinds(entries)) == {HANDWRITING}
    assert all(found.box.overlap(entry.box) > 0.9 * entry.box.area for entry in entries)


def test_violet_is_needed_for_a_page_to_be_changed() -> None:
    page = sheet((blue(40, 20), 20, 60))
    assert violet_as_red(page) is page
    pink = np.full((600, 400, 3), (235, 215, 240), np.uint8)
    assert violet_as_red(pink) is pink
    grey = np.full((600, 400), 255, np.uint8)
    assert violet_as_red(grey) is grey
    assert VIOLET[1] < min(VIOLET[0], VIOLET[2])


class Reader:
    """An engine that reads the body of whole pages, and of smaller pictures what it is told."""

    version = "reader"

    def __init__(self, small: tuple[Line, ...]) -> None:
        self.small = small

    def read(self, image: Pixels, _hints: Hints) -> tuple[Line, ...]:
        return BODY if image.shape[0] > 1000 else self.small


@pytest.mark.parametrize("said", [(), (Line((Word("ĐẾN", Box(10, 10, 60, 40), 0.9),)),)])
def test_violet_that_says_nothing_is_no_stamp(tmp_path: Path, said: tuple[Line, ...]) -> None:
    page = Image.fromarray(sheet((arrival("", "", "", Violet(1)), 20, 60))[:, :, ::-1])
    face = font(Style(13))
    for one in BODY[8:]:
        for word in one.words:
            ImageDraw.Draw(page).text((word.box.left, word.box.top), word.text, fill="black", font=face)
    page.save(tmp_path / "page.png", dpi=(300, 300))
    found = read_page(open_scan(tmp_path / "page.png", Limits()), 1, Reader(said), Limits(), None).page
    assert [region.kind for region in found.regions] == ["stamp"] * len(said)


def test_black_scrawls_off_the_text_are_taken_out_of_the_body() -> None:
    scrawl = Line((Word("TTP1", Box(round(px(185)), 90, round(px(195)), 150), 0.81),))
    body, notes = notes_apart((scrawl, *BODY))
    assert body == BODY
    assert [(note.kind, note.lines) for note in notes] == [(MARGIN_NOTE, (scrawl,))]


def test_page_numbers_dirt_and_doubtful_print_stay_in_the_body() -> None:
    number = Line((Word("2", Box(1200, 90, 1220, 130), 0.5),))
    dirt = Line((Word("_7", Box(1200, 20, 1400, 60), 0.3),))
    print_ = Line((Word("Mẫu", Box(1900, 90, 2000, 130), 0.6), Word("số", Box(2010, 90, 2060, 130), 0.6)))
    inside = Line((Word("Th}?", Box(600, 1200, 700, 1250), 0.3),))
    lines = (number, dirt, print_, *BODY, inside)
    assert notes_apart(lines) == (lines, ())
