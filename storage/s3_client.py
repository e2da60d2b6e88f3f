"""Connects to an S3 server with our settings only, and makes sure that the bucket exists."""

import os
from typing import Any

import botocore.session
from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import ClientError

from core.errors import ConfigError
from storage.s3_errors import error_code, translated
from storage.store import BucketAddress

_CONFIG = Config(
    # Three tries of 2.5 s and their pauses: an unreachable server is reported within 10 s.
    connect_timeout=2.5,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=32,
    s3={"addressing_style": "path"},
    # Newer checksum headers are unknown to many S3 servers; the signature covers the content already.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
_DEFAULT_REGION = "us-east-1"


def connect(address: BucketAddress, access_key: str | None, secret_key: str | None) -> Any:
    """A client of the server; nothing is sent yet.

    Raises:
        ConfigError: a key is missing.
    """
    if not access_key or not secret_key:
        raise ConfigError("Set SOHOA_S3_ACCESS_KEY and SOHOA_S3_SECRET_KEY for a store in a bucket.")
    # The user's AWS profile must not change where or as whom we connect.
    isolated = botocore.session.Session(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
        }
    )
    return Session(
        botocore_session=isolated,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        region_name=address.region,
    ).client("s3", endpoint_url=address.endpoint, config=_CONFIG)


def prepare_bucket(client: Any, address: BucketAddress) -> None:
    """Create the bucket when it is missing; another process may do so at the same time."""
    with translated():
        try:
            client.head_bucket(Bucket=address.bucket)
        except ClientError as exc:
            if error_code(exc) not in {"404", "NoSuchBucket"}:
                raise
            _create_bucket(client, address)


def _create_bucket(client: Any, address: BucketAddress) -> None:
    options = {}
    if address.region != _DEFAULT_REGION:
        options = {"CreateBucketConfiguration": {"LocationConstraint": address.region}}
    try:
        client.create_bucket(Bucket=address.bucket, **options)
    except ClientError as exc:
        if error_code(exc) != "BucketAlreadyOwnedByYou":
            raise
