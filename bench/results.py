"""What a benchmark of reading found, and how pages add up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from bench.meter import Spent
from bench.scoring import Score, Share


@dataclass(frozen=True, slots=True)
class PageScore:
    """How one page was read."""

    name: str
    capture: str
    kind: str
    score: Score


@dataclass(frozen=True, slots=True)
class Reading:
    """How one reader did."""

    reader: str
    """A name of `READERS`."""
    spent: Spent
    """On the drawn pages."""
    pages: tuple[PageScore, ...]
    """The drawn pages."""
    real: tuple[PageScore, ...] = ()
    """The real scans whose true text is known."""

    @property
    def pages_per_second(self) -> float:
        """Drawn pages per second of wall time."""
        return len(self.pages) / self.spent.wall_seconds


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the benchmark: every reader on the same pages."""

    command: str
    facts: str
    """When, on what machine and with which programs."""
    pages: int
    readings: tuple[Reading, ...]

    def reading(self, reader: str) -> Reading | None:
        """How `reader` did, None when it was left out."""
        return next((one for one in self.readings if one.reader == reader), None)


def mean(pages: Sequence[PageScore], figure: Callable[[Score], float]) -> float:
    """The mean of a figure over pages, each counting the same."""
    return fmean(figure(page.score) for page in pages)


def total(pages: Sequence[PageScore], share: Callable[[Score], Share]) -> Share:
    """A share over all words of all pages."""
    shares = [share(page.score) for page in pages]
    return Share(sum(one.part for one in shares), sum(one.whole for one in shares))


def worst(pages: Sequence[PageScore], count: int) -> list[PageScore]:
    """The pages with the lowest word F1, worst first."""
    return sorted(pages, key=lambda page: (page.score.word_f1, page.name))[:count]
