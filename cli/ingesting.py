"""`sohoa ingest`: take files in, digitize them here and now."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.environment import quiet_prefect, read_settings
from core.errors import ConfigError
from dossiers import shapes
from dossiers.delivery import Digitize, deliver
from dossiers.ingest import digitize
from dossiers.intake import Delivery
from dossiers.records import BULK, LANES
from dossiers.services import open_services
from dossiers.sources import find_sources


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("ingest", help="Số hóa tệp và thư mục: đọc, trích trường, lưu trữ, lập chỉ mục.")(ingest)


def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Một tệp là một hồ sơ; một thư mục có tệp là một hồ sơ; thư mục chỉ có thư mục con: "
            "mỗi thư mục con là một hồ sơ.",
            metavar="ĐƯỜNG_DẪN…",
        ),
    ],
    dossier: Annotated[str | None, typer.Option("--dossier", help="Nộp thêm vào hồ sơ này.")] = None,
    lane: Annotated[str, typer.Option("--lane", help="urgent: tại quầy · bulk: hàng loạt.")] = BULK,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình khác.")] = False,
) -> int:
    """Digitize what is found below the paths; a repeat skips what is done."""
    if lane not in LANES:
        raise ConfigError(f"--lane must be one of: {', '.join(LANES)}.")
    settings = read_settings()
    from cli import screen  # Rich costs 60 ms that --json need not pay

    sources = find_sources(paths)
    delivery = Delivery(lane=lane, branch=settings.branch, dossier=dossier)
    with open_services(settings) as services, screen.progress() as report:
        delivered = deliver(services, sources, delivery, report, _runner())
    if as_json:
        sys.stdout.write(json.dumps(shapes.ingest_shape(delivered), ensure_ascii=False, indent=2) + "\n")
    else:
        screen.print_delivered(delivered)
    return delivered.exit_code


def _runner() -> Digitize:
    """The plain steps; as a Prefect flow when a Prefect server is named."""
    if not os.environ.get("PREFECT_API_URL"):
        return digitize
    quiet_prefect()
    from flows.digitize import digitize_recorded  # Prefect takes seconds to import

    return digitize_recorded
