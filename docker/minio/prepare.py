"""Makes the bucket and the users sohoa, scanner and backup with their policies, or leaves them as they are.

Needs MINIO_ENDPOINT (host:port), MINIO_TLS (0 or 1), BUCKET and, as files in SECRETS, minio_root_key,
minio_root_secret and <user>_key, <user>_secret of each user.
"""

import json
import os
import sys
from pathlib import Path

from minio import Minio, MinioAdmin
from minio.credentials import StaticProvider

USERS = ("sohoa", "scanner", "backup")
_HERE = Path(__file__).parent


def main() -> None:
    """Prepare the server that the environment names."""
    folder = Path(os.environ.get("SECRETS", "/run/secrets"))
    secrets = {file.name: file.read_text().strip() for file in folder.iterdir() if file.is_file()}
    bucket = os.environ.get("BUCKET", "sohoa")
    endpoint, secure = os.environ["MINIO_ENDPOINT"], os.environ.get("MINIO_TLS", "0") == "1"
    root = secrets["minio_root_key"], secrets["minio_root_secret"]
    store = Minio(endpoint, *root, secure=secure)
    if not store.bucket_exists(bucket):
        store.make_bucket(bucket)
    admin = MinioAdmin(endpoint=endpoint, credentials=StaticProvider(*root), secure=secure)
    for user in USERS:
        policy = (_HERE / f"{user}.json").read_text().replace(":::sohoa", f":::{bucket}")
        admin.policy_add(f"{bucket}-{user}", policy=json.loads(policy))
        admin.user_add(secrets[f"{user}_key"], secrets[f"{user}_secret"])
        admin.policy_set(f"{bucket}-{user}", user=secrets[f"{user}_key"])
    sys.stderr.write(f"The bucket {bucket} and its users {', '.join(USERS)} are ready.\n")


if __name__ == "__main__":
    main()
