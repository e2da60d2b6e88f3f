"""`sohoa reference`: check and load reference tables, approve variants."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.environment import read_settings
from core.access import LOCAL_VIEWER
from core.errors import ConfigError
from dossiers import overlays, shapes, wording
from dossiers.corrections import variants
from pipeline.reference.check import Finding
from storage.store import ObjectStore, open_store

AsJson = Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình khác.")]

group = typer.Typer(no_args_is_help=True, help="Danh mục: thủ tục, cơ quan, địa danh, cách viết.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="reference")


@group.command("check")
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Tệp CSV tên như bảng; không nêu là bảng đang dùng.", metavar="TỆP…"),
    ] = None,
) -> int:
    """Kiểm tra danh mục: cột, ngày, đơn vị kế tiếp, dòng trùng, mã cơ quan không có."""
    given = {path.stem: _bytes(path) for path in files or ()}
    findings = overlays.check_overlays(_store(), given)
    return _report(findings, "Danh mục không có lỗi.")


@group.command("load")
def load(
    table: Annotated[str, typer.Argument(help="Tên bảng, hoặc tệp CSV tên như bảng.", metavar="BẢNG")],
    file: Annotated[Path | None, typer.Argument(help="Tệp CSV.", metavar="TỆP")] = None,
) -> int:
    """Dùng các dòng của tệp thay cho, hoặc thêm vào, danh mục kèm theo."""
    path = file or Path(table)
    name = table if file else path.stem
    findings = overlays.store_overlay(_store(), name, _bytes(path))
    return _report(
        findings, f"Đã lưu bảng {name}. Để áp dụng cho hồ sơ cũ: sohoa reread --understand --outdated"
    )


@group.command("variants")
def list_variants(as_json: AsJson = False) -> int:
    """Các cách viết được sửa giống nhau nhiều lần, có thể duyệt."""
    found = variants.repeated(_store())
    if as_json:
        sys.stdout.write(json.dumps(shapes.variants_shape(found), ensure_ascii=False, indent=2) + "\n")
        return 0
    for one in found:
        sys.stdout.write(
            f"{one.dossiers} hồ sơ: {one.phrase} → {one.means} ({wording.VARIANT_KINDS[one.kind]})\n"
        )
    if not found:
        sys.stdout.write("Chưa có cách viết nào được sửa giống nhau trong nhiều hồ sơ.\n")
    return 0


@group.command("approve")
def approve(
    phrase: Annotated[str, typer.Argument(help="Cách viết như máy đọc.", metavar="CÁCH_VIẾT")],
) -> int:
    """Duyệt một cách viết: từ nay máy hiểu theo cách mọi người đã sửa."""
    chosen = variants.approve(_store(), phrase, LOCAL_VIEWER.account)
    sys.stdout.write(f"Đã duyệt: {chosen.phrase} → {chosen.means}\n")
    sys.stdout.write("Để áp dụng cho hồ sơ cũ: sohoa reread --understand --outdated\n")
    return 0


def _report(findings: Sequence[Finding], good: str) -> int:
    for one in findings:
        where = f"{one.table}.csv, dòng {one.line}" if one.line else f"{one.table}.csv"
        sys.stdout.write(f"{where}: {one.message}\n")
    if not findings:
        sys.stdout.write(f"{good}\n")
    return 1 if findings else 0


def _store() -> ObjectStore:
    # Not the services: they refuse to start with a bad overlay, and this is where one is mended.
    settings = read_settings()
    return open_store(settings.store, settings)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > overlays.MOST_BYTES:
            raise ConfigError(f"{path} is too large for a table.", code="bad_reference")
        return path.read_bytes()
    except OSError as exc:
        raise ConfigError(f"{path} can't be read: {exc.strerror}.", code="bad_reference") from exc
