"""`sohoa sweep`: prove that nothing was lost, and mend what can be mended."""

import json
import os
import sys
from collections.abc import Iterator
from tempfile import TemporaryFile
from time import perf_counter
from typing import IO, Annotated

import typer

from cli.environment import read_settings
from cli.requeueing import requeuer
from dossiers import shapes
from dossiers.services import open_services
from dossiers.sweeping.kinds import KINDS
from dossiers.sweeping.sweep import Found, Sweep
from dossiers.sweeping.sweep import sweep as walk


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        "sweep", help="Đối chiếu kho, sổ, hồ sơ và chỉ mục: chứng minh không mất gì; sửa bằng --repair."
    )(sweep)


def sweep(
    repair: Annotated[bool, typer.Option("--repair", help="Sửa những gì sửa được mà không mất gì.")] = False,
    originals: Annotated[
        bool, typer.Option("--originals", help="Đọc lại mọi bản gốc, so mã băm (lâu).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình khác.")] = False,
) -> int:
    """Print every difference; 0 when nothing differs any more, else 1."""
    started = perf_counter()
    with open_services(read_settings()) as services:
        requeue = requeuer(services, os.environ.get("PREFECT_API_URL")) if repair else None
        with walk(services, requeue, originals=originals) as swept:
            if as_json:
                _write_json(swept, started)
            else:
                _write_lines(swept, started)
    return swept.exit_code


def _write_lines(swept: Sweep, started: float) -> None:
    for found in swept.found:
        sys.stdout.writelines(_lines(found))
        sys.stdout.flush()
    counts = swept.counts
    sys.stdout.write(
        f"Đã đối chiếu {counts['dossiers']} hồ sơ, {counts['documents']} tài liệu, {counts['pages']} trang, "
        f"{counts['ledger_lines']} dòng sổ, {counts['quarantined']} tệp bị giữ lại, {counts['codes']} mã, "
        f"{counts['indexed']} mục chỉ mục; đang chờ {counts['waiting']}, đang xử lý {counts['claimed']}, "
        f"{perf_counter() - started:.1f} giây.\n"
    )
    total = swept.by_code.total()
    repaired = f", đã sửa {swept.mended}" if swept.mended else ""
    sys.stdout.write(f"Có {total} chỗ khác{repaired}.\n" if total else "Không có gì khác.\n")


def _lines(found: Found) -> Iterator[str]:
    difference, kind = found.difference, KINDS[found.difference.code]
    more = f" ({difference.detail})" if difference.detail else ""
    yield f"[{difference.code}] {difference.subject}: {kind.sentence}{more}\n"
    yield "    ✓ đã sửa\n" if found.mended else f"    → {kind.remedy}\n"


def _write_json(swept: Sweep, started: float) -> None:
    """Differences wait in a file, so that a sweep that breaks off prints no half of an answer."""
    with TemporaryFile("w+", encoding="utf-8") as held:
        for found in swept.found:
            held.write(json.dumps(shapes.difference_shape(found), ensure_ascii=False) + "\n")
        held.seek(0)
        _print_json(held, shapes.sweep_figures_shape(swept, perf_counter() - started))


def _print_json(held: IO[str], figures: shapes.Json) -> None:
    sys.stdout.write('{"schema": "sohoa.sweep/1", "differences": [')
    for number, line in enumerate(held):
        sys.stdout.write(("," if number else "") + "\n  " + line.rstrip("\n"))
    sys.stdout.write("],\n" + json.dumps(figures, ensure_ascii=False, indent=2).removeprefix("{\n"))
    sys.stdout.write("\n")
