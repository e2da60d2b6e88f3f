"""`sohoa doctor`, `serve`, `work`, `up`: run the system on this machine."""

import json
import os
import signal
import sys
from contextlib import ExitStack
from dataclasses import asdict
from typing import Annotated

import typer

from cli.environment import INTERRUPTED, read_settings
from core.errors import ConfigError
from dossiers.records import LANES
from dossiers.services import Services, open_services
from flows.owned import own_process


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("doctor", help="Kiểm tra máy: chương trình, dữ liệu tiếng Việt, kho, chỉ mục, chỗ trống.")(
        doctor
    )
    app.command("serve", help="Mở trang web trên máy này: nộp, tìm, xem hồ sơ.")(serve)
    app.command("work", help="Nhận việc từ hàng đợi Prefect và số hóa cho đến khi dừng.")(work)
    app.command("up", help="Chạy cả hệ thống trên một máy: Prefect, bộ xử lý, trang web.")(up)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình khác.")] = False,
) -> int:
    """Check every dependency; say what to do about the missing ones."""
    from cli.doctor import examine  # imports the vendors' packages

    auth = os.environ.get("PREFECT_API_AUTH_STRING")
    findings = list(examine(read_settings(), os.environ.get("PREFECT_API_URL"), auth))
    if as_json:
        shape = {"schema": "sohoa.doctor/1", "findings": [asdict(finding) for finding in findings]}
        sys.stdout.write(json.dumps(shape, ensure_ascii=False, indent=2) + "\n")
    else:
        for finding in findings:
            sign = "✓" if finding.ok else "✗"
            remedy = f"\n    → {finding.remedy}" if finding.remedy and not finding.ok else ""
            sys.stdout.write(f"{sign} {finding.name}: {finding.detail}{remedy}\n")
    return max((finding.exit_code for finding in findings if not finding.ok), default=0)


def serve(
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Cổng trên 127.0.0.1.")] = None,
) -> int:
    """Serve the web application on the loopback interface."""
    settings = read_settings()
    with open_services(settings) as services:
        _serve_web(services, port or settings.web_port)
    return 0


def work(
    lanes: Annotated[list[str] | None, typer.Option("--lane", help="Chỉ nhận làn này; lặp lại được.")] = None,
) -> int:
    """Take submissions from the Prefect queue until stopped."""
    unknown = set(lanes or ()) - set(LANES)
    if unknown:
        raise ConfigError(f"--lane must be one of: {', '.join(LANES)}.")
    if not os.environ.get("PREFECT_API_URL"):
        raise ConfigError("Set PREFECT_API_URL to the Prefect server, or run `sohoa up`, which starts one.")
    # Its task runs stand outside flows; their log lines go to stderr, not to the server.
    os.environ.setdefault("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")
    # A server that hangs must not hold up work that does not need it.
    os.environ.setdefault("PREFECT_API_REQUEST_TIMEOUT", "10")
    os.environ.setdefault("PREFECT_CLIENT_MAX_RETRIES", "1")
    from flows.work import work as take_work  # Prefect takes seconds to import

    signal.signal(signal.SIGTERM, _ask_to_stop)
    try:
        with open_services(read_settings()) as services:
            take_work(services, tuple(lanes) if lanes else LANES)
    except (KeyboardInterrupt, SystemExit) as exc:
        # What still waits for a server in a thread of Prefect would keep the process for a minute.
        sys.stderr.write("sohoa: đã dừng nhận việc; việc dở dang được trả lại.\n")
        sys.stderr.flush()
        os._exit(INTERRUPTED if isinstance(exc, KeyboardInterrupt) else 0)
    return 0


def up(
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Cổng trên 127.0.0.1.")] = None,
) -> int:
    """Run Prefect server, worker and web together; stopping this stops all of them."""
    settings = read_settings()
    signal.signal(signal.SIGTERM, _interrupt)
    with ExitStack() as stack:
        if not os.environ.get("PREFECT_API_URL"):
            from flows.server import own_server  # only this command starts one

            sys.stderr.write("Đang mở máy chủ Prefect…\n")
            stack.enter_context(own_server(settings.data / "prefect"))
        services = stack.enter_context(open_services(settings))
        stack.enter_context(own_process([sys.executable, "-m", "cli", "work"]))
        _serve_web(services, port or settings.web_port)
    return 0


def _serve_web(services: Services, port: int) -> None:
    import uvicorn  # only the web commands need it

    from web.app import create_app  # likewise
    from web.prefect import Server

    url = os.environ.get("PREFECT_API_URL")
    app = create_app(services, Server(url, os.environ.get("PREFECT_API_AUTH_STRING")) if url else None)
    sys.stderr.write(f"Mở http://127.0.0.1:{port}/ trong trình duyệt; Ctrl-C để dừng.\n")
    uvicorn.run(app, host="127.0.0.1", port=port, ws="none", log_level="warning", access_log=False)


def _ask_to_stop(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
