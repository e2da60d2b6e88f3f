"""`sohoa check`: say of every page whether it must be scanned again, without reading it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cli.environment import read_settings
from cli.scans import Files
from core.errors import BadScan, NotFound
from core.model import Problem, Scan
from core.page import Verdict
from core.settings import Limits
from dossiers import reasons, shapes, wording
from pipeline.load import open_scan
from pipeline.pool import PageJob, PagePool
from pipeline.preview import Look


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("check", help="Xem nhanh bản quét, chưa đọc chữ: trang nào tốt, cần kiểm tra, cần quét lại.")(
        check
    )


def check(
    files: Files,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình khác.")] = False,
) -> int:
    """Print a line for every page: file, page, verdict, reasons."""
    settings = read_settings()
    opened = [(path, *_open(path, settings.limits)) for path in files]
    shown, verdicts, seen = [], [], 0
    with PagePool(settings.workers, settings.limits) as pool:
        looks = pool.look(job for _, scan, _ in opened if scan for job in _jobs(scan))
        for path, scan, problem in opened:
            pages = []
            for _ in range(scan.page_count if scan else 0):
                look = next(looks)
                pages.append(look)
                if not as_json:
                    _print(path, look)
            if problem:
                _complain(path, problem)
            verdicts += [look.quality.verdict for look in pages] + ([Verdict.RESCAN] if problem else [])
            seen += sum(look.problem is None for look in pages)
            shown.append(shapes.check_shape(str(path), scan, pages, [problem] if problem else []))
    if as_json:
        told = {"schema": "sohoa.check/1", "files": shown}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    if not seen:
        return BadScan.exit_code
    return 0 if all(verdict is Verdict.GOOD for verdict in verdicts) else 1


def _open(path: Path, limits: Limits) -> tuple[Scan | None, Problem | None]:
    try:
        if not path.is_file():
            raise NotFound(f"There is no file {path}.")
        return open_scan(path, limits), None
    except (BadScan, NotFound) as exc:
        return None, Problem("open", exc.code, exc.message)


def _jobs(scan: Scan) -> Iterator[PageJob]:
    return (PageJob(scan, number) for number in range(1, scan.page_count + 1))


def _print(path: Path, look: Look) -> None:
    verdict = wording.VERDICTS[look.quality.verdict]
    reasons = wording.look_reasons(look.quality, look.problem)
    sys.stdout.write(": ".join(filter(None, (f"{path}, trang {look.number}: {verdict}", " ".join(reasons)))))
    sys.stdout.write("\n")


def _complain(path: Path, problem: Problem) -> None:
    reason = reasons.reason(problem.code, problem.message)
    sys.stderr.write(f"sohoa: {path}: [{problem.code}] {reason}\n")
