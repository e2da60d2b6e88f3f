"""Turns what S3 servers and their client say into our errors."""

import contextlib
from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError, SSLError

from core.errors import ConfigError, Conflict, DiskFull, NotFound, SohoaError, Unavailable
from storage.keys import shown

_FULL = {"XMinioStorageFull", "InsufficientStorage", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded"}
_BUSY = {"SlowDown", "SlowDownRead", "SlowDownWrite", "RequestTimeout", "TooManyRequests", "NoSuchUpload"}
_MISSING = {"NoSuchKey", "NotFound", "404"}


@contextlib.contextmanager
def translated(key: str = "", *, conditional: bool = False) -> Iterator[None]:
    """Raise our errors for the client's.

    Args:
        key: The object concerned, if one is.
        conditional: Whether a missing object means that a condition does not hold.
    """
    try:
        yield
    except ClientError as exc:
        raise _translation(exc, key, conditional) from exc
    except SSLError as exc:
        raise ConfigError("The S3 server's certificate is not trusted; set AWS_CA_BUNDLE or tls=0.") from exc
    except BotoCoreError as exc:
        raise Unavailable(
            "The S3 server doesn't answer; check SOHOA_STORE, the network and the server.",
            code="store_unreachable",
        ) from exc


def error_code(error: ClientError) -> str:
    """S3's own code of an error, or the HTTP status where the answer had no body."""
    return str(error.response.get("Error", {}).get("Code", ""))


def _translation(error: ClientError, key: str, conditional: bool) -> SohoaError:
    code = error_code(error)
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if status in {409, 412} or (conditional and code in _MISSING):
        return Conflict(f"{shown(key)} is not as it was when it was read; read it again.")
    if code in _MISSING:
        return NotFound(f"There is no {shown(key)} in the store; it may have been deleted.")
    if code == "NoSuchBucket":
        return ConfigError("The bucket in SOHOA_STORE does not exist; create it or run the command again.")
    if code in _FULL or status == 507:
        return DiskFull("The S3 server has no room left; add disks or free some space.")
    return _refusal(code, status)


def _refusal(code: str, status: int) -> SohoaError:
    if code in _BUSY or status == 429 or status >= 500:
        return Unavailable(f"The S3 server is overloaded or ill ({code}); try again later.")
    if code == "RequestTimeTooSkewed":
        return ConfigError(
            "The clocks of this machine and the S3 server differ; set them by NTP.", code="clock_skewed"
        )
    if status in {401, 403}:
        return ConfigError(
            "The S3 server refuses access; check SOHOA_S3_ACCESS_KEY, SOHOA_S3_SECRET_KEY and their policy.",
            code="access_denied",
        )
    return ConfigError(f"The S3 server refuses the request ({code}); check SOHOA_STORE and the server's log.")
