"""Which module holds which command, so that a call imports what it needs and no more.

All modules take 0.5 s to import, `sohoa ocr` alone half of that.
"""

from collections.abc import Iterable
from importlib import import_module

import typer

MODULES = {
    "ocr": "reading",
    "extract": "extracting",
    "check": "checking",
    "ingest": "ingesting",
    "search": "searching",
    "related": "searching",
    "export": "tabling",
    "lookup": "tabling",
    "watch": "saving",
    "alerts": "saving",
    "show": "searching",
    "reindex": "searching",
    "status": "arriving",
    "sweep": "sweeping",
    "retry": "retrying",
    "backup": "backing_up",
    "restore": "backing_up",
    "correct": "correcting",
    "confirm": "correcting",
    "reference": "referring",
    "reread": "rereading",
    "doctor": "operating",
    "serve": "operating",
    "work": "operating",
    "up": "operating",
    "samples": "making",
    "separators": "separating",
    "demo": "demo",
}
"""Module of `cli` for each command, in the order of the help."""


def application(command: str | None = None) -> typer.Typer:
    """The command line with what the module of `command` holds; with all there is when none does."""
    app = typer.Typer(
        name="sohoa",
        help="Số hóa hồ sơ thủ tục hành chính: đọc bản quét, trích trường, lưu trữ và tìm kiếm.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_nothing)
    modules: Iterable[str] = (MODULES[command],) if command in MODULES else dict.fromkeys(MODULES.values())
    for module in modules:
        import_module(f"cli.{module}").register(app)
    return app


def _nothing() -> None:
    # With a callback Typer keeps a lone command's name as part of the line.
    pass
