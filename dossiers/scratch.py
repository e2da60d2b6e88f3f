"""Private scratch folders: nothing derived leaves them before a document is classified."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

from core.disk_errors import translated
from dossiers import owner


@contextmanager
def folder(data: Path) -> Iterator[Path]:
    """A folder only this account can open, gone afterwards. `data` is the settings' data folder."""
    root = data / "scratch" / quote(owner.this_process(), safe="")
    with translated("data folder (SOHOA_DATA)"):
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=root))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def wipe_leftovers(data: Path) -> None:
    """Remove what processes that were killed have left behind."""
    root = data / "scratch"
    for left in root.iterdir() if root.is_dir() else ():
        if owner.is_dead(unquote(left.name)):
            shutil.rmtree(left, ignore_errors=True)
