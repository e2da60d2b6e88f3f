"""Accepting a file as a scan and opening it page by page.

What a file is, is decided by its first bytes, never by its name. Sizes are
checked against the limits before anything is decoded.
"""

import hashlib
from pathlib import Path

from core.errors import BadScan
from core.model import Scan
from core.page import PageImage
from core.settings import Limits
from pipeline import pdf, raster

_CHUNK_BYTES = 1 << 20
_LEAST_PX = 16
"""Shortest side that can hold a line of print."""

_HEAD_BYTES = 1024
"""Readers accept a PDF whose header begins anywhere in its first 1,024 bytes."""

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
)


def media_type_of(head: bytes) -> str | None:
    """The media type of a file that begins with `head`, or None if it is none we read."""
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00":
        return "image/bmp"
    return pdf.MEDIA_TYPE if b"%PDF-" in head[:_HEAD_BYTES] else None


def open_scan(path: Path, limits: Limits) -> Scan:
    """Check that `path` can be read as a scan and say what it is.

    Raises:
        BadScan: with code empty_file, unsupported_type, damaged, encrypted,
            no_pages, too_many_pages or too_large.
    """
    size_bytes = _size(path)
    if size_bytes == 0:
        raise BadScan("The file is empty; scan or send it again.", code="empty_file")
    if size_bytes > limits.max_bytes:
        raise BadScan(
            f"The file has {size_bytes >> 20} MB, more than the {limits.max_bytes >> 20} MB allowed; "
            "split it or raise SOHOA_MAX_MEGABYTES.",
            code="too_large",
        )
    head, sha256 = _digest(path)
    media_type = media_type_of(head)
    if media_type is None:
        raise BadScan(
            "The file is neither a PDF nor a picture; send PDF, TIFF, JPEG, PNG or WebP.",
            code="unsupported_type",
        )
    count = pdf.count_pages(path) if media_type == pdf.MEDIA_TYPE else raster.count_frames(path, media_type)
    if count < 1:
        raise BadScan("The file has no pages; scan or send it again.", code="no_pages")
    if count > limits.max_pages:
        raise BadScan(
            f"The file has {count} pages, more than the {limits.max_pages} allowed; "
            "split it or raise SOHOA_MAX_PAGES.",
            code="too_many_pages",
        )
    return Scan(path, sha256, media_type, size_bytes, count)


def load_page(scan: Scan, number: int, limits: Limits) -> PageImage:
    """Decode page `number` alone, the way a viewer shows it, signature notes left out.

    Raises:
        BadScan: with code damaged, too_large, too_small or timed_out.
        MissingDependency: poppler is not installed.
    """
    load = pdf.load if scan.media_type == pdf.MEDIA_TYPE else raster.load
    image = load(scan, number, limits)
    if min(image.pixels.shape[:2]) < _LEAST_PX:
        raise BadScan("The page is too small to hold any print; scan it again.", code="too_small")
    return image


def _size(path: Path) -> int:
    try:
        if not path.is_file():
            raise BadScan("There is no such file; check the path.", code="not_a_file")
        return path.stat().st_size
    except OSError as exc:
        raise BadScan("The file can't be read; check its permissions.", code="unreadable_file") from exc


def _digest(path: Path) -> tuple[bytes, str]:
    """The first bytes and the sha256 of the file, without holding it in memory."""
    digest = hashlib.sha256()
    head = b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                head = head or chunk[:_HEAD_BYTES]
                digest.update(chunk)
    except OSError as exc:
        raise BadScan("The file can't be read; check its permissions.", code="unreadable_file") from exc
    return head, digest.hexdigest()
