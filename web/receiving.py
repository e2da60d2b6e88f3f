"""Receives an upload: streams its files into a folder, with a limit, never whole in memory."""

import errno
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from core.errors import ConfigError, DiskFull, Unavailable
from dossiers.intake import Incoming

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MAX_FILES = 500
_MAX_FIELD_BYTES = 4096
_ROOM_FOR_FORM_BYTES = 1 << 20
"""What boundaries, headers and small fields may add to the files' own size."""


@dataclass(slots=True)
class Received:
    """An upload: its files on this machine and its small fields."""

    files: list[Incoming] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)


async def receive(request: Request, folder: Path, max_bytes: int) -> Received:
    """Write the files of a multipart request into `folder`, named by number.

    Raises:
        ConfigError: the request is no whole upload, holds no file or is larger than `max_bytes`.
        Unavailable: the folder can't be written.
    """
    limit = max_bytes + _ROOM_FOR_FORM_BYTES
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise _too_large(max_bytes)
    parts = _Parts(folder)
    seen = 0
    try:
        parser = MultipartParser(_boundary(request), parts.callbacks())
        async for chunk in request.stream():
            seen += len(chunk)
            if seen > limit:
                raise _too_large(max_bytes)
            await run_in_threadpool(parser.write, chunk)
    except FormParserError as exc:
        raise _damaged() from exc
    except OSError as exc:
        if exc.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("No room is left for the upload; free some space.") from exc
        raise Unavailable("The upload can't be written; check the data folder.") from exc
    finally:
        parts.close()
    if not parts.complete:
        raise _damaged()
    if not parts.received.files:
        raise ConfigError("The upload holds no file; choose at least one.", code="no_files")
    return parts.received


class _Parts:
    """Takes the parser's events; one part at a time is open."""

    def __init__(self, folder: Path) -> None:
        self.received = Received()
        self.complete = False
        self._folder = folder
        self._header = bytearray()
        self._content = bytearray()
        self._disposition = b""
        self._name = ""
        self._file: BinaryIO | None = None

    def callbacks(self) -> "MultipartCallbacks":
        """What the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._content.extend(data[start:end]),
            "on_header_end": self._header_end,
            "on_headers_finished": self._open,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def close(self) -> None:
        """Close the file that was being written."""
        if self._file:
            self._file.close()
            self._file = None

    def _begin(self) -> None:
        self._name, self._disposition = "", b""

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = bytes(self._content)
        self._header.clear()
        self._content.clear()

    def _open(self) -> None:
        """A part with a file name is a file; a browser sends an empty name when none was chosen."""
        _, options = parse_options_header(self._disposition)
        self._name = _text(options.get(b"name", b""))
        file_name = _text(options.get(b"filename", b""))
        if not file_name:
            return
        if len(self.received.files) == MAX_FILES:
            raise ConfigError(f"Upload at most {MAX_FILES} files at once.", code="bad_upload")
        path = self._folder / f"{len(self.received.files) + 1}"
        self._file = path.open("xb")
        self.received.files.append(Incoming(path, file_name))

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._file:
            self._file.write(memoryview(data)[start:end])
        elif len(self._content) + end - start <= _MAX_FIELD_BYTES:
            self._content.extend(data[start:end])
        else:
            raise ConfigError("A field of the form is too long.", code="bad_upload")

    def _end(self) -> None:
        if self._file:
            self.close()
        elif self._name:
            self.received.fields[self._name] = _text(bytes(self._content)).strip()
        self._content.clear()

    def _finish(self) -> None:
        self.complete = True


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise ConfigError("Upload files as multipart/form-data.", code="bad_upload")
    return options[b"boundary"]


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _damaged() -> ConfigError:
    return ConfigError("The upload is damaged or cut short; send it again.", code="bad_upload")


def _too_large(max_bytes: int) -> ConfigError:
    return ConfigError(
        f"One upload may have {max_bytes >> 20} MB; split it or raise SOHOA_MAX_MEGABYTES.",
        code="upload_too_large",
    )
