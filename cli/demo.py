"""`sohoa demo`: the main job on invented dossiers, from drawing them to a marked hit."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.environment import quiet_prefect, read_settings
from core.access import LOCAL_VIEWER
from core.settings import Settings
from dossiers.delivery import Delivered, deliver
from dossiers.find import Search, find
from dossiers.intake import Delivery
from dossiers.services import Services, open_services
from dossiers.sources import Sources, find_sources

_DOSSIERS = 6
_SEED = 2025


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("demo", help="Trình diễn: vẽ hồ sơ mẫu, số hóa qua Prefect, rồi tìm.")(demo)


def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Bỏ kết quả của lần trình diễn trước.")] = False,
) -> int:
    """Draw dossiers, digitize them through the Prefect flow, search them three ways."""
    from cli import screen  # Rich, only where people look

    settings = read_settings()
    if fresh:
        _forget(settings)
    papers = settings.data / "papers"
    say = screen.console().print
    if not papers.is_dir():
        say(f"Vẽ {_DOSSIERS} hồ sơ mẫu (người và số liệu đều là bịa) vào {papers} …")
        _draw(papers)
    sources = find_sources([papers])
    with open_services(settings) as services:
        delivered = _digitize(services, sources)
        screen.print_delivered(delivered)
        for query in _queries(delivered):
            say(f"\n[bold]$ sohoa search '{query}'[/bold]")
            screen.print_answer(find(services, Search(query, limit=3), LOCAL_VIEWER), query)
    _what_next(settings)
    return delivered.exit_code


def _draw(papers: Path) -> None:
    from samples import generate  # a package of its own, needed here only

    drawing = papers.with_name("papers.part")
    generate(drawing, _DOSSIERS, _SEED, "mixed", lambda line: None)
    drawing.rename(papers)


def _digitize(services: Services, sources: Sources) -> Delivered:
    """Through the flow on a server of our own; a repeat has nothing for it to do, so it isn't started."""
    from cli import screen  # Rich, only where people look
    from flows.server import own_server  # as in `up`

    delivery = Delivery(branch=services.settings.branch)
    if sum(1 for _ in services.store.list("ledger/")) >= len(sources.dossiers):
        with screen.progress() as report:
            return deliver(services, sources, delivery, report)
    sys.stderr.write("Mở máy chủ Prefect riêng cho lần này…\n")
    quiet_prefect()
    with own_server(services.settings.data / "prefect"):
        from flows.digitize import digitize_recorded  # reads the server's address on import

        with screen.progress() as report:
            return deliver(services, sources, delivery, report, digitize_recorded)


def _queries(delivered: Delivered) -> list[str]:
    """Without marks, with marks, a code; taken from what was just read."""
    code = next((one.dossier.code for one in delivered.dossiers if one.dossier.code), None)
    return ["ket qua giai quyet ho so", '"thủ tục hành chính"', code or "quyết định"]


def _forget(settings: Settings) -> None:
    import shutil  # rarely needed

    for name in ("store", "papers", "prefect"):
        shutil.rmtree(settings.data / name, ignore_errors=True)
    for path in settings.data.glob("index*"):
        path.unlink()


def _what_next(settings: Settings) -> None:
    prefix = f"SOHOA_DATA={settings.data} .venv/bin/sohoa"
    sys.stdout.write(
        "\nThử tiếp:\n"
        f"  {prefix} search 'từ bất kỳ'\n"
        f"  {prefix} ingest ĐƯỜNG_DẪN_TỆP_QUÉT\n"
        f"  {prefix} up      rồi mở http://127.0.0.1:{settings.web_port}/\n"
    )
