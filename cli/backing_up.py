"""`sohoa backup` and `restore`: a copy of the store elsewhere, and back."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from time import perf_counter
from typing import Annotated

import typer

from cli.environment import read_settings
from core.errors import ConfigError
from core.settings import Settings
from dossiers.backup import Copied, back_up
from dossiers.backup import restore as put_back
from storage.store import ObjectStore, open_store

Place = Annotated[str, typer.Argument(metavar="KHO", help="file:///ĐƯỜNG_DẪN hoặc s3://MÁY_CHỦ/BUCKET")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("backup", help="Sao lưu kho sang nơi khác; lần sau chỉ chép những gì đã thay đổi.")(backup)
    app.command("restore", help="Khôi phục kho trống từ bản sao lưu; sau đó chạy reindex và sweep.")(restore)


def backup(target: Place) -> int:
    """Copy the store to another one; others may go on working."""
    settings = read_settings()
    store, copy = _both(settings, target)
    return _tell("Đã sao lưu", back_up(store, copy, settings.data))


def restore(source: Place) -> int:
    """Copy a backup into the empty store of the settings."""
    settings = read_settings()
    store, copy = _both(settings, source)
    code = _tell("Đã khôi phục", put_back(copy, store, settings.data))
    sys.stdout.write("Tiếp theo: sohoa reindex, rồi sohoa sweep.\n")
    return code


def _both(settings: Settings, place: str) -> tuple[ObjectStore, ObjectStore]:
    """The store in use and the copy, which may need keys of its own."""
    if place == settings.store:
        raise ConfigError("The backup must not be the store itself; name another place.")
    own = replace(
        settings,
        s3_access_key=settings.backup_access_key or settings.s3_access_key,
        s3_secret_key=settings.backup_secret_key or settings.s3_secret_key,
    )
    return open_store(settings.store, settings), open_store(place, own)


def _tell(what: str, done: Iterable[Copied]) -> int:
    started, counts, size_bytes = perf_counter(), Counter[str](), 0
    for one in done:
        counts[one.outcome] += 1
        size_bytes += one.size_bytes if one.outcome == "copied" else 0
        if sys.stderr.isatty() and counts.total() % 100 == 0:
            sys.stderr.write(f"\r{counts.total()} đối tượng …")
    sys.stderr.write("\n" if sys.stderr.isatty() else "")
    sys.stdout.write(
        f"{what} {counts['copied']} đối tượng, {size_bytes / 1e6:.1f} MB; {counts['kept']} không đổi, "
        f"{counts['removed']} đã bỏ khỏi hộp nhận; {perf_counter() - started:.1f} giây.\n"
    )
    return 0
