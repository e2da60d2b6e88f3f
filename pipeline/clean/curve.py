"""Whether the lines of a page are bent, as in bound books and photographs of curled sheets, and how.

Letters of a line stand on a common foot. In a window of a few lines and words their feet tell the tilt
there: on a flat page it is the same everywhere, which takes 3 ms to see. Only where it is not, the letters
are put together to lines and one smooth way down is fitted to the feet of all of them.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.clean.bend import DEGREES, Bend, Values

_LEAST_LETTERS = 150
_LEAST_IN_WINDOW = 30
_ACROSS, _DOWN = 6, 3
"""Windows the text is parted into."""

_WIDEST_DEGREES = 12.0
_STEP_DEGREES = 0.4
_BIN = 0.1
"""Heights of letters a row of the projection has."""

_CLEAR = 1.35
"""How much better feet must line up at the best tilt than at most others, to count."""

_TILTED_DEGREES = 0.9
"""A window that tilts this much more than the middle one of all is bent."""

_LEAST_BENT = 2
"""Windows."""

_LEAST_IN_LINE = 6
_KNOTS = 13
"""On the page's width."""

_STIFF, _CALM = 0.03, 0.00003
"""What a kink of the fitted line costs, and a bend that no letter asks for, beside a letter's miss."""

_ROUNDS = 6
_OFF = 0.12
"""Heights of a letter by which a foot may miss its line before it counts less: tails of g and p do."""

_LEAST_DROP = 0.3
"""Heights of a letter by which lines must leave the straight to be worth it."""

_LEAST_GAIN = 1.1
"""How much better the feet must line up once the page is flat."""


def find_bend(x: Values, foot: Values, wide: Values, high: float, size: tuple[int, int]) -> Bend | None:
    """The bend of a page whose letters stand at `foot`, or None if it is as good as flat.

    Args:
        x: middles of the letters, px of the displayed page.
        foot: their lower edges.
        wide: their widths.
        high: their median height.
        size: width and height of the displayed page.
    """
    if len(x) < _LEAST_LETTERS or high <= 0 or not _looks_bent(x, foot, high):
        return None
    lines = _lines(x, foot, wide, high)
    held = lines >= 0
    if np.count_nonzero(held) < _LEAST_LETTERS:
        return None
    bend = _fitted(x[held], foot[held], lines[held], high, size)
    return bend if _helps(bend, x[held], foot[held], lines[held], high) else None


def _looks_bent(x: Values, foot: Values, high: float) -> bool:
    """Whether some windows tilt otherwise than the rest."""
    tilts = _tilts(x, foot, high)
    if len(tilts) < _LEAST_BENT + 1:
        return False
    off = tilts - np.median(tilts)
    return bool(max((off >= _TILTED_DEGREES).sum(), (off <= -_TILTED_DEGREES).sum()) >= _LEAST_BENT)


def _tilts(x: Values, foot: Values, high: float) -> Values:
    """The tilt of each window that has a clear one, degrees clockwise."""
    window = _place(x, _ACROSS) * _DOWN + _place(foot, _DOWN)
    counts = np.bincount(window, minlength=_ACROSS * _DOWN)
    sums = np.bincount(window, weights=x, minlength=_ACROSS * _DOWN)
    offset = x - (sums / np.maximum(1, counts))[window]
    angles = np.arange(-_WIDEST_DEGREES, _WIDEST_DEGREES + _STEP_DEGREES / 2, _STEP_DEGREES)
    heights = (foot[None, :] - offset[None, :] * np.tan(np.radians(angles))[:, None]) / (_BIN * high)
    rows = (heights - heights.min()).astype(np.intp)
    many = int(rows.max()) + 1
    cells = (np.arange(len(angles))[:, None] * (_ACROSS * _DOWN) + window[None, :]) * many + rows
    filled = np.bincount(cells.ravel(), minlength=len(angles) * _ACROSS * _DOWN * many)
    scores = (filled.reshape(len(angles), _ACROSS * _DOWN, many).astype(np.float32) ** 2).sum(axis=2)
    clear = (counts >= _LEAST_IN_WINDOW) & (scores.max(axis=0) >= _CLEAR * np.median(scores, axis=0))
    return np.asarray(angles[scores.argmax(axis=0)][clear], np.float64)


def _place(values: Values, parts: int) -> NDArray[np.intp]:
    low, span = values.min(), max(1.0, float(np.ptp(values)))
    return np.asarray(np.minimum(parts - 1, (values - low) / span * parts), np.intp)


