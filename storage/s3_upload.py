"""Writes one object to S3: whole when small, in parts when large, under a condition or none."""

import hashlib
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from botocore.exceptions import BotoCoreError, ClientError

from storage.s3_errors import error_code

_PART_BYTES = 16 << 20
"""Also the most that is held in memory; 10 000 parts allow 156 GiB."""
_LOST_ANSWER = {"PreconditionFailed", "NoSuchUpload", "NoSuchKey"}
"""What a repeated conditional request gets when the first one succeeded unheard."""

_DENIED_PAUSES_SECONDS = (0.02, 0.1, 0.5)
"""MinIO denies a write that meets the deletion of the last object beside it (4 of 12 000 such writes
when eight threads provoke it); nothing was written then, so trying again is safe."""


def condition(if_absent: bool, if_match: str | None) -> dict[str, str]:
    """The headers of a conditional write."""
    headers = {"IfNoneMatch": "*"} if if_absent else {}
    if if_match is not None:
        headers["IfMatch"] = f'"{if_match}"'
    return headers


@dataclass(frozen=True, slots=True)
class Upload:
    """An object about to be written."""

    client: Any
    target: dict[str, Any]
    """Bucket and Key."""
    media_type: str
    condition: dict[str, str]

    def send(self, data: bytes | Path) -> str:
        """Write `data` and return the new etag."""
        if isinstance(data, bytes):
            return self._whole(data)
        with data.open("rb") as file:
            first = file.read(_PART_BYTES + 1)
            if len(first) <= _PART_BYTES:
                return self._whole(first)
            file.seek(0)
            return self._in_parts(file)

    def _whole(self, data: bytes) -> str:
        expected = hashlib.md5(data, usedforsecurity=False).hexdigest()
        return self._finish(
            self.client.put_object,
            {"Body": data, "ContentType": self.media_type},
            expected,
        )

    def _in_parts(self, file: BinaryIO) -> str:
        begun = self.client.create_multipart_upload(**self.target, ContentType=self.media_type)
        upload = {"UploadId": begun["UploadId"]}
        parts: list[dict[str, Any]] = []
        digests = b""
        try:
            while data := file.read(_PART_BYTES):
                number = len(parts) + 1
                sent = self.client.upload_part(**self.target, **upload, PartNumber=number, Body=data)
                parts.append({"PartNumber": number, "ETag": sent["ETag"]})
                digests += hashlib.md5(data, usedforsecurity=False).digest()
            expected = f"{hashlib.md5(digests, usedforsecurity=False).hexdigest()}-{len(parts)}"
            content = {**upload, "MultipartUpload": {"Parts": parts}}
            return self._finish(self.client.complete_multipart_upload, content, expected)
        except BaseException:
            # The server drops abandoned parts after a day; this only spares it the space until then.
            with suppress(BotoCoreError, ClientError):
                self.client.abort_multipart_upload(**self.target, **upload)
            raise

    def _finish(
        self,
        call: Any,
        content: dict[str, Any],
        expected: str,
        pauses_seconds: tuple[float, ...] = _DENIED_PAUSES_SECONDS,
    ) -> str:
        try:
            return _bare(call(**self.target, **content, **self.condition))
        except ClientError as exc:
            if self._succeeded_unheard(exc, expected):
                return expected
            if error_code(exc) != "AccessDenied" or not pauses_seconds:
                raise
        time.sleep(pauses_seconds[0])
        return self._finish(call, content, expected, pauses_seconds[1:])

    def _succeeded_unheard(self, error: ClientError, expected: str) -> bool:
        """Whether an earlier try of the same request was carried out although its answer was lost."""
        repeated = error.response.get("ResponseMetadata", {}).get("RetryAttempts", 0) > 0
        if not repeated or error_code(error) not in _LOST_ANSWER:
            return False
        with suppress(ClientError):
            return _bare(self.client.head_object(**self.target)) == expected
        return False


def _bare(answer: dict[str, Any]) -> str:
    return str(answer["ETag"]).strip('"')
