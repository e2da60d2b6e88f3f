"""How surely pages are turned upright, straightened and cut out: many drawn captures, none of them read.

Every capture is turned by a further random quarter, so that upright pages are a quarter of all. Beside
whole pages there are sparse ones, of which a few lines are left, and scans a scanner made one-bit.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

import cv2
import numpy as np

from bench.grids import Grid
from bench.machine import facts, spread, tell
from bench.section import Section, publish
from core.page import Pixels
from pipeline.clean.geometry import Transform, quarter_turn
from pipeline.clean.stand import Standing, stand
from pipeline.ocr import open_engine
from pipeline.trial import upside_down_by
from samples.capture import CAPTURES
from samples.cases import new_case
from samples.degrade import CAPTURE, Captured
from samples.kinds import KINDS, WRITERS
from samples.sheet import HEIGHT_PX, WIDTH_PX, Sheet
from samples.write import A4_WIDTH_INCHES, POINTS

WHOLE, SPARSE, ONE_BIT = "whole", "sparse", "one-bit"
_VARIANTS = (WHOLE, SPARSE, ONE_BIT)
_ONE_BIT_CAPTURES = ("clean", "adf", "faded", "turned")
"""Faxes are one-bit anyway, and a phone makes no one-bit photo."""

_TURNS = (0, 90, 180, 270)
_STRAIGHT_DEGREES = 0.2
_UPRIGHT_DEGREES = 45.0
_CORNER_SHARE = 0.01
"""A sheet is found when each corner is within this share of the page's width."""

_LEAST_LINES, _MOST_LINES = 3, 8
_MARGIN_PX = 12
_LISTED = 40

_TEXT = """\
Every capture is turned by a further random quarter, which the product is not told; nothing is read except
where the product itself tries a strip of a doubtful page both ways up (*tried*). *Sparse* pages keep
three to eight lines of print, *one-bit* ones are scans thresholded as a scanner does. *Upright* counts
pages shown the right way up; *straight* those among them whose printed lines, at the height of the print,
keep a tilt of at most 0.2°; *sheet* the photos of which every corner was found within 1 % of the page's
width. The bars are 99.5 % upright and 99 % straight."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one capture was stood up."""

    name: str
    capture: str
    variant: str
    tilt_degrees: float
    """Clockwise angle of printed lines on the displayed page, -180 to 180."""
    sheet: bool | None
    """Whether the sheet was found; None when the capture shows nothing but the sheet."""
    tried: bool
    """Whether a strip was read both ways up."""

    @property
    def upright(self) -> bool:
        """Whether it is the right way up."""
        return abs(self.tilt_degrees) < _UPRIGHT_DEGREES

    @property
    def straight(self) -> bool:
        """Whether hardly any tilt is left."""
        return abs(self.tilt_degrees) <= _STRAIGHT_DEGREES


def run(pages: int, seed: int, out: Path, document: Path) -> None:
    """Stand up `pages` captures and write what became of them.

    Raises:
        MissingDependency: Tesseract or the font is not installed.
    """
    tell(f"Drawing and standing up {pages} pages …")
    found = list(spread(stand_up, ((seed, index) for index in range(pages))))
    out.mkdir(parents=True, exist_ok=True)
    _write(found, out / "stance.csv")
    publish(_section(found, f"./run bench stance --pages {pages} --seed {seed}", seed), document)


def tilt_degrees(to_displayed: Transform, left: tuple[float, float], right: tuple[float, float]) -> float:
    """The clockwise angle, -180 to 180, at which the line from `left` to `right` is displayed."""
    ends = cv2.perspectiveTransform(np.array([[left, right]], np.float64), to_displayed)[0]
    across, down = ends[1] - ends[0]
    return float(np.degrees(np.arctan2(down, across)))


def found_sheet(to_displayed: Transform, size: tuple[int, int], standing: Standing) -> bool:
    """Whether the corners of the printed page of `size` are displayed at the corners, in any order."""
    width, height = size
    sheet = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    corners = cv2.perspectiveTransform(sheet, to_displayed)[0]
    shown = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * standing.size
    away = np.linalg.norm(corners[:, None] - shown[None], axis=-1).min(axis=1)
    return bool(away.max() <= _CORNER_SHARE * min(standing.size))


