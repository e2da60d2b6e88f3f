"""`sohoa samples`: draw dossiers that look scanned, for trying things out."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Capture(StrEnum):
    """How the papers look captured."""

    MIXED = "mixed"
    CLEAN = "clean"
    ADF = "adf"
    FAX = "fax"
    PHOTO = "photo"
    FADED = "faded"
    TURNED = "turned"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("samples", help="Vẽ các hồ sơ mẫu giống bản quét thật (người và số liệu đều là bịa).")(
        samples
    )


def samples(
    output: Annotated[Path, typer.Option("-o", "--output", help="Thư mục nhận hồ sơ mẫu.")] = Path(
        "samples-out"
    ),
    dossiers: Annotated[int, typer.Option("--dossiers", min=1, max=10_000, help="Số hồ sơ.")] = 6,
    seed: Annotated[int, typer.Option("--seed", help="Cùng số này thì ra cùng hồ sơ.")] = 1,
    capture: Annotated[Capture, typer.Option("--capture", help="Cách chụp, quét.")] = Capture.MIXED,
) -> int:
    """Write invented dossiers with their true text, boxes and fields beside each file."""
    from samples import generate  # a package of its own, needed by this command only

    made = generate(output, dossiers, seed, capture.value, _tell)
    sys.stdout.write(f"Đã vẽ {len(made)} hồ sơ trong {output}\n")
    return 0


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
