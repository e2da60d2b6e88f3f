"""Ruled tables: where their columns and rows stand, from the rules of the page."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.clean.ink import connected
from pipeline.clean.rules import Rules

_LEAST_WIDTH_SHARE = 0.25
"""Share of the page's width; smaller ruled boxes hold a note, not a table."""

_LEAST_RULE_SHARE = 0.35
"""Share of the table that a rule must span to part columns or rows."""

_MOST_CELLS = 2500
"""What has more is graph paper: a page of small print has 70 lines, and 35 columns leave 6 mm to each."""

_JOIN_PX = 5


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's rules in pixels, sorted; cells lie between neighbours."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def moved(self, scale: float, across: float, down: float) -> "Grid":
        """The grid after scaling and then shifting."""
        return Grid(tuple(x * scale + across for x in self.xs), tuple(y * scale + down for y in self.ys))


def find_grids(rules: Rules) -> tuple[Grid, ...]:
    """The tables of at least two columns and two rows, from top to bottom, in page pixels."""
    if not (rules.across.any() and rules.down.any()):
        return ()
    both = cv2.dilate(cv2.bitwise_or(rules.across, rules.down), np.ones((_JOIN_PX, _JOIN_PX), np.uint8))
    _, table = connected(np.asarray(both, np.uint8))
    grids = []
    for left, top, width, height, _ in table[1:].tolist():
        if width < _LEAST_WIDTH_SHARE * both.shape[1]:
            continue
        part = slice(top, top + height), slice(left, left + width)
        xs = _positions(rules.down[part].sum(axis=0, dtype=np.float64) / 255, height)
        ys = _positions(rules.across[part].sum(axis=1, dtype=np.float64) / 255, width)
        if len(xs) >= 3 and len(ys) >= 3 and len(xs) * len(ys) <= _MOST_CELLS:
            grids.append(Grid(tuple(xs), tuple(ys)).moved(1.0, left, top).moved(1 / rules.scale, 0, 0))
    return tuple(sorted(grids, key=lambda grid: grid.ys[0]))


def _positions(profile: NDArray[np.float64], span: int) -> list[float]:
    """Centres of the rules in a profile of inked pixels; a rule may waver over a few of them."""
    window = np.convolve(profile, np.ones(3), mode="same")
    strong = np.flatnonzero(window >= _LEAST_RULE_SHARE * span)
    runs = np.split(strong, np.flatnonzero(np.diff(strong) > _JOIN_PX) + 1)
    return [float(run.mean()) for run in runs if run.size]
