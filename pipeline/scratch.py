"""A private folder for the engine's copies of pages, which hold what people wrote."""

import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "sohoa-pages-"


def make_scratch() -> Path:
    """A new folder only this user can enter; what killed runs left behind is wiped first."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if not _is_alive(left.name.removeprefix(_PREFIX).partition("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def wipe_scratch(folder: Path) -> None:
    """Remove the folder with all that is in it."""
    shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
