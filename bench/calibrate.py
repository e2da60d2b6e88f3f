"""Fit the calibration of extraction: which share of values with a score is right.

Isotonic regression: scores in order are put into blocks, and blocks that fall are
merged until the shares rise. A block counts one value more than it has, right with
the usual share of its group, so that a few lucky values do not make certainty.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.judging import VALUED, Outcome, Sample, Verdict, judge
from bench.kept import read_files
from bench.sheets import drawn_sheets
from pipeline.extract import understand
from pipeline.extract.calibration import UNCALIBRATED, Knots, group_of
from pipeline.reference import load_reference

LEAST_BLOCK = 12
"""Values a block has at least."""


def calibrate(seeds: Sequence[int], pages: int, out: Path, table: Path) -> None:
    """Write to `table` what is fitted on `pages` drawn pages of each seed."""
    reference = load_reference()
    samples = []
    for seed in seeds:
        sheets = drawn_sheets(out / "pages", pages, seed)
        for sheet, read in zip(
            sheets, read_files([one.file for one in sheets], out / "readings"), strict=True
        ):
            fields = understand(iter(read), reference, UNCALIBRATED).fields
            samples.append(Sample(f"{seed}/{sheet.name}", sheet.truth.capture, sheet.truth.fields, fields))
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("group", "score", "confidence"))
        for group, scores in sorted(_by_group(judge(samples)).items()):
            rows.writerows((group, f"{score:.4f}", f"{share:.4f}") for score, share in fitted(scores))


def _by_group(verdicts: Sequence[Verdict]) -> dict[str, list[tuple[float, bool]]]:
    scores: dict[str, list[tuple[float, bool]]] = {}
    for one in verdicts:
        if one.outcome in VALUED:
            right = one.outcome is Outcome.RIGHT
            scores.setdefault(group_of(one.field), []).append((one.confidence, right))
    return scores


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
