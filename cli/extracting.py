"""`sohoa extract`: the fields of files on the screen, without store, index or server."""

import json
import sys
from typing import Annotated

import typer

from cli.environment import read_settings
from cli.scans import Files, Seen, Tally, read_scans
from core.model import Document
from dossiers import shapes
from pipeline.extract import understand
from pipeline.pool import PagePool
from pipeline.reference import load_reference


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("extract", help="Đọc bản quét và trích các trường: mã hồ sơ, người nộp, số, ngày, …")(extract)


def extract(
    files: Files,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình khác.")] = False,
) -> int:
    """Print the fields of every file."""
    settings = read_settings()
    reference, tally = load_reference(), Tally()
    entries = []
    with PagePool(settings.workers, settings.limits) as pool:
        for opened, results in read_scans(files, settings, pool):
            seen = Seen(tally, opened.problems)
            understood = understand((result.page for result in seen.through(results)), reference)
            document = Document(
                sha256=opened.scan.sha256 if opened.scan else "",
                media_type=opened.scan.media_type if opened.scan else "",
                page_count=opened.page_count,
                document_type=understood.document_type,
                type_code=understood.type_code,
                fields=understood.fields,
                problems=(*seen.problems, *understood.problems),
                papers=understood.papers,
            )
            entries.append(shapes.extract_shape(opened.name, document))
            if not as_json:
                _print_fields(document, opened.name)
    if as_json:
        sys.stdout.write(json.dumps(entries, ensure_ascii=False, indent=2) + "\n")
    return tally.exit_code


def _print_fields(document: Document, name: str) -> None:
    from cli.screen import print_fields  # Rich costs 60 ms that --json need not pay

    print_fields(document, name)