def stand_up(which: tuple[int, int]) -> Outcome:
    """Draw one capture, stand it up and compare with the truth."""
    seed, index = which
    rng = Random(f"stance/{seed}/{index}")
    capture = CAPTURES[index % len(CAPTURES)]
    kind = KINDS[(index % len(CAPTURES) + index // len(CAPTURES)) % len(KINDS)]
    variant = _variant(capture, index // len(CAPTURES) // len(KINDS))
    sheet = rng.choice(WRITERS[kind](new_case(rng), rng).sheets)
    page = sheet.pixels()
    top, bottom = 0, HEIGHT_PX
    if variant == SPARSE:
        top, bottom = _some_lines(sheet, rng)
        page = _only(page, top, bottom)
    scan = CAPTURE[capture](page, np.random.default_rng(rng.getrandbits(63)))
    pixels = _one_bit(scan.pixels) if variant == ONE_BIT else _encoded(scan)
    turn = rng.choice(_TURNS)
    turned = np.asarray(np.ascontiguousarray(np.rot90(pixels, -turn // 90)), np.uint8)
    judge = _Judge()
    standing = stand(turned, _dpi(scan), judge)
    height, width = pixels.shape[:2]
    whole = standing.transform @ quarter_turn(turn, width, height) @ scan.transform
    middle = (top + bottom) / 2
    tilt = tilt_degrees(whole, (0.2 * WIDTH_PX, middle), (0.8 * WIDTH_PX, middle))
    cut = found_sheet(whole, (WIDTH_PX, HEIGHT_PX), standing) if capture == "photo" else None
    name = f"{index:05d}-{capture}-{kind}-{variant}-{turn}"
    return Outcome(name, capture, variant, tilt, cut, judge.asked)


class _Judge:
    """The product's own trial reading, which remembers whether it was needed."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, grey: Pixels, dpi: float) -> bool | None:
        self.asked = True
        return _upside_down()(grey, dpi)


@lru_cache(maxsize=1)
def _upside_down() -> Callable[[Pixels, float], bool | None]:
    return upside_down_by(open_engine())


def _variant(capture: str, round_number: int) -> str:
    variant = _VARIANTS[round_number % len(_VARIANTS)]
    return variant if variant != ONE_BIT or capture in _ONE_BIT_CAPTURES else WHOLE


def _some_lines(sheet: Sheet, rng: Random) -> tuple[int, int]:
    """Top and bottom of a few neighbouring lines of `sheet`."""
    lines = sheet.true_lines()
    count = min(len(lines), rng.randint(_LEAST_LINES, _MOST_LINES))
    start = rng.randint(0, len(lines) - count)
    boxes = [word.upright for line in lines[start : start + count] for word in line.words]
    return min(box.top for box in boxes) - _MARGIN_PX, max(box.bottom for box in boxes) + _MARGIN_PX


def _only(page: Pixels, top: int, bottom: int) -> Pixels:
    """`page` with nothing but white above `top` and below `bottom`."""
    kept = np.full_like(page, 255)
    kept[max(0, top) : bottom] = page[max(0, top) : bottom]
    return kept


def _one_bit(pixels: Pixels) -> Pixels:
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1], np.uint8)


def _encoded(scan: Captured) -> Pixels:
    """What is left after the device's own compression."""
    if scan.bitonal:
        return scan.pixels
    data = cv2.imencode(".jpg", scan.pixels, (cv2.IMWRITE_JPEG_QUALITY, scan.quality))[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def _dpi(scan: Captured) -> float:
    return scan.dpi if scan.dpi > POINTS else scan.pixels.shape[1] / A4_WIDTH_INCHES


def _section(found: Sequence[Outcome], command: str, seed: int) -> Section:
    rows = [_row("all", found)]
    rows += [_row(variant, [one for one in found if one.variant == variant]) for variant in _VARIANTS]
    rows += [_row(capture, [one for one in found if one.capture == capture]) for capture in CAPTURES]
    columns = (
        "pages",
        "count",
        "upright %",
        "straight %",
        "sheet %",
        "tried %",
        "median tilt °",
        "worst tilt °",
    )
    bad = [one for one in found if not one.upright or not one.straight or one.sheet is False]
    body: list[str | Grid] = [_TEXT, Grid("Standing up", columns, tuple(rows))]
    if bad:
        body.append(_failures(bad))
    return Section(
        "stance",
        "Orientation and skew",
        command,
        facts(f"{len(found)} drawn captures, seed {seed}"),
        tuple(body),
    )


def _row(name: str, found: Sequence[Outcome]) -> tuple[str, ...]:
    upright = [one for one in found if one.upright]
    sheets = [one.sheet for one in found if one.sheet is not None]
    tilts = [abs(one.tilt_degrees) for one in upright]
    return (
        name,
        str(len(found)),
        _percent(len(upright), len(found)),
        _percent(sum(one.straight for one in upright), len(upright)),
        _percent(sum(sheets), len(sheets)),
        _percent(sum(one.tried for one in found), len(found)),
        f"{np.median(tilts):.2f}" if tilts else "–",
        f"{max(tilts):.2f}" if tilts else "–",
    )


def _failures(bad: Sequence[Outcome]) -> Grid:
    rows = tuple(
        (one.name, f"{one.tilt_degrees:.2f}", {None: "–", True: "found", False: "not found"}[one.sheet])
        for one in bad[:_LISTED]
    )
    more = f", the first {_LISTED}" if len(bad) > _LISTED else ""
    return Grid(f"The {len(bad)} that fell short{more}", ("capture", "tilt left °", "sheet"), rows, text=True)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}" if whole else "–"


def _write(found: Sequence[Outcome], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("name", "upright", "tilt_degrees", "sheet", "tried"))
        table.writerows(
            (one.name, one.upright, f"{one.tilt_degrees:.3f}", one.sheet, one.tried) for one in found
        )
