"""The page picture and thumbnail that people see."""

import errno
import os
from pathlib import Path

import cv2
import numpy as np

from core.errors import DiskFull, Unavailable
from core.page import Pixels

_JPEG_QUALITY = 80
_WEBP_QUALITY = 60
_THUMB_PX = 240


def save_pictures(displayed: Pixels, number: int, folder: Path) -> None:
    """Write `page-0001.jpg` and `thumb-0001.webp` of page `number` into `folder`.

    Raises:
        DiskFull: there is no room left.
        Unavailable: the folder can't be written.
    """
    _write(folder / f"page-{number:04}.jpg", displayed, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    _write(
        folder / f"thumb-{number:04}.webp",
        _reduced(displayed),
        [cv2.IMWRITE_WEBP_QUALITY, _WEBP_QUALITY],
    )


def thumbnail_of(jpeg: bytes) -> bytes:
    """The WebP thumbnail of a page picture that has none."""
    displayed = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if displayed is None:
        raise Unavailable("A page picture is damaged; read the dossier again.", code="picture_failed")
    return cv2.imencode(
        ".webp", _reduced(np.asarray(displayed, np.uint8)), [cv2.IMWRITE_WEBP_QUALITY, _WEBP_QUALITY]
    )[1].tobytes()


def _reduced(displayed: Pixels) -> Pixels:
    scale = min(1.0, _THUMB_PX / max(displayed.shape[:2]))
    size = tuple(max(1, round(side * scale)) for side in displayed.shape[1::-1])
    return np.asarray(cv2.resize(displayed, size, interpolation=cv2.INTER_AREA), np.uint8)


def _write(path: Path, pixels: Pixels, options: list[int]) -> None:
    encoded, data = cv2.imencode(path.suffix, pixels, options)
    if not encoded:
        raise Unavailable("A page picture can't be encoded; look at the page.", code="picture_failed")
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(data.tobytes())
        part.replace(path)
    except OSError as exc:
        part.unlink(missing_ok=True)
        if exc.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("No room is left for page pictures; free some space.") from exc
        raise Unavailable("A page picture can't be written; check the folder.") from exc
