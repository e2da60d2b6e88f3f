"""`sohoa reread`: read archived scans again, or understand what was read of them anew."""

import json
import sys
from typing import Annotated

import typer

from cli.environment import read_settings
from core.access import LOCAL_VIEWER
from core.errors import ConfigError
from dossiers import shapes
from dossiers.rereading import Understood, read_again, understand_again
from dossiers.services import open_services


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("reread", help="Đọc lại ảnh quét đã lưu, hoặc chỉ hiểu lại chữ đã đọc.")(reread)


def reread(
    dossiers: Annotated[
        list[str] | None,
        typer.Argument(
            help="Mã hồ sơ hoặc d-…; không nêu là tất cả (với --outdated hoặc --understand).",
            metavar="HỒ_SƠ…",
        ),
    ] = None,
    from_text: Annotated[
        bool, typer.Option("--understand", help="Chỉ hiểu lại từ chữ đã lưu, không đọc lại ảnh.")
    ] = False,
    outdated: Annotated[
        bool, typer.Option("--outdated", help="Chỉ giấy tờ đọc hoặc hiểu theo phiên bản, danh mục cũ.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình khác.")] = False,
) -> int:
    """Renew what was read; corrections stay on top."""
    if not (dossiers or from_text or outdated):
        raise ConfigError("Name dossiers, or add --outdated: reading all scans again is rarely meant.")
    renew = understand_again if from_text else read_again
    rows = []
    with open_services(read_settings()) as services:
        for one in renew(services, dossiers or (), LOCAL_VIEWER, outdated_only=outdated):
            rows.append(one)
            if not as_json and (one.documents or one.changed or one.failed):
                sys.stdout.write(_line(one))
    if as_json:
        sys.stdout.write(json.dumps(shapes.reread_shape(rows), ensure_ascii=False, indent=2) + "\n")
    else:
        anew, read = sum(one.documents for one in rows), sum(one.read for one in rows)
        again = f", trong đó {read} ảnh quét được đọc lại" if read else ""
        sys.stdout.write(f"{len(rows)} hồ sơ, {anew} giấy tờ được hiểu lại{again}.\n")
    return 1 if any(one.secret or one.failed for one in rows) else 0


def _line(one: Understood) -> str:
    notes = [f"{one.documents} giấy tờ"]
    notes += [f"đọc lại {one.read}"] if one.read else []
    notes += ["có thay đổi"] if one.changed else []
    notes += [f"{one.failed} không đọc lại được, giữ bản đọc cũ"] if one.failed else []
    notes += ["CÓ DẤU MẬT, đã hạn chế xem"] if one.secret else []
    return f"{one.dossier.code or one.dossier.id}: {' · '.join(notes)}\n"
