"""Turns what the operating system says about files into our errors."""

import contextlib
import errno
from collections.abc import Iterator

from core.errors import DiskFull, SohoaError, Unavailable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextlib.contextmanager
def translated(what: str) -> Iterator[None]:
    """Raise `DiskFull` or `Unavailable` for an `OSError` in the block.

    Args:
        what: The folder concerned, as the reader knows it, such as "store folder".
    """
    try:
        yield
    except OSError as exc:
        raise _translation(exc, what) from exc


def _translation(error: OSError, what: str) -> SohoaError:
    if error.errno in _FULL:
        return DiskFull(f"No room is left in the {what}; free some space, then run the command again.")
    if error.errno in _DENIED:
        return Unavailable(
            f"The {what} refuses access; make this user its owner or give it write permission.",
            code="access_denied",
        )
    name = errno.errorcode.get(error.errno or 0, "unknown error")
    return Unavailable(f"The {what} can't be used ({name}); check that the disk is mounted and healthy.")
