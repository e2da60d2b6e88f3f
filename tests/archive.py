"""An archive with papers put into it as if they had been read, in a moment and without an engine."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import zstandard

from core import codec
from core.model import Document, Dossier, Manifest
from core.page import Line, Page, PageState
from dossiers import records
from dossiers.assembly import Recorded, record_dossier
from dossiers.documents import PAGE_SCHEMA, Settled, understand_pages
from dossiers.indexing import index_recorded
from dossiers.records import Submission, SubmittedFile
from dossiers.services import Services
from storage import keys
from tests.unit.extract.papers import page


def put_paper(services: Services, *pages: Sequence[Line], **changes: object) -> Settled:
    """Archive a file whose pages show these lines; its sha256 comes from them."""
    read = [page(lines, number) for number, lines in enumerate(pages, 1)]
    sha256 = hashlib.sha256(codec.encode({"pages": read}, "test/1")).hexdigest()
    for one in read:
        store_page(services, keys.page_key(sha256, one.number), one)
        for name in (f"page-{one.number:04d}.jpg", f"thumb-{one.number:04d}.webp"):
            services.store.put(keys.document_key(sha256, name), name.encode())
    understood, arrangement = understand_pages(services, read)
    document = Document(
        sha256=sha256,
        media_type="application/pdf",
        page_count=len(read),
        document_type=understood.document_type,
        type_code=understood.type_code,
        fields=understood.fields,
        problems=understood.problems,
        page_states=(PageState.READ,) * len(read),
        arrangement=arrangement,
    )
    document = replace(document, **changes)  # type: ignore[arg-type]
    manifest = Manifest(sha256, document, "reading", services.understanding, {}, records.now())
    records.save(services.store, keys.document_key(sha256, "manifest.json"), manifest)
    return Settled(SubmittedFile("inbox/x/1.pdf", "1.pdf", 1, sha256), manifest)


def store_page(services: Services, key: str, one: Page) -> None:
    """Write one page as reading leaves it."""
    services.store.put(key, zstandard.compress(codec.encode(one, PAGE_SCHEMA)))


def put_dossier(
    services: Services, *papers: Settled, dossier: str | None = None, name: str = "", branch: str = "H05.01"
) -> Dossier:
    """A dossier of these papers, or a later delivery to one, recorded and indexed."""
    hashes = [paper.file.sha256 for paper in papers]
    submission = Submission(
        id=records.submission_id(hashes, dossier),
        files=tuple(paper.file for paper in papers),
        submitted_at=records.now(),
        branch=branch,
        dossier=dossier,
        name=name,
    )
    recorded: Recorded = record_dossier(services, submission, papers)
    index_recorded(services, recorded)
    return recorded.dossier
