"""Fit the calibration of extraction: which share of values with a score is right.

Isotonic regression: scores in order are put into blocks, and blocks that fall are
merged until the shares rise. A block counts one value more than it has, right with
the usual share of its group, so that a few lucky values do not make certainty.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.field_report import reliability
from bench.grids import Grid
from bench.judging import LISTS, VALUED, Outcome, Sample, Verdict, judge
from bench.kept import read_files
from bench.sheets import Sheet, drawn_sheets
from core.page import Page
from pipeline.extract import understand
from pipeline.extract.calibration import UNCALIBRATED, Calibration, Knots, group_of
from pipeline.reference import load_reference

LEAST_BLOCK = 12
"""Values a block has at least."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The pages of one seed as they were read."""

    seed: int
    sheets: tuple[Sheet, ...]
    pages: tuple[tuple[Page, ...], ...]

    def verdicts(self, calibration: Calibration) -> tuple[Verdict, ...]:
        """What extraction with `calibration` finds on them."""
        reference = load_reference()
        return judge([
            Sample(
                f"{self.seed}/{sheet.name}",
                sheet.truth.capture,
                sheet.truth.fields,
                understand(iter(pages), reference, calibration).fields,
            )
            for sheet, pages in zip(self.sheets, self.pages, strict=True)
        ])  # fmt: skip


def calibrate(seeds: Sequence[int], pages: int, out: Path, table: Path) -> Grid:
    """Write to `table` what is fitted on `pages` drawn pages of each seed.

    Returns:
        How reliable such tables are: each seed judged by the one fitted on all others.
    """
    drawn = [_drawn(seed, pages, out) for seed in seeds]
    scored = [one.verdicts(UNCALIBRATED) for one in drawn]
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("group", "score", "confidence"))
        for group, knots in sorted(_fitted_groups(scored).knots.items()):
            rows.writerows((group, f"{score:.4f}", f"{share:.4f}") for score, share in knots)
    left_out = [
        verdict
        for at, one in enumerate(drawn)
        for verdict in one.verdicts(_fitted_groups([*scored[:at], *scored[at + 1 :]]))
        if verdict.field not in LISTS
    ]
    return reliability(left_out)


def _drawn(seed: int, pages: int, out: Path) -> _Drawn:
    sheets = drawn_sheets(out / "pages", pages, seed)
    read = read_files([one.file for one in sheets], out / "readings")
    return _Drawn(seed, tuple(sheets), tuple(read))


def _fitted_groups(verdicts: Iterable[Sequence[Verdict]]) -> Calibration:
    scores: dict[str, list[tuple[float, bool]]] = {}
    for one in (verdict for some in verdicts for verdict in some):
        if one.outcome in VALUED:
            right = one.outcome is Outcome.RIGHT
            scores.setdefault(group_of(one.field), []).append((one.confidence, right))
    return Calibration({group: fitted(pairs) for group, pairs in scores.items()})


def fitted(scores: Sequence[tuple[float, bool]]) -> Knots:
    """Rising shares of right values by score, at the middle of each block."""
    usual = sum(right for _, right in scores) / max(1, len(scores))
    merged: list[tuple[float, float, int]] = []
    for block in _blocks(sorted(scores)):
        count = len(block)
        share = (sum(right for _, right in block) + usual) / (count + 1)
        merged.append((sum(score for score, _ in block) / count, share, count))
        while len(merged) > 1 and merged[-2][1] >= merged[-1][1]:
            merged[-2:] = [_together(merged[-2], merged[-1])]
    return tuple((score, share) for score, share, _ in merged)


def _blocks(scores: Sequence[tuple[float, bool]]) -> Iterator[Sequence[tuple[float, bool]]]:
    """Equal scores stay together; a small rest joins the last block."""
    start = 0
    for end in range(1, len(scores) + 1):
        last = end == len(scores)
        if last or (
            end - start >= LEAST_BLOCK
            and len(scores) - end >= LEAST_BLOCK
            and scores[end][0] > scores[end - 1][0]
        ):
            yield scores[start:end]
            start = end


def _together(one: tuple[float, float, int], other: tuple[float, float, int]) -> tuple[float, float, int]:
    count = one[2] + other[2]
    score, share = ((a * one[2] + b * other[2]) / count for a, b in zip(one[:2], other[:2], strict=True))
    return score, share, count
