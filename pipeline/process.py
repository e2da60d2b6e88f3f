"""One page from file to words: the order of the steps and nothing else."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import DiskFull, MissingDependency, SohoaError
from core.model import Problem, Scan
from core.page import Code, Line, Page, PageImage, PageState, Pixels, Quality, Region, Table
from core.settings import Limits
from pipeline import codes, layer, quality
from pipeline.clean.geometry import as_matrix
from pipeline.clean.stand import Standing, displayed, stand
from pipeline.clean.steps import CLEANING_VERSION, painted_over, prepare
from pipeline.context.model import load_model
from pipeline.context.settle import SETTLING_VERSION, settled
from pipeline.crossed import CROSSED_VERSION
from pipeline.doubtful_numbers import DOUBTFUL_NUMBERS_VERSION, read_doubtful_numbers
from pipeline.framed import FRAMED_VERSION, read_framed
from pipeline.layer import LAYER_VERSION, TextLayer
from pipeline.leftover import find_leftover, put_on_page, standing_of, turned
from pipeline.load import load_page
from pipeline.marks import UNREAD_MARK
from pipeline.number_boxes import NUMBER_BOXES_VERSION
from pipeline.ocr import Hints, OcrEngine
from pipeline.order import in_reading_order
from pipeline.page_number import PAGE_NUMBER_VERSION, read_page_number
from pipeline.pen import PEN_VERSION, notes_apart, pen_regions
from pipeline.pictures import save_pictures
from pipeline.red_marks import RED_MARKS_VERSION, read_red_marks
from pipeline.second_look import SECOND_LOOK_VERSION, look_again
from pipeline.separators import find_separator
from pipeline.stamps import SEAL, STAMPS_VERSION, coloured_seals, set_apart
from pipeline.stopwatch import Stopwatch
from pipeline.tables import Filled, Found, as_tables, put_back, with_tables
from pipeline.trial import upside_down_by
from pipeline.violet import VIOLET_VERSION, violet_as_red
from pipeline.words import Placing, bending, mapped_regions, without_junk

_STATES = {"timed_out": PageState.TIMED_OUT, "too_large": PageState.TOO_LARGE}


@dataclass(frozen=True, slots=True)
class PageResult:
    """A page, what went wrong with it, and the seconds each stage took."""

    page: Page
    problems: tuple[Problem, ...]
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a page in reading order."""

    state: PageState
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    regions: tuple[Region, ...] = ()
    """Stamps and seals that the engine's copy told of."""


def reading_fingerprint(engine: OcrEngine) -> str:
    """Changes when the same scan could be read differently: engine, language data, our own steps."""
    steps = (CLEANING_VERSION, SECOND_LOOK_VERSION, SETTLING_VERSION, LAYER_VERSION)
    parts = (
        codes.CODES_VERSION,
        CROSSED_VERSION,
        DOUBTFUL_NUMBERS_VERSION,
        FRAMED_VERSION,
        NUMBER_BOXES_VERSION,
        PAGE_NUMBER_VERSION,
        PEN_VERSION,
        RED_MARKS_VERSION,
        STAMPS_VERSION,
        VIOLET_VERSION,
    )
    told = f"{engine.version} steps:{steps} {parts}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def read_page(
    scan: Scan, number: int, engine: OcrEngine, limits: Limits, pictures: Path | None
) -> PageResult:
    """Read one page; a page that fails becomes a state and a problem.

    Raises:
        MissingDependency: a program is not installed, which no page is to blame for.
        DiskFull: `pictures` has no room left.
    """
    watch = Stopwatch()
    try:
        page = _read(scan, number, engine, limits, pictures, watch)
        problems: tuple[Problem, ...] = ()
    except (MissingDependency, DiskFull):
        raise
    except SohoaError as exc:
        page, problems = failed(number, exc.code, exc.message)
    except Exception as exc:  # noqa: BLE001  # the per-page loop: one bad page never stops a batch
        page, problems = failed(
            number, "internal", f"Reading failed ({type(exc).__name__}); look at the page."
        )
    return PageResult(page, problems, dict(watch.seconds))


def failed(number: int, code: str, message: str) -> tuple[Page, tuple[Problem, ...]]:
    """The page and the problem that stand for a page that could not be read."""
    state = _STATES.get(code, PageState.UNREADABLE)
    page = Page(number, state, 0, 0, 0.0, quality=quality.failed(code))
    return page, (Problem("read", code, message, number),)


def _read(
    scan: Scan, number: int, engine: OcrEngine, limits: Limits, pictures: Path | None, watch: Stopwatch
) -> Page:
    with watch.stage("open"):
        text = layer.read_layer(scan, number)
        image = load_page(scan, number, limits)
        text = layer.credible(text, image.pixels)
    with watch.stage("clean"):
        if text.is_sound:
            standing = turned(image.pixels, text.turn_degrees)
        else:
            standing = stand(image.pixels, image.dpi, upside_down_by(engine))
        shown = displayed(image.pixels, standing)
    with watch.stage("codes"):
        found = codes.find_codes(image.pixels, shown, standing)
    if find_separator(found):
        read = Reading(PageState.READ)
    elif text.is_sound:
        read = _completed(text, image, standing, engine, limits, watch)
    else:
        read = _recognised(image, standing, engine, limits, watch, found)
    with watch.stage("marks"):
        left = limits.page_seconds - watch.elapsed
        marks = _marks(shown, read, engine, left)
    with watch.stage("judge"):
        measures = quality.measure(image.pixels, shown, image.dpi, standing)
    with watch.stage("save"):
        if pictures is not None:
            save_pictures(shown, number, pictures)
    return Page(
        number,
        read.state,
        shown.shape[1],
        shown.shape[0],
        image.dpi,
        transform=as_matrix(standing.transform),
        scan_width_px=image.pixels.shape[1],
        scan_height_px=image.pixels.shape[0],
        rotation_degrees=standing.turn_degrees,
        skew_degrees=standing.skew_degrees,
        quality=_judged(measures, read, shown),
        lines=read.lines,
        regions=(*mapped_regions(layer.to_regions(text, image.pixels), standing), *read.regions, *marks),
        tables=read.tables,
        codes=found,
    )


