"""Makes the API key that sohoa uses on Elasticsearch, with the privileges of role.json and no others.

Needs ELASTIC_URL, ELASTIC_PASSWORD_FILE and KEY_FILE, where the key goes; a key that still works is kept.
"""

import json
import os
import sys
from base64 import b64encode
from pathlib import Path

from elasticsearch import AuthenticationException, Elasticsearch

_ROLE = Path(__file__).with_name("role.json")


def main() -> None:
    """Make the key, unless there is one."""
    url, kept = os.environ["ELASTIC_URL"], Path(os.environ["KEY_FILE"])
    if kept.is_file() and _works(url, kept.read_text()):
        sys.stderr.write("The key of the index is there and works.\n")
        return
    password = Path(os.environ["ELASTIC_PASSWORD_FILE"]).read_text().strip()
    admin = Elasticsearch(url, basic_auth=("elastic", password))
    answer = admin.security.create_api_key(
        name="sohoa", role_descriptors={"sohoa": json.loads(_ROLE.read_text())}
    )
    new = kept.with_suffix(".new")
    new.write_text(b64encode(f"{answer['id']}:{answer['api_key']}".encode()).decode())
    new.chmod(0o644)
    new.replace(kept)
    sys.stderr.write("The key of the index is made.\n")


def _works(url: str, key: str) -> bool:
    try:
        return bool(Elasticsearch(url, api_key=key).security.authenticate())
    except AuthenticationException:
        return False


if __name__ == "__main__":
    main()