def _lines(x: Values, foot: Values, wide: Values, high: float) -> NDArray[np.intp]:
    """The line that each letter belongs to, -1 for none: letters smeared to the right touch the next one."""
    scale = 10.0 / high
    left, right = (x - wide / 2 - 0.1 * high) * scale, (x + wide / 2 + 1.2 * high) * scale
    top, bottom = (foot - 0.6 * high) * scale, (foot - 0.15 * high) * scale
    origin = left.min(), top.min()
    edges = np.stack([left - origin[0], top - origin[1], right - origin[0], bottom - origin[1]], axis=1)
    boxes = np.rint(edges).astype(np.intp)
    canvas = np.zeros((int(boxes[:, 3].max()) + 2, int(boxes[:, 2].max()) + 2), np.uint8)
    for a, b, c, d in boxes.tolist():
        canvas[b:d, a:c] = 1
    _, labels = cv2.connectedComponents(canvas, connectivity=4)
    middle = (boxes[:, 1] + boxes[:, 3]) // 2, (boxes[:, 0] + boxes[:, 2]) // 2
    found = labels[middle].astype(np.intp)
    many = np.bincount(found) >= _LEAST_IN_LINE
    numbers = np.cumsum(many) - 1
    return np.where(many[found], numbers[found], -1)


def _fitted(x: Values, foot: Values, lines: NDArray[np.intp], high: float, size: tuple[int, int]) -> Bend:
    """The smooth way down that leaves the feet of each line at one height."""
    middle, half = (float(foot.max() + foot.min()) / 2, max(1.0, float(np.ptp(foot)) / 2))
    hats = _hats(x, size[0])
    drops: Values = np.zeros(DEGREES * _KNOTS)
    weights: Values = np.ones(len(x))
    straight: Values = foot
    for _ in range(_ROUNDS):
        level = _mean(straight, lines, weights)[lines]
        down = np.clip((level - middle) / half, -1.0, 1.0)[:, None]
        basis = np.concatenate([hats, hats * down, hats * down**2], axis=1)
        inner = basis - _means(basis, lines, weights)[lines]
        wanted = foot - _mean(foot, lines, weights)[lines]
        left = inner.T @ (inner * weights[:, None]) + _stiffness(len(x))
        drops = np.asarray(np.linalg.solve(left, inner.T @ (weights * wanted)), np.float64)
        miss = wanted - inner @ drops
        weights = np.asarray(1.0 / (1.0 + (miss / (_OFF * high)) ** 2), np.float64)
        straight = np.asarray(foot - basis @ drops, np.float64)
    parts = drops.reshape(DEGREES, _KNOTS)
    return Bend(float(size[0]), middle, half, parts - parts[:, _KNOTS // 2 : _KNOTS // 2 + 1])


def _hats(x: Values, width: float) -> Values:
    """The share of each knot in the place of each letter: it falls from 1 to 0 towards its neighbours."""
    at = np.clip(x / width, 0.0, 1.0) * (_KNOTS - 1)
    return np.clip(1.0 - np.abs(at[:, None] - np.arange(_KNOTS)[None, :]), 0.0, 1.0)


def _stiffness(letters: int) -> Values:
    """What a kink costs, and how little a part may say that nothing asks for."""
    bending = np.diff(np.eye(_KNOTS), n=2, axis=0)
    each = letters / _KNOTS
    part = _STIFF * each * bending.T @ bending
    parts = [np.zeros((_KNOTS, _KNOTS)) for _ in range(DEGREES * DEGREES)]
    for degree in range(DEGREES):
        parts[degree * DEGREES + degree] = part * (1 + degree) + _CALM * each * np.eye(_KNOTS)
    return np.block([parts[at : at + DEGREES] for at in range(0, DEGREES * DEGREES, DEGREES)])


def _mean(values: Values, lines: NDArray[np.intp], weights: Values) -> Values:
    return np.bincount(lines, weights=values * weights) / np.bincount(lines, weights=weights)


def _means(table: Values, lines: NDArray[np.intp], weights: Values) -> Values:
    return np.stack([_mean(column, lines, weights) for column in table.T], axis=1)


def _helps(bend: Bend, x: Values, foot: Values, lines: NDArray[np.intp], high: float) -> bool:
    """Whether lines are bent so much that the engine minds, and straight once the bend is undone."""
    level = _mean(foot, lines, np.ones(len(x)))[lines]
    drop = bend.drop(x, level)
    spread = drop - _mean(drop, lines, np.ones(len(x)))[lines]
    if np.percentile(np.abs(spread), 95) < _LEAST_DROP * high / 2:
        return False
    return _lined_up(foot - drop, high) >= _LEAST_GAIN * _lined_up(foot, high)


def _lined_up(foot: Values, high: float) -> float:
    rows = np.bincount(((foot - foot.min()) / (_BIN * high)).astype(np.intp))
    return float((rows.astype(np.float64) ** 2).sum()) / len(foot)