def _marks(shown: Pixels, read: Reading, engine: OcrEngine, seconds: float) -> tuple[Region, ...]:
    """Stamps and seals in coloured ink, and what a pen wrote into them and beside the text."""
    if not read.lines:
        return ()
    red, inked = read_red_marks(shown, engine, seconds), violet_as_red(shown)
    violet = () if inked is shown else read_red_marks(inked, engine, seconds)
    # Seals that shine through from the back are violet too, but have nothing to read.
    more = (mark for mark in violet if mark.lines and not any(mark.box.overlap(one.box) for one in red))
    marks = (*red, *more, *coloured_seals(shown))
    return (*marks, *pen_regions(shown, read.lines, (*read.regions, *marks)))


def _judged(measures: quality.Measures, read: Reading, shown: Pixels) -> Quality:
    """The verdict; a page drawn from its own text was never scanned."""
    if read.state is PageState.TEXT_LAYER:
        return Quality()
    if read.state is PageState.BLANK:
        return quality.judge_scan(measures, blank=True)
    return quality.judge_page(measures, quality.evidence(read.lines, (shown.shape[1], shown.shape[0])))


def _completed(
    text: TextLayer, image: PageImage, standing: Standing, engine: OcrEngine, limits: Limits, watch: Stopwatch
) -> Reading:
    """The words of the layer, and those that the page shows beside them, read."""
    with watch.stage("clean"):
        shown = replace(image, pixels=displayed(image.pixels, standing))
        lines = Placing.by(standing.transform, standing.size).lines(layer.to_lines(text, image.pixels))
        notes = mapped_regions(layer.to_regions(text, image.pixels), standing)
        rest = find_leftover(shown, (*lines, *(line for note in notes for line in note.lines)))
        part = standing_of(rest, upside_down_by(engine)) if rest else None
    if rest is None or part is None or quality.is_blank(part):
        return _ordered(PageState.TEXT_LAYER, lines, ())
    (body, filled), stamps = _found(rest.image, part, engine, limits, watch)
    body = (*body, *(line for stamp in stamps for line in stamp.lines))
    more, cells = put_on_page((body, filled), rest, part, standing.size)
    return _ordered(PageState.READ if more or cells else PageState.TEXT_LAYER, (*lines, *more), cells)


def _recognised(
    image: PageImage,
    standing: Standing,
    engine: OcrEngine,
    limits: Limits,
    watch: Stopwatch,
    found: tuple[Code, ...],
) -> Reading:
    if quality.is_blank(standing):
        return Reading(PageState.BLANK)
    (body, cells), stamps = _found(image, standing, engine, limits, watch, found)
    body, notes = notes_apart(body)
    read, seen = _ordered(PageState.READ, body, cells), bending(standing)
    regions = seen.regions((*stamps, *notes))
    return Reading(read.state, seen.lines(read.lines), seen.tables(read.tables), regions)


def _found(
    image: PageImage,
    standing: Standing,
    engine: OcrEngine,
    limits: Limits,
    watch: Stopwatch,
    known: tuple[Code, ...] = (),
) -> tuple[Found, tuple[Region, ...]]:
    """What the engine reads: the lines of the body, the cells of tables with theirs; stamps and seals.

    All stand where they would on a flat page; `bending` puts them onto a bent one.
    """
    with watch.stage("clean"):
        bend, height = standing.bend, standing.size[1]
        covered = (bend.flat(code.box, height) if bend else code.box for code in known)
        copy = painted_over(prepare(image, standing), covered)
    with watch.stage("read"):
        hints = Hints(dpi=copy.dpi, seconds=limits.page_seconds - watch.elapsed)
        raw = engine.read(copy.pixels, hints)
        number = read_page_number(copy.pixels, raw, engine, hints)
    with watch.stage("again"):
        left = replace(hints, seconds=limits.page_seconds - watch.elapsed)
        again = look_again(copy.pixels, without_junk(raw), engine, left, copy.left_in)
        left = replace(hints, seconds=limits.page_seconds - watch.elapsed)
        again = read_doubtful_numbers(copy.pixels, without_junk(again), engine, left)
        again, unread = read_framed(copy.pixels, again, copy.frames, engine, left)
    with watch.stage("settle"):
        read = tuple(settled(line, load_model()) for line in again)
    body, cells = put_back(read, copy.cells)
    body, stamps = set_apart((*number, *body), copy.frames)
    regions = (
        *stamps,
        *(Region(UNREAD_MARK, box) for box in unread),
        *(Region(SEAL, box) for box in copy.seals),
    )
    to_page = Placing.by(copy.to_displayed, standing.size)
    return (to_page.lines(body), to_page.filled(cells)), to_page.regions(regions)


def _ordered(state: PageState, body: tuple[Line, ...], cells: tuple[Filled, ...]) -> Reading:
    return Reading(state, with_tables(in_reading_order(body), cells), as_tables(cells))
