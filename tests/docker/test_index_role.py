"""The role of the index on a real Elasticsearch that asks who is there: enough for our work, not for more."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import httpx
import pytest
from elasticsearch import AuthorizationException, Elasticsearch

from search.elastic import ElasticIndex
from tests.servers import guard, machine
from tests.servers.elastic import PASSWORD

ROLE = Path(__file__).parents[2] / "docker" / "elastic" / "role.json"
_START_SECONDS = 180.0


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that knows only the user `sohoa`, with our role."""
    if not os.environ.get("SOHOA_TEST_ELASTIC") and os.environ.get("REQUIRE_SERVICES") != "1":
        pytest.skip(
            "SOHOA_TEST_ELASTIC is not set; run the tests with: python -m tests.servers run -- pytest"
        )
    roles = tmp_path_factory.mktemp("roles") / "roles.json"
    roles.write_text(json.dumps({"sohoa": json.loads(ROLE.read_text())}))
    # Its user has to get there, which it may not below the folders of pytest.
    folder = Path(tempfile.mkdtemp(prefix="sohoa-guarded-", dir="/tmp"))
    (folder / "data").mkdir()
    folder.chmod(0o755)
    port = machine.free_port()
    line = [sys.executable, "-m", "tests.servers.serve", "elastic", str(port), str(folder / "data")]
    environ = {**os.environ, "SOHOA_TEST_ELASTIC_ROLES": str(roles), "SOHOA_TEST_ELASTIC_HEAP": "256m"}
    server = guard.start(guard.Guarded(line, str(folder)), environ)
    try:
        _wait(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        assert server.stdin
        server.stdin.close()
        server.wait()


def _wait(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None
        if answers(f"{url}/_cluster/health", PASSWORD):
            return
        time.sleep(0.5)
    pytest.fail("Elasticsearch did not start in time.")


def answers(url: str, password: str) -> bool:
    """Whether the server knows its user by now."""
    with suppress(httpx.HTTPError):
        return httpx.get(url, auth=("sohoa", password), timeout=5).status_code == httpx.codes.OK
    return False


def _client(url: str) -> Elasticsearch:
    return Elasticsearch(url, basic_auth=("sohoa", PASSWORD), max_retries=0)


def test_the_role_suffices_to_build_and_swap_an_index_and_for_nothing_else(
    guarded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = _client(guarded)
    monkeypatch.setattr("search.elastic.Elasticsearch", lambda *_, **__: client)
    ElasticIndex(f"{guarded}/sohoa").prepare()
    fresh = ElasticIndex(f"{guarded}/sohoa", fresh=True)
    fresh.prepare()
    fresh.swap()
    fresh.remove("d-0123456789abcdef0123", 1)
    none = {"cluster.routing.allocation.enable": "none"}
    for forbidden in (
        partial(client.indices.create, index="other"),
        partial(client.indices.delete, index="other"),
        partial(client.cluster.put_settings, persistent=none),
        client.security.get_user,
    ):
        with pytest.raises(AuthorizationException):
            forbidden()


def test_who_has_no_key_is_refused_in_one_line(guarded: str) -> None:
    with pytest.raises(Exception, match="SOHOA_INDEX_API_KEY") as refused:
        ElasticIndex(f"{guarded}/sohoa", "bm9ib2R5OndyaXRlcg==").prepare()
    assert "\n" not in str(refused.value)
