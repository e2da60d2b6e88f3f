"""Which files on a disk make which dossier.

A file is a dossier. A folder that holds files is one dossier, its sub-folders
included. A folder that holds only folders is one dossier for each of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import NotFound

_THUMBNAILS = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Source:
    """Files that were handed in together."""

    name: str
    """Name of the file or folder they came from."""
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found below the given paths."""

    dossiers: tuple[Source, ...]
    skipped: tuple[Path, ...]
    """Hidden files, thumbnails and empty folders."""
    unreadable: tuple[Path, ...]
    """Folders and files that this account may not open."""


def find_sources(paths: Iterable[Path]) -> Sources:
    """Group the files below `paths` into dossiers.

    Raises:
        NotFound: a path does not exist.
    """
    dossiers: list[Source] = []
    skipped: list[Path] = []
    unreadable: list[Path] = []
    for path in paths:
        if not path.exists():
            raise NotFound(f"There is no file or folder {path}.")
        dossiers += _group(path, skipped, unreadable)
    return Sources(tuple(dossiers), tuple(skipped), tuple(unreadable))


def _group(path: Path, skipped: list[Path], unreadable: list[Path]) -> Iterator[Source]:
    if path.is_file():
        yield Source(path.name, (path,))
        return
    children = _visible(path, skipped, unreadable)
    if any(child.is_file() for child in children):
        yield Source(path.name, tuple(_files(children, skipped, unreadable)))
        return
    for child in children:
        yield from _group(child, skipped, unreadable)


def _files(paths: Iterable[Path], skipped: list[Path], unreadable: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from _files(_visible(path, skipped, unreadable), skipped, unreadable)


def _visible(folder: Path, skipped: list[Path], unreadable: list[Path]) -> list[Path]:
    try:
        children = sorted(folder.iterdir())
    except OSError:
        unreadable.append(folder)
        return []
    hidden = [child for child in children if child.name.startswith(".") or child.name.lower() in _THUMBNAILS]
    skipped += hidden
    if not children:
        skipped.append(folder)
    return [child for child in children if child not in hidden]
