"""`sohoa export` and `lookup`: results as a table, and a list looked up row by row."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.environment import read_settings
from cli.searching import ViewAs, parse_where, viewer_of
from dossiers.exporting import export as write_export
from dossiers.find import Search
from dossiers.looking_up import look_up
from dossiers.services import open_services

Out = Annotated[Path, typer.Option("-o", "--output", help="Bảng kết quả: TỆP.xlsx hoặc TỆP.csv.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("export", help="Xuất mọi hồ sơ khớp câu hỏi ra bảng XLSX hoặc CSV, kèm nguồn gốc.")(export)
    app.command("lookup", help="Tra hàng loạt theo danh sách mã, số hoặc tên trong tệp CSV, XLSX.")(lookup)


def export(
    query: Annotated[str, typer.Argument(help="Như sohoa search.", metavar="CÂU_HỎI")],
    out: Out,
    where: Annotated[list[str] | None, typer.Option("--where", help="trường=giá trị; lặp lại được.")] = None,
    date_from: Annotated[str | None, typer.Option("--from", help="Từ ngày, YYYY-MM-DD.")] = None,
    date_to: Annotated[str | None, typer.Option("--to", help="Đến ngày, YYYY-MM-DD.")] = None,
    viewer: ViewAs = None,
) -> int:
    """Write every dossier that answers to a table."""
    asked = Search(query, parse_where(where or []), date_from, date_to)
    with open_services(read_settings()) as services:
        count = write_export(services, asked, viewer_of(viewer), out)
    sys.stdout.write(f"Đã xuất {count} hồ sơ ra {out}.\n")
    return 0


def lookup(
    source: Annotated[Path, typer.Argument(help="Danh sách: TỆP.csv hoặc TỆP.xlsx.", metavar="DANH_SÁCH")],
    out: Out,
    column: Annotated[str, typer.Option("--column", help="Cột cần tra: số thứ tự hoặc tiêu đề.")] = "1",
    viewer: ViewAs = None,
) -> int:
    """Look up a list row by row and write the answers to a table."""
    with open_services(read_settings()) as services:
        found = look_up(services, source, viewer_of(viewer), out, column)
    sys.stdout.write(f"Thấy hồ sơ cho {found} dòng; kết quả ở {out}.\n")
    return 0
