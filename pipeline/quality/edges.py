"""Whether print runs off the scan, or off what was taken for the sheet on it."""

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.ink import Glyphs

_NEAR_SHARE = 0.004
"""Of the page's longer side, 1.2 mm on A4: print as near to the edge as this was cut, or nearly."""

_LEAST_ROWS = 4
"""Lines of print at a side edge: a seal, a streak or a staple touches one or two."""

_LEAST_LETTERS = 12
"""Letters in one row along the upper or lower edge."""

Corners = NDArray[np.float64]
"""Points x, y, one a row."""

SIDES = ("left", "top", "right", "bottom")


def cut_sides(letters: Glyphs, frame: Corners) -> tuple[str, ...]:
    """The sides of `frame` where print runs off, of `SIDES`.

    `frame` is where the corners of the scan lie on the map of the straightened page: its sides are
    as tilted as the scan was.
    """
    if len(letters) < _LEAST_LETTERS:
        return ()
    near = _NEAR_SHARE * float(np.ptp(frame, axis=0).max())
    usual = float(np.median(letters.height))
    right, bottom = letters.left + letters.width, letters.top + letters.height
    letter = (letters.height < 2.2 * usual) & (letters.width < 3.5 * usual)
    ordered = np.argsort(frame[:, 0]), np.argsort(frame[:, 1])
    limit = {
        "left": _side(frame[ordered[0][:2], ::-1], letters.top),
        "right": _side(frame[ordered[0][2:], ::-1], letters.top),
        "top": _side(frame[ordered[1][:2]], letters.left),
        "bottom": _side(frame[ordered[1][2:]], letters.left),
    }
    found = {
        "left": letter & (letters.left < limit["left"] + near),
        "right": letter & (right > limit["right"] - near),
        "top": letter & (letters.top < limit["top"] + near),
        "bottom": letter & (bottom > limit["bottom"] - near),
    }
    enough = {
        "left": _rows(letters.top[_words(letters, found["left"], usual)], usual) >= _LEAST_ROWS,
        "right": _rows(letters.top[_words(letters, found["right"], usual)], usual) >= _LEAST_ROWS,
        "top": _rows(letters.left[found["top"]], usual) >= _LEAST_LETTERS,
        "bottom": _rows(letters.left[found["bottom"]], usual) >= _LEAST_LETTERS,
    }
    return tuple(side for side in SIDES if enough[side])


def beyond(letters: Glyphs, sheet: Corners) -> int:
    """How many marks like letters lie outside the sheet, given as four corners in order."""
    middles = np.column_stack((letters.left + letters.width / 2, letters.top + letters.height / 2))
    sides = zip(sheet, np.roll(sheet, -1, axis=0), strict=True)
    turns = [(b - a)[0] * (middles - a)[:, 1] - (b - a)[1] * (middles - a)[:, 0] for a, b in sides]
    inside = np.all(np.array(turns) >= 0, axis=0) | np.all(np.array(turns) <= 0, axis=0)
    return int((~inside).sum())


def _side(ends: Corners, at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where the line through two points, each (position along, place), lies at the positions `at`."""
    (start, first), (end, last) = ends
    return np.asarray(first + (at - start) * (last - first) / (end - start), np.float64)


def _words(letters: Glyphs, chosen: NDArray[np.bool_], usual: float) -> NDArray[np.bool_]:
    """Those of the chosen marks that have others close beside them, as letters of a word do."""
    middle = letters.top + letters.height / 2
    right = letters.left + letters.width
    kept = np.zeros(len(letters), np.bool_)
    for one in np.flatnonzero(chosen):
        gap = np.maximum(letters.left - right[one], letters.left[one] - right)
        kept[one] = ((np.abs(middle - middle[one]) < 0.8 * usual) & (gap < 1.5 * usual)).sum() > 2
    return kept


def _rows(places: NDArray[np.float64], usual: float) -> int:
    """How many of `places` are at least a letter apart."""
    count, last = 0, -np.inf
    for place in np.sort(places):
        if place - last >= 0.6 * usual:
            count, last = count + 1, place
    return count
