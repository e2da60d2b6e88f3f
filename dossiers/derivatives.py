"""What other programs read, made of a document on its way into the archive."""

from collections.abc import Iterable
from pathlib import Path

from core.disk_errors import translated
from core.errors import BadScan
from core.model import Problem, Scan
from core.page import Page
from dossiers.services import Services
from pipeline.derive.alto import alto
from pipeline.derive.searchable import write_searchable

SEARCHABLE = "searchable.pdf"


def derive(
    services: Services, scan: Scan, pages: Iterable[Page], folder: Path, cards: frozenset[int]
) -> tuple[Problem, ...]:
    """Write `searchable.pdf` and `alto/page-0001.xml` … into `folder`.

    Pages in `cards` show identity cards: they get no ALTO, and their document no
    PDF, whose other pages stand in the archive as pictures and ALTO.
    """
    engine = services.pool.engine_version
    with translated("data folder (SOHOA_DATA)"):
        (folder / "alto").mkdir(mode=0o700, exist_ok=True)
        kept = _alto_written((page for page in pages if page.number not in cards), scan, engine, folder)
        if cards:
            for _ in kept:
                pass
            return ()
        try:
            write_searchable(scan, kept, services.settings.limits, folder / SEARCHABLE)
        except BadScan as exc:
            return (Problem("derive", exc.code, exc.message),)
    return ()


def _alto_written(pages: Iterable[Page], scan: Scan, engine: str, folder: Path) -> Iterable[Page]:
    """Pass the pages on, each with its ALTO written."""
    for page in pages:
        target = folder / "alto" / f"page-{page.number:04d}.xml"
        # Not the name the file was handed in under: it may hold a person's.
        target.write_bytes(alto([page], f"original{scan.path.suffix}", scan.sha256, engine))
        yield page
