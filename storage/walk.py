"""Walks a folder store in key order without holding more than one folder's names per level."""

import os
from collections.abc import Iterator
from pathlib import Path

from storage.keys import RESERVED


def walk(root: Path, prefix: str, after: str) -> Iterator[str]:
    """Keys that start with `prefix` and are greater than `after`, in UTF-8 order.

    Folders without such keys are not opened. Links and names that are not UTF-8
    are left out: no key can mean them.
    """
    parent, slash, _ = prefix.rpartition("/")
    return _below(root, parent + slash, prefix, after)


def _below(root: Path, folder: str, prefix: str, after: str) -> Iterator[str]:
    for name in _sorted_names(root, folder):
        key = folder + name
        if name.endswith("/"):
            if _may_hold(key, prefix, after):
                yield from _below(root, key, prefix, after)
        elif key.startswith(prefix) and key > after:
            yield key


def _sorted_names(root: Path, folder: str) -> list[str]:
    """File names and folder names in `folder`; the slash at a folder's end puts it where its keys sort."""
    names = []
    try:
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if not _is_utf8(entry.name) or (not folder and entry.name == RESERVED):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    names.append(f"{entry.name}/")
                elif entry.is_file(follow_symlinks=False):
                    names.append(entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(names)


def _may_hold(folder: str, prefix: str, after: str) -> bool:
    in_prefix = folder.startswith(prefix) or prefix.startswith(folder)
    return in_prefix and (folder > after or after.startswith(folder))


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
