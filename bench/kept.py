"""Pages as they were read, kept on disk: a change in the rules needs no new reading.

A file is read again when its bytes or the reading fingerprint change. What bare
Tesseract reads is kept beside it, by the engine's version and the picture's bytes.
"""

import hashlib
import os
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import zstandard

from bench.machine import CORES
from bench.sheets import Sheet
from core.codec import decode, encode
from core.errors import Unavailable
from core.model import Scan
from core.page import Page
from core.settings import Limits
from pipeline.load import open_scan
from pipeline.ocr import open_engine
from pipeline.pool import PageJob, PagePool
from pipeline.process import reading_fingerprint

_SCHEMA = "bench-reading/1"


@dataclass(frozen=True, slots=True)
class _Kept:
    """All pages of a file."""

    pages: tuple[Page, ...]


def read_files(files: Sequence[Path], folder: Path) -> list[tuple[Page, ...]]:
    """The pages of each file, read by our own pipeline unless that was done before.

    Raises:
        MissingDependency: Tesseract is not installed.
        BadScan: a file can't be opened.
    """
    scans = [open_scan(file, Limits()) for file in files]
    place = folder / reading_fingerprint(open_engine())
    place.mkdir(parents=True, exist_ok=True)
    missing = list({scan.sha256: scan for scan in scans if not _path(place, scan).exists()}.values())
    if missing:
        for scan, pages in _read(missing):
            _path(place, scan).write_bytes(zstandard.compress(encode(_Kept(pages), _SCHEMA)))
    return [_load(_path(place, scan)) for scan in scans]


def _path(place: Path, scan: Scan) -> Path:
    return place / f"{scan.sha256}.json.zst"


def _load(path: Path) -> tuple[Page, ...]:
    return decode(zstandard.decompress(path.read_bytes()), _Kept, _SCHEMA).pages


def _read(scans: Sequence[Scan]) -> Iterator[tuple[Scan, tuple[Page, ...]]]:
    with PagePool(CORES, Limits()) as pool:
        jobs = (PageJob(scan, number) for scan in scans for number in range(1, scan.page_count + 1))
        results = pool.read(jobs)
        for scan in scans:
            yield scan, tuple(next(results).page for _ in range(scan.page_count))


def bare_texts(sheets: Sequence[Sheet], folder: Path) -> list[str]:
    """What bare Tesseract reads of each picture.

    Raises:
        MissingDependency: it is not installed.
        Unavailable: it failed.
    """
    place = folder / hashlib.sha256(open_engine().version.encode()).hexdigest()[:16]
    place.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(CORES) as threads:
        return list(threads.map(lambda sheet: _bare_text(sheet, place), sheets))


def _bare_text(sheet: Sheet, place: Path) -> str:
    kept = place / f"{hashlib.sha256(sheet.picture.read_bytes()).hexdigest()}.txt"
    if not kept.exists():
        argv = ["tesseract", str(sheet.picture), "-", "-l", "vie", "--dpi", str(sheet.dpi)]
        environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
        done = subprocess.run(argv, capture_output=True, check=False, env=environment)
        if done.returncode:
            raise Unavailable(f"Tesseract ended with {done.returncode}.", code="reader_failed")
        kept.write_bytes(done.stdout)
    return kept.read_text(encoding="utf-8")
