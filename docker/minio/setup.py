"""Makes the bucket and its users with no more rights than they need; repeating it changes nothing.

Environment: MINIO_ADDRESS (host:port), and files with names and secrets: MINIO_ROOT_USER_FILE,
MINIO_ROOT_PASSWORD_FILE, SOHOA_S3_ACCESS_KEY_FILE, SOHOA_S3_SECRET_KEY_FILE.
"""

import json
import os
from pathlib import Path

from minio import Minio, MinioAdmin
from minio.credentials.providers import StaticProvider

BUCKET = "sohoa"
POLICIES = ("worker", "scanner")
_HERE = Path(__file__).parent


def main() -> None:
    """Make what is missing."""
    root = _secret("MINIO_ROOT_USER"), _secret("MINIO_ROOT_PASSWORD")
    address = os.environ["MINIO_ADDRESS"]
    set_up(address, root, (_secret("SOHOA_S3_ACCESS_KEY"), _secret("SOHOA_S3_SECRET_KEY")))


def set_up(address: str, root: tuple[str, str], worker: tuple[str, str]) -> None:
    """Make the bucket, both policies and the workers' user; scanners get users of their own by hand."""
    client = Minio(endpoint=address, access_key=root[0], secret_key=root[1], secure=False)
    if not client.bucket_exists(bucket_name=BUCKET):
        client.make_bucket(bucket_name=BUCKET)
    admin = MinioAdmin(endpoint=address, credentials=StaticProvider(*root), secure=False)
    for policy in POLICIES:
        admin.policy_add(f"sohoa-{policy}", policy_file=str(_HERE / f"{policy}.json"))
    admin.user_add(*worker)
    if "sohoa-worker" not in json.loads(admin.user_info(worker[0])).get("policyName", "").split(","):
        admin.attach_policy(["sohoa-worker"], user=worker[0])


def _secret(name: str) -> str:
    return Path(os.environ[f"{name}_FILE"]).read_text(encoding="utf-8").strip()


if __name__ == "__main__":
    main()
