"""Find the font that papers are set in; it has every Vietnamese letter."""

import subprocess
from functools import lru_cache
from pathlib import Path

from core.errors import MissingDependency

FAMILY = "Tinos"
PACKAGE = "fonts-croscore"
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts"),
    Path("~/.fonts"),
)


@lru_cache(maxsize=4)
def face_path(bold: bool, italic: bool) -> Path:
    """The file of one of the four faces.

    Raises:
        MissingDependency: the font is not installed.
    """
    cut = {
        (False, False): "Regular",
        (True, False): "Bold",
        (False, True): "Italic",
        (True, True): "BoldItalic",
    }
    name = f"{FAMILY}-{cut[bold, italic]}.ttf"
    for folder in FOLDERS:
        found = next(iter(sorted(folder.expanduser().rglob(name))), None)
        if found:
            return found
    matched = _fontconfig(name)
    if matched:
        return matched
    raise MissingDependency(
        f"The font {FAMILY} is missing; install the package {PACKAGE}.", code="missing_font"
    )


def _fontconfig(name: str) -> Path | None:
    try:
        found = subprocess.run(
            ["fc-list", ":", "file"], capture_output=True, text=True, check=False, timeout=30
        )
    except OSError:
        return None
    paths = (Path(line.rstrip(": ")) for line in found.stdout.splitlines())
    return next((path for path in sorted(paths) if path.name == name), None)
