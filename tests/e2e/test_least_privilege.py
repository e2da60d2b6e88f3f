"""Workers and scanners with the rights of `docker/minio/`: enough for their work, not for more."""

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from minio import Minio, MinioAdmin
from minio.credentials.providers import StaticProvider
from minio.deleteobjects import DeleteObject

from core.errors import ConfigError
from core.model import DossierState
from core.settings import Settings
from dossiers.ingest import digitize
from dossiers.intake import Delivery, Incoming, submit
from dossiers.services import open_services
from dossiers.sweeping.sweep import sweep
from storage import keys
from storage.s3_client import connect
from storage.store import bucket_address, open_store
from tests.drawing import draw_paper
from tests.servers.services import ACCESS_KEY, SECRET_KEY

Build = Callable[..., Settings]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def setup() -> ModuleType:
    spec = importlib.util.spec_from_file_location("minio_setup", ROOT / "docker/minio/setup.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def host(s3_url: str, setup: ModuleType) -> Iterator[str]:
    """The server, without what was made of the bucket afterwards."""
    address = urlsplit(s3_url).netloc
    yield address
    client = Minio(endpoint=address, access_key=ACCESS_KEY, secret_key=SECRET_KEY, secure=False)
    names = [one.object_name for one in client.list_objects(bucket_name=setup.BUCKET, recursive=True)]
    list(client.remove_objects(setup.BUCKET, [DeleteObject(name) for name in names if name]))
    client.remove_bucket(bucket_name=setup.BUCKET)


def settings_of(make_settings: Build, host: str, user: tuple[str, str], **others: Any) -> Settings:
    store = f"s3://{host}/sohoa?tls=0"
    return make_settings(store=store, s3_access_key=user[0], s3_secret_key=user[1], person_key="k", **others)


def test_a_worker_can_work_and_not_wipe_its_traces(
    host: str, setup: ModuleType, make_settings: Build, tmp_path: Path
) -> None:
    worker = f"worker-{uuid4().hex[:8]}", uuid4().hex
    for _ in range(2):  # repeating changes nothing
        setup.set_up(host, (ACCESS_KEY, SECRET_KEY), worker)
    settings = settings_of(make_settings, host, worker, quiet_seconds="0")
    with open_services(settings) as services:
        good, bad = draw_paper(tmp_path / "1.png", 1), tmp_path / "2.pdf"
        bad.write_bytes(b"%PDF-1.7 not really")
        sealed = submit(services.store, [Incoming(path, path.name) for path in (good, bad)], Delivery())
        assert digitize(services, sealed.id).dossier.state is DossierState.PARTIAL
        with sweep(services, lambda _: True) as running:
            assert list(running.found) == []
        assert not list(services.store.list(keys.CLAIMS))
        for prefix in (keys.LEDGER, keys.QUARANTINE, keys.SYSTEM):
            (key, *_) = [info.key for info in services.store.list(prefix)]
            with pytest.raises(ConfigError) as caught:
                services.store.delete(key)
            assert caught.value.code == "access_denied"
    with pytest.raises(ConfigError):
        open_store(f"s3://{host}/another-{uuid4().hex[:8]}?tls=0", settings)


def test_a_scanner_can_hand_in_and_see_nothing(host: str, setup: ModuleType) -> None:
    setup.set_up(host, (ACCESS_KEY, SECRET_KEY), (f"worker-{uuid4().hex[:8]}", uuid4().hex))
    scanner = f"scanner-{uuid4().hex[:8]}", uuid4().hex
    admin = MinioAdmin(endpoint=host, credentials=StaticProvider(ACCESS_KEY, SECRET_KEY), secure=False)
    admin.user_add(*scanner)
    admin.attach_policy(["sohoa-scanner"], user=scanner[0])
    client = connect(bucket_address(f"s3://{host}/sohoa?tls=0"), *scanner)
    client.put_object(Bucket="sohoa", Key="inbox/s-0123456789/1.png", Body=b"x")
    for call, arguments in (
        (client.get_object, {"Key": "inbox/s-0123456789/1.png"}),
        (client.list_objects_v2, {}),
        (client.put_object, {"Key": "archive/x", "Body": b"x"}),
        (client.delete_object, {"Key": "inbox/s-0123456789/1.png"}),
    ):
        with pytest.raises(client.exceptions.ClientError, match=r"AccessDenied|Forbidden|403"):
            call(Bucket="sohoa", **arguments)
    client.close()
