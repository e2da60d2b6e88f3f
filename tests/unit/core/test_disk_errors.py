"""Every error of the operating system becomes one line for its reader."""

import errno

import pytest

from core.disk_errors import translated
from core.errors import DiskFull, Unavailable


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_no_room_is_disk_full(number: int) -> None:
    with pytest.raises(DiskFull), translated("store folder"):
        raise OSError(number, "x", "/secret/Nguyễn Văn Bịa.pdf")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_refused_access_says_what_to_do(number: int) -> None:
    with pytest.raises(Unavailable, match="permission") as caught, translated("store folder"):
        raise OSError(number, "x", "/secret/Nguyễn Văn Bịa.pdf")
    assert caught.value.code == "access_denied"


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.ENOENT, None])
def test_anything_else_is_unavailable_and_names_no_file(number: int | None) -> None:
    error = OSError(number, "x", "/secret/Nguyễn Văn Bịa.pdf") if number else OSError("odd")
    with pytest.raises(Unavailable) as caught, translated("store folder"):
        raise error
    assert "Bịa" not in caught.value.message
