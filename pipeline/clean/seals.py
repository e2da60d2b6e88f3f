"""Round seals: where they are, and how black ones are taken out of print they cross."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Box, Pixels
from pipeline.clean.ink import Marks, connected, shrunk

_RING_DPI = 75.0
_INK = 170
_MM = 1 / 25.4
_RADIUS_MM = (11.5, 24.0)
"""Seals of Vietnamese agencies are 36 mm across, those of companies 32 to 40; copies are reduced."""

_MOST = 4
_EDGE, _VOTES = 120, 60
"""OpenCV's thresholds for edges and for votes of a circle, at half resolution."""

_LEAST_RING = 0.8
"""Share of a circle that is inked: of 8 seals on 1-bit pages 0.98 and more, of other circles at most 0.35."""

_MOST_OUTSIDE = 0.5
_APART_PX = 4
"""A circle in a screen or a texture has as much ink 1.4 mm outside of it; a seal's ring has paper there."""

_MOST_INK = 0.08
"""Share of a picture that seals and signatures take at most; looking for circles in more takes seconds."""

_DIRECTIONS = 360
_ROUND = 0.6
"""Inked share of a radius that belongs to a ring."""

_SPREAD_INCHES = 0.04
"""How far the ring may lie from where it was found."""

_GLYPH_INCHES = 25 / 300
_OUTSIDE = 4.0
"""How near, in letters, print stands beside a seal that it goes on under."""

_BREAK = 1.0
"""A gap that ends a line under a seal, in letters; a space takes half a letter."""

_MARGIN = 0.2
_LEAST_LETTERS = 2
"""So many letters beside a seal are a line; one may be a piece of a signature."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The outer ring of a seal, in pixels of the picture it was found on."""

    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        """The square around it."""
        left, top = round(self.x - self.radius), round(self.y - self.radius)
        return Box(left, top, left + round(2 * self.radius), top + round(2 * self.radius))


def find_seals(ink: NDArray[np.uint8], dpi: float) -> tuple[Seal, ...]:
    """Rings in a mask of ink (0 or 255), which has `dpi`; other ink may cross them."""
    scale = min(1.0, _RING_DPI / dpi)
    small = cv2.threshold(shrunk(ink, scale), 60, 255, cv2.THRESH_BINARY)[1]
    if not 0 < np.count_nonzero(small) <= _MOST_INK * small.size:
        return ()
    least, most = (round(radius * _MM * dpi * scale) for radius in _RADIUS_MM)
    smooth = cv2.GaussianBlur(small, (3, 3), 0)
    circles = cv2.HoughCircles(
        smooth, cv2.HOUGH_GRADIENT, 2, most, param1=_EDGE, param2=_VOTES, minRadius=least, maxRadius=most
    )
    if circles is None:
        return ()
    near = np.asarray(cv2.dilate(small, np.ones((3, 3), np.uint8)), np.uint8)
    found = (_fitted(near, *circle) for circle in circles.reshape(-1, 3)[:_MOST].tolist())
    return tuple(Seal(one.x / scale, one.y / scale, one.radius / scale) for one in found if one)


def _fitted(near: Pixels, x: float, y: float, radius: float) -> Seal | None:
    """The ring of most ink about as large as a circle, None where there is none."""
    radii = np.arange(radius - 4, radius + 5)
    shares = _coverage(near, x, y, radii)
    whole = np.flatnonzero(shares >= _LEAST_RING)
    if not len(whole):
        return None
    outer = float(radii[whole[-1]])
    outside = _coverage(near, x, y, np.array([outer + _APART_PX, outer + _APART_PX + 1]))
    return Seal(x, y, outer) if outside.max() <= _MOST_OUTSIDE else None


