"""The figures of reading as tables."""

from collections.abc import Callable, Iterator, Sequence

from bench.grids import Grid
from bench.readers import READERS, SOHOA, TESSERACT
from bench.results import PageScore, Reading, Run, mean, total, worst
from bench.scoring import Score, Share
from bench.section import Section

WORST = 10
CHART = "pictures/bench-reading.svg"
WORST_PICTURES = tuple(f"pictures/bench-worst-{place}.jpg" for place in (1, 2, 3))
"""Of the very worst pages, beside the report."""

_EXAMPLES = 6
_SCORES: tuple[tuple[str, Callable[[Score], float]], ...] = (
    ("word F1", lambda score: score.word_f1),
    ("marks folded F1", lambda score: score.folded_f1),
    ("CER", lambda score: score.cer),
    ("WER", lambda score: score.wer),
    ("line CER", lambda score: score.line_cer),
)
_SHARES: tuple[tuple[str, Callable[[Score], Share]], ...] = (
    ("words in tables", lambda score: score.table),
    ("stamped words", lambda score: score.stamped),
)
_TERMS = """\
A word is what stands between white space, in NFC, without punctuation and symbols at its ends; case, marks
and tone placement count. **Word F1** compares the two bags of words of a page, whatever their order;
**marks folded F1** does so without case and marks. **CER** and **WER** are edits per true character and word
in reading order, so they can exceed 100 %. **Line CER** lets every printed line stand anywhere in the text
read. **Words in tables** and **stamped words** are the share of those that were found. Rates are means over
pages, shares are over all words. Printed text alone counts as true: stamps, signatures, notes and dotted
leaders are no text.

Time runs from the start of the first process until the last one ended, page files lying ready. CPU is user
and system time of all processes, peak memory that of the largest process. Every reader may use all cores,
and each Tesseract process one thread. sohoa is given the files as delivered (JPEG, one-bit PNG, PDF);
Tesseract the same pages as PNG with their dpi (a phone photo counts as A4 wide, a PDF page is drawn by
poppler at 300 dpi); OCRmyPDF the same pictures unchanged in one PDF, and it is not asked to write the PDF it
could write, only the text."""


def section(run: Run) -> Section:
    """What `run` has to say."""
    how = "\n".join(f"- {READERS[one.reader].title}: {READERS[one.reader].options}" for one in run.readings)
    chart = f"![Word F1 per capture, and time]({CHART})"
    worst_pages = _pictures(run.reading(SOHOA))
    meaning = f"### What the figures mean\n\n{_TERMS}"
    return Section(
        "reading", "Reading", run.command, run.facts, (how, chart, *_grids(run), *worst_pages, meaning)
    )


def _pictures(own: Reading | None) -> list[str]:
    """The worst pages to look at; the table before them names them in the same order."""
    if not own:
        return []
    pages = zip(worst(own.pages, len(WORST_PICTURES)), WORST_PICTURES, strict=False)
    shown = " ".join(f"![{page.name}]({path})" for page, path in pages)
    return [
        f"Printed but not read in red, read but not printed in blue; all are in `out/bench/worst`.\n\n{shown}"
    ]


def _grids(run: Run) -> Iterator[Grid]:
    yield _accuracy(run)
    yield _time(run)
    yield _by("capture", run, lambda page: page.capture)
    yield _by("kind of paper", run, lambda page: page.kind)
    if any(one.real for one in run.readings):
        yield _real(run)
    if own := run.reading(SOHOA):
        yield _worst(own)


def _accuracy(run: Run) -> Grid:
    columns = ("reader", *(name for name, _ in _SCORES), *(name for name, _ in _SHARES), "worst page F1")
    rows = []
    for one in run.readings:
        scores = [_percent(mean(one.pages, figure)) for _, figure in _SCORES]
        shares = [_share(total(one.pages, share)) for _, share in _SHARES]
        lowest = _percent(worst(one.pages, 1)[0].score.word_f1)
        rows.append((READERS[one.reader].title, *scores, *shares, lowest))
    return Grid("Accuracy, percent", columns, tuple(rows))


def _time(run: Run) -> Grid:
    columns = ("reader", "pages/s", "time × Tesseract", "seconds", "CPU seconds/page", "peak MB")
    bare = run.reading(TESSERACT)
    rows = [
        (
            READERS[one.reader].title,
            f"{one.pages_per_second:.2f}",
            f"{one.spent.wall_seconds / bare.spent.wall_seconds:.2f}" if bare else "–",
            f"{one.spent.wall_seconds:.1f}",
            f"{one.spent.cpu_seconds / len(one.pages):.2f}",
            f"{one.spent.peak_bytes / 1e6:.0f}",
        )
        for one in run.readings
    ]
    return Grid("Time and memory", columns, tuple(rows))


def _by(what: str, run: Run, group: Callable[[PageScore], str]) -> Grid:
    names = list(dict.fromkeys(group(page) for page in run.readings[0].pages))
    columns = (what, "pages", *(READERS[one.reader].title for one in run.readings))
    rows = []
    for name in names:
        chosen = [[page for page in one.pages if group(page) == name] for one in run.readings]
        figures = [_percent(mean(pages, lambda score: score.word_f1)) for pages in chosen]
        rows.append((name, str(len(chosen[0])), *figures))
    return Grid(f"Word F1 by {what}, percent", columns, tuple(rows))


def _real(run: Run) -> Grid:
    """CER / line CER / words found of each real page."""
    columns = ("page", *(READERS[one.reader].title for one in run.readings))
    by_page = zip(*(one.real for one in run.readings), strict=True)
    rows = tuple((pages[0].name, *(_real_cell([page]) for page in pages)) for pages in by_page)
    together = ("all", *(_real_cell(one.real) for one in run.readings))
    return Grid("Real scans: CER / line CER / words found, percent", columns, (*rows, together))


def _real_cell(pages: Sequence[PageScore]) -> str:
    cer, line = (_percent(mean(pages, figure)) for figure in (lambda s: s.cer, lambda s: s.line_cer))
    return f"{cer} / {line} / {_share(total(pages, lambda score: score.recall))}"


def _worst(own: Reading) -> Grid:
    columns = ("page", "word F1", "words missed", "words invented")
    rows = tuple(
        (page.name, _percent(page.score.word_f1), _some(page.score.missed), _some(page.score.invented))
        for page in worst(own.pages, WORST)
    )
    return Grid(f"The worst {len(rows)} pages of sohoa", columns, rows, text=True)


def _some(words: Sequence[str]) -> str:
    shown = " ".join(words[:_EXAMPLES])
    return f"{len(words)}: {shown}{' …' if len(words) > _EXAMPLES else ''}" if words else "0"


def _percent(value: float) -> str:
    return f"{value * 100:.2f}"


def _share(share: Share) -> str:
    return _percent(share.part / share.whole) if share.whole else "–"
