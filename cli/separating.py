"""`sohoa separators`: sheets that tell the scanner's files apart."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from core.errors import ConfigError, SohoaError
from pipeline.extract.numbers import DOSSIER_CODE, dossier_code
from pipeline.separators import Opens, Separator

_MOST_SHEETS = 1000
_COPIES = 10
"""Sheets without a code, when nothing else is asked for."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("separators", help="Tạo phiếu phân tách để in và kẹp giữa các hồ sơ trước khi quét.")(
        separators
    )


def separators(
    codes: Annotated[
        list[str] | None,
        typer.Option("--codes", help="Mã hồ sơ, hoặc tệp mỗi dòng một mã; lặp lại được.", metavar="MÃ|TỆP"),
    ] = None,
    count: Annotated[
        int | None,
        typer.Option(
            "--count", min=1, max=_MOST_SHEETS, help="Số phiếu; với --codes là số phiếu của mỗi mã."
        ),
    ] = None,
    kind: Annotated[
        Opens, typer.Option("--kind", help="dossier: hồ sơ mới · paper: giấy tờ mới trong hồ sơ.")
    ] = Opens.DOSSIER,
    output: Annotated[Path, typer.Option("-o", "--output", help="Tệp PDF nhận phiếu.")] = Path(
        "phieu-phan-tach.pdf"
    ),
) -> int:
    """Write a PDF of separator sheets, one a page, ready to print on A4."""
    sheets = _sheets(_codes(codes or []), count, kind)
    from pipeline.derive.sheets import separator_pdf  # what draws takes 100 ms to import

    made = separator_pdf(sheets)
    try:
        output.write_bytes(made)
    except OSError as exc:
        raise SohoaError(f"{output} can't be written: {exc.strerror}.", code="output") from exc
    sys.stdout.write(f"Đã tạo {len(sheets)} phiếu phân tách trong {output}; in trên giấy A4, cỡ 100 %.\n")
    return 0


def _sheets(codes: list[str], count: int | None, kind: Opens) -> list[Separator]:
    if codes and kind is Opens.PAPER:
        raise ConfigError("A sheet for a new paper carries no code; leave out --codes or --kind paper.")
    kinds = [Separator(kind, code) for code in codes] or [Separator(kind)]
    sheets = [sheet for sheet in kinds for _ in range(count or (1 if codes else _COPIES))]
    if len(sheets) > _MOST_SHEETS:
        raise ConfigError(f"{len(sheets)} sheets are too many for one file; ask for {_MOST_SHEETS} at most.")
    return sheets


def _codes(values: list[str]) -> list[str]:
    """Dossier codes as given or, one a line, in the files named.

    Raises:
        ConfigError: a value or a line is no dossier code.
    """
    found = []
    for value in values:
        lines = [value] if DOSSIER_CODE.fullmatch(value.strip()) else _lines(value)
        found += [line.strip() for line in lines if line.strip()]
    wrong = next((code for code in found if not DOSSIER_CODE.fullmatch(code)), None)
    if wrong is not None:
        raise ConfigError(
            f"{wrong[:40]!r} is no dossier code such as 000.00.01.H05-250124-0001.", code="bad_dossier_code"
        )
    return [dossier_code(code) for code in found]


def _lines(value: str) -> list[str]:
    try:
        return Path(value).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigError(
            f"--codes {value[:60]!r} is neither a dossier code nor a text file of them.",
            code="bad_dossier_code",
        ) from exc
