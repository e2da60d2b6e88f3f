"""`sohoa status`: how the system stands, or what arrived for an agency."""

import json
import sys
from typing import Annotated

import typer

from cli.environment import read_settings
from cli.standing import tell_status
from core.access import LOCAL_VIEWER
from core.errors import ConfigError
from core.model import DossierState
from dossiers import shapes, wording
from dossiers.arrivals import Arrival, Arrivals, arrivals
from dossiers.services import open_services
from dossiers.telling import day


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("status", help="Việc đang chờ, tốc độ, lỗi, máy xử lý; --agency: hồ sơ mới đến của cơ quan.")(
        status
    )


def status(
    agency: Annotated[str | None, typer.Option("--agency", help="Mã hoặc tên cơ quan, chi nhánh.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Nhận từ ngày, YYYY-MM-DD.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Số hồ sơ nhiều nhất.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình khác.")] = False,
) -> int:
    """Print how the system stands, or the newest dossiers of an agency."""
    if agency is None:
        if since:
            raise ConfigError("--since needs --agency.", code="since_without_agency")
        return tell_status(as_json=as_json)
    with open_services(read_settings()) as services:
        arrived = arrivals(services, agency, LOCAL_VIEWER, since, limit)
    if as_json:
        sys.stdout.write(json.dumps(shapes.arrivals_shape(arrived), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(_lines(arrived))
    return 0


def _lines(arrived: Arrivals) -> list[str]:
    since = f" nhận từ {day(arrived.since)}" if arrived.since else ""
    head = f"{arrived.agency.name}: {arrived.total} hồ sơ{since}"
    listed = len(arrived.dossiers)
    if listed < arrived.total:
        head += f", dưới đây là {listed} hồ sơ mới nhất"
    return [f"{head}\n", *map(_line, arrived.dossiers)]


def _line(one: Arrival) -> str:
    received = day(one.received_at) if one.received_at else "không rõ ngày"
    state = wording.STATES[DossierState(one.status)]
    shown = (received, one.code or one.dossier, one.procedure_name, one.applicant_name, state)
    return "  " + " · ".join(part for part in shown if part) + "\n"
