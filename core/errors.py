"""Every error a user of sohoa can meet, as one tree.

    SohoaError              8  an unexpected failure
    ├── ConfigError         2  a setting or argument is wrong
    ├── MissingDependency   3  a program or its language data is not installed
    ├── BadScan             4  a file can't be read as a scan
    ├── NotFound            5  no such object, dossier or page
    ├── Unavailable         6  a server or disk can't be used now; worth a retry
    │   └── DiskFull        6  no room left where something must be written
    ├── SchemaOutdated      7  the index was built by another version
    └── Conflict            6  somebody else wrote first; read again and retry

The number is the exit code of the command line (see `docs/commands.md`).
"""

from typing import ClassVar


class SohoaError(Exception):
    """An error with one line for its reader: what is wrong and what to do.

    `code` is a stable slug that scripts, quarantine reasons and metrics rely on;
    messages may be reworded at any time and never hold personal data.
    """

    exit_code: ClassVar[int] = 8
    retryable: ClassVar[bool] = False
    default_code: ClassVar[str] = "internal"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the code when the error crosses a process boundary."""
        return _rebuild, (type(self), self.message, self.code)


def _rebuild(kind: type[SohoaError], message: str, code: str) -> SohoaError:
    return kind(message, code=code)


class ConfigError(SohoaError):
    """A setting, argument or combination of them can't be used."""

    exit_code = 2
    default_code = "bad_configuration"


class MissingDependency(SohoaError):
    """A program or its data is not installed on this machine."""

    exit_code = 3
    default_code = "missing_dependency"


class BadScan(SohoaError):
    """A file that can't be read as a scan; it belongs in quarantine."""

    exit_code = 4
    default_code = "bad_scan"


class NotFound(SohoaError):
    """The named thing does not exist, or the viewer may not know that it does."""

    exit_code = 5
    default_code = "not_found"


class Unavailable(SohoaError):
    """A server, network or disk can't be used at the moment."""

    exit_code = 6
    retryable = True
    default_code = "unavailable"


class DiskFull(Unavailable):
    """No room is left where something must be written."""

    default_code = "disk_full"


class SchemaOutdated(SohoaError):
    """The index was built with another schema version and must be rebuilt."""

    exit_code = 7
    default_code = "schema_outdated"


class Conflict(SohoaError):
    """A conditional write lost: the object exists or has changed since it was read."""

    exit_code = 6
    retryable = True
    default_code = "conflict"
