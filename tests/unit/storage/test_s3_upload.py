"""Writes that an S3 server refuses by mistake, which no real one does on demand."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from storage.s3_upload import Upload, condition


class DenyingClient:
    """Denies the first `times` writes."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.requests: list[dict[str, Any]] = []

    def put_object(self, **request: Any) -> dict[str, str]:
        self.requests.append(request)
        if len(self.requests) <= self.times:
            answer = {"Error": {"Code": "AccessDenied"}, "ResponseMetadata": {"HTTPStatusCode": 403}}
            raise ClientError(answer, "PutObject")
        return {"ETag": '"abc"'}


def upload(client: DenyingClient) -> str:
    return Upload(client, {"Bucket": "b", "Key": "k"}, "text/plain", condition(True, None)).send(b"x")


def test_a_write_denied_in_passing_is_repeated_under_the_same_condition() -> None:
    client = DenyingClient(2)
    assert upload(client) == "abc"
    assert [request["IfNoneMatch"] for request in client.requests] == ["*"] * 3


def test_a_write_denied_again_and_again_is_given_up() -> None:
    with pytest.raises(ClientError):
        upload(DenyingClient(100))


def test_conditions_become_headers() -> None:
    assert condition(False, None) == {}
    assert condition(True, None) == {"IfNoneMatch": "*"}
    assert condition(False, "abc") == {"IfMatch": '"abc"'}
