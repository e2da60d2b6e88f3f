"""The outermost edge of the command line: parse, run, turn errors into one line and an exit code."""

import logging
import os
import sys
from collections.abc import Sequence

import typer
from typer._click.exceptions import ClickException  # Typer carries its own click and names no public base

from cli.commands import application
from cli.environment import INTERRUPTED
from core.errors import SohoaError
from dossiers import reasons
from pipeline import fork_server

_READING = ("ocr", "extract", "check", "ingest")
"""Commands that read pages whatever else they are told."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with a documented code."""
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit code. Prints one line for whatever went wrong."""
    # Pillow logs what is odd about a file; what matters of it stands in our own line.
    logging.getLogger("PIL").addHandler(logging.NullHandler())
    command = arguments[0] if arguments else None
    if command in _READING and len(arguments) > 1:
        fork_server.start()
    try:
        result = application(command)(list(arguments), standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        return _interrupted()
    except ClickException as exc:
        exc.show()
        return 2
    except SohoaError as exc:
        _complain(reasons.reason(exc.code, exc.message), exc.code, exc.message)
        return exc.exit_code
    except SystemExit:
        # Typer ends so when the reader of our output went away, as `| head` does: nothing is wrong.
        return 0
    except Exception as exc:
        if os.environ.get("SOHOA_DEBUG"):
            raise
        _complain(
            f"Lỗi nội bộ ({type(exc).__name__}). Đặt SOHOA_DEBUG=1 rồi chạy lại để xem chi tiết.", "internal"
        )
        return SohoaError.exit_code
    if result == INTERRUPTED:
        return _interrupted()
    return result if isinstance(result, int) else 0


def _interrupted() -> int:
    _complain("Đã dừng theo yêu cầu. Chạy lại lệnh để làm tiếp.", "interrupted")
    return INTERRUPTED


def _complain(sentence: str, code: str, detail: str = "") -> None:
    more = f" ({detail})" if detail and detail != sentence else ""
    sys.stderr.write(f"sohoa: [{code}] {sentence}{more}\n")
