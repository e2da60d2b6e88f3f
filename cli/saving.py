"""`sohoa watch` and `alerts`: questions that are kept, and what newly answers them."""

import json
import sys
from typing import Annotated

import typer

from cli.environment import read_settings
from cli.searching import AsJson, ViewAs, parse_where, viewer_of
from dossiers import found_shapes
from dossiers.find import Search
from dossiers.saved import alerts as new_alerts
from dossiers.saved import list_saved, remove, save
from dossiers.services import open_services


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("watch", help="Lưu một câu hỏi dưới một tên; không nêu tên: liệt kê.")(watch)
    app.command("alerts", help="Hồ sơ mới khớp các câu hỏi đã lưu.")(alerts)


def watch(
    name: Annotated[str | None, typer.Argument(help="Tên câu hỏi.", metavar="[TÊN]")] = None,
    query: Annotated[str | None, typer.Argument(help="Như sohoa search.", metavar="[CÂU_HỎI]")] = None,
    where: Annotated[list[str] | None, typer.Option("--where", help="trường=giá trị; lặp lại được.")] = None,
    date_from: Annotated[str | None, typer.Option("--from", help="Từ ngày, YYYY-MM-DD.")] = None,
    date_to: Annotated[str | None, typer.Option("--to", help="Đến ngày, YYYY-MM-DD.")] = None,
    forget: Annotated[bool, typer.Option("--remove", help="Bỏ câu hỏi đã lưu dưới tên này.")] = False,
    viewer: ViewAs = None,
) -> int:
    """Keep, list or forget questions."""
    who = viewer_of(viewer)
    with open_services(read_settings()) as services:
        if name and forget:
            remove(services, name, who)
        elif name:
            asked = Search(query or "", parse_where(where or []), date_from, date_to)
            saved = save(services, name, asked, who)
            sys.stdout.write(f"Đã lưu “{saved.name}”; hiện có {len(saved.seen)} hồ sơ khớp.\n")
        for one in list_saved(services, who) if not name else ():
            sys.stdout.write(f"{one.name}: {one.text} ({len(one.seen)} hồ sơ)\n")
    return 0


def alerts(
    keep: Annotated[bool, typer.Option("--keep", help="Lần sau vẫn báo lại.")] = False,
    viewer: ViewAs = None,
    as_json: AsJson = False,
) -> int:
    """Print what newly answers the saved questions, and remember that it was told."""
    with open_services(read_settings()) as services:
        found = list(new_alerts(services, viewer_of(viewer), keep=keep))
    if as_json:
        shape = found_shapes.alerts_shape(found)
        sys.stdout.write(json.dumps(shape, ensure_ascii=False, indent=2) + "\n")
        return 0
    for alert in found:
        sys.stdout.write(f"{alert.saved.name}: {len(alert.new)} hồ sơ mới, {alert.total} tất cả\n")
        for hit in alert.new:
            sys.stdout.write(f"   {hit.code or '(chưa rõ mã)'} · {hit.dossier}\n")
    return 0