def _coverage(ink: Pixels, x: float, y: float, radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of each radius around a point that is inked."""
    angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    across = np.rint(x + radii[:, None] * np.cos(angles)).astype(int)
    down = np.rint(y + radii[:, None] * np.sin(angles)).astype(int)
    inside = (across >= 0) & (down >= 0) & (across < ink.shape[1]) & (down < ink.shape[0])
    values = ink[np.clip(down, 0, ink.shape[0] - 1), np.clip(across, 0, ink.shape[1] - 1)] > 0
    return np.asarray((values & inside).mean(axis=1), np.float64)


def black_seals(known: Marks, dpi: float) -> tuple[Seal, ...]:
    """The seals among the marks of a page without colours, which has `dpi`."""
    labels, table, scale = known.labels, known.table, known.scale
    least = 2 * _RADIUS_MM[0] * _MM * dpi * scale
    large = (table[:, cv2.CC_STAT_WIDTH] >= least) & (table[:, cv2.CC_STAT_HEIGHT] >= least)
    large[0] = False
    if not large.any():
        return ()
    found = find_seals(np.where(large, np.uint8(255), np.uint8(0))[labels], dpi * scale)
    return tuple(Seal(one.x / scale, one.y / scale, one.radius / scale) for one in found)


def without_seal(grey: Pixels, seal: Seal, dpi: float) -> Pixels:
    """Paint a black seal white, the print that goes on under it kept as far as it can be told apart."""
    letter = _GLYPH_INCHES * dpi
    reach, spread = round(_OUTSIDE * letter), round(2 * _SPREAD_INCHES * dpi)
    left, top = max(0, seal.box.left - reach), max(0, seal.box.top - spread)
    part = grey[top : seal.box.bottom + spread, left : seal.box.right + reach].copy()
    local = Seal(seal.x - left, seal.y - top, seal.radius)
    local = _refined(part, local, dpi)
    distance = _distances(part.shape, local)
    bare = _without_rings(part, local, distance)
    inside = distance <= local.radius + 3
    kept = _print_under(bare, inside, letter)
    bare[inside & ~kept] = 255
    cleaned = grey.copy()
    cleaned[top : top + part.shape[0], left : left + part.shape[1]] = bare
    return cleaned


def _distances(shape: tuple[int, ...], seal: Seal) -> NDArray[np.float64]:
    down, across = np.ogrid[: shape[0], : shape[1]]
    return np.asarray(np.hypot(across - seal.x, down - seal.y), np.float64)


def _refined(part: Pixels, seal: Seal, dpi: float) -> Seal:
    """The circle through the outer edge of the ring: by least squares, then again without stray points."""
    reach = round(_SPREAD_INCHES * dpi)
    radii = np.arange(seal.radius + reach, seal.radius - reach, -1.0)
    angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    across, down = seal.x + radii[:, None] * np.cos(angles), seal.y + radii[:, None] * np.sin(angles)
    columns = np.clip(np.rint(across), 0, part.shape[1] - 1).astype(int)
    rows = np.clip(np.rint(down), 0, part.shape[0] - 1).astype(int)
    ink = part[rows, columns] < _INK
    outer, every = ink.argmax(axis=0), np.arange(_DIRECTIONS)
    points = np.stack([across[outer, every], down[outer, every]], axis=1)[ink.any(axis=0)]
    for _ in range(2):
        if len(points) < _DIRECTIONS / 2:
            return seal
        sides = np.column_stack([2 * points, np.ones(len(points))])
        (x, y, rest), *_ = np.linalg.lstsq(sides, (points**2).sum(axis=1), rcond=None)
        fitted = Seal(float(x), float(y), float(np.sqrt(rest + x * x + y * y)))
        off = np.abs(np.hypot(points[:, 0] - x, points[:, 1] - y) - fitted.radius)
        points = points[off <= np.median(off) + 1.0]
    return fitted


def _without_rings(part: Pixels, seal: Seal, distance: NDArray[np.float64]) -> Pixels:
    """Rings painted white, and letters that crossed them closed again."""
    ink = np.asarray(part < _INK, np.uint8)
    radii = np.arange(seal.radius * 0.35, seal.radius + 6)
    rings = radii[_coverage(ink, seal.x, seal.y, radii) >= _ROUND]
    if not len(rings):
        return part
    whole = np.zeros(int(distance.max()) + 3, np.bool_)
    for radius in rings:
        whole[max(0, round(radius) - 1) : round(radius) + 2] = True
    edges = np.flatnonzero(np.diff(np.concatenate(([0], whole.astype(np.int8), [0]))))
    widest = int((edges[1::2] - edges[::2]).max())
    mask = np.asarray(whole[np.rint(distance).astype(int)] * np.uint8(255), np.uint8)
    cleared = cv2.bitwise_or(part, mask)
    # What crosses a ring has ink right inside and outside of it: bridge that along the radius, as rules are.
    size = (round(seal.radius + 20), 8 * round(seal.radius + 20))
    polar = (seal.x, seal.y), size[0], cv2.WARP_POLAR_LINEAR
    flat = cv2.warpPolar(cleared, size, *polar)
    bridged = cv2.morphologyEx(flat, cv2.MORPH_OPEN, np.ones((1, widest + 3), np.uint8))
    back = cv2.warpPolar(
        bridged, (part.shape[1], part.shape[0]), polar[0], polar[1], polar[2] | cv2.WARP_INVERSE_MAP
    )
    restored = cv2.max(np.asarray(back, np.uint8), part)
    return np.asarray(cv2.min(cleared, cv2.bitwise_or(restored, cv2.bitwise_not(mask))), np.uint8)


def _print_under(part: Pixels, inside: NDArray[np.bool_], letter: float) -> NDArray[np.bool_]:
    """Where lines run that stand beside the seal, as far as they go on under it without a gap."""
    ink = np.asarray(part < _INK, np.uint8)
    kept = np.zeros(part.shape, np.bool_)
    for top, foot in _rows_beside(ink, inside, letter):
        under = np.asarray(inside[top:foot].any(axis=0), np.bool_)
        columns = np.asarray(ink[top:foot].any(axis=0), np.bool_)
        for side in (1, -1):
            first, last = _run(columns[::side], under[::side], round(_BREAK * letter))
            if side == -1:
                first, last = len(columns) - last, len(columns) - first
            kept[top:foot, first:last] = True
    return kept


def _rows_beside(ink: NDArray[np.uint8], inside: NDArray[np.bool_], letter: float) -> list[tuple[int, int]]:
    """Heights of the lines of which letters stand beside the seal."""
    _, table = connected(np.where(inside, np.uint8(0), ink))
    rows = []
    for _left, top, width, height, _area in table[1:].tolist():
        if 0.35 * letter <= height <= 1.7 * letter and width <= 4 * letter:
            rows.append((top, top + height))
    merged: list[list[tuple[int, int]]] = []
    for row in sorted(rows):
        if merged and row[0] < max(foot for _, foot in merged[-1]) - 0.2 * letter:
            merged[-1].append(row)
        else:
            merged.append([row])
    margin = round(_MARGIN * letter)
    spans = [(row[0][0], max(foot for _, foot in row)) for row in merged if len(row) >= _LEAST_LETTERS]
    return [(max(0, top - margin), foot + margin) for top, foot in spans if foot - top <= 2.2 * letter]


def _run(columns: NDArray[np.bool_], under: NDArray[np.bool_], gap: int) -> tuple[int, int]:
    """From the start to the first inkless gap under the seal; nothing where no print stands beside it."""
    start = int(np.argmax(under)) if under.any() else len(under)
    if not columns[max(0, start - 2 * gap) : start].any():
        return 0, 0
    empty = 0
    for at in range(start, len(columns)):
        empty = 0 if columns[at] else empty + 1
        if empty > gap or not under[at]:
            return 0, at
    return 0, len(columns)
