"""Real Elasticsearch: the minimal distribution from Maven Central, run by a user that is not root."""

import json
import os
import pwd
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from tests.servers import machine

VERSION = "8.19.21"
_ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
PASSWORD = "sohoa-test-secret"
_USER = "sohoa-es"
"""System user made when we are root, because the server refuses to run as root."""


def prepare() -> Path:
    """The folder of the unzipped distribution, fetched first where it is missing (107 MB).

    Raises:
        OSError, subprocess.SubprocessError: Java or Maven can't be had or the download failed.
    """
    as_root = os.geteuid() == 0
    # Root's own cache lies in a private home; the server's user could not read it.
    home = Path("/var/tmp") if as_root else machine.cache()
    folder = home / f"{'sohoa-' if as_root else ''}elasticsearch-{VERSION}"
    with machine.lock("elasticsearch"):
        machine.install({"java": "openjdk-17-jdk-headless"})
        if as_root:
            _make_user()
        if not (folder.is_dir() and folder.stat().st_uid == os.geteuid()):
            _fetch(folder)
    return folder


def command(port: int, folder: Path) -> list[str]:
    """The command that keeps its data in `folder`; prepares what is missing and gives up root.

    With SOHOA_TEST_ELASTIC_ROLES, a JSON file of roles by name, the server asks who is there and knows a user
    of each role's name.
    """
    distribution = prepare()
    configuration = folder / "config"
    # Again there when a server is started anew on its data.
    shutil.copytree(distribution / "config", configuration, dirs_exist_ok=True)
    settings = {
        "discovery.type": "single-node",
        "http.host": "127.0.0.1",
        "http.port": str(port),
        "transport.host": "127.0.0.1",
        "transport.port": str(machine.free_port()),
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
        "xpack.security.enabled": "false",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    os.environ.update(_environ(configuration))
    roles = os.environ.get("SOHOA_TEST_ELASTIC_ROLES")
    if roles:
        settings["xpack.security.enabled"] = "true"
        shutil.copy(roles, configuration / "roles.yml")
    if os.geteuid() == 0:
        _become_user(folder)
    for role in json.loads((configuration / "roles.yml").read_text()) if roles else ():
        users = [
            str(distribution / "bin" / "elasticsearch-users"),
            "useradd",
            role,
            "-p",
            PASSWORD,
            "-r",
            role,
        ]
        subprocess.run(users, check=True, stdout=subprocess.DEVNULL)
    options = [f"-E{name}={value}" for name, value in settings.items()]
    return [str(distribution / "bin" / "elasticsearch"), *options]


def _environ(configuration: Path) -> dict[str, str]:
    heap = os.environ.get("SOHOA_TEST_ELASTIC_HEAP") or "512m"
    java = Path(shutil.which("java") or "java").resolve()
    return {
        "ES_JAVA_HOME": os.environ.get("ES_JAVA_HOME") or str(java.parent.parent),
        "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}",
        "ES_PATH_CONF": str(configuration),
    }


def _make_user() -> None:
    try:
        pwd.getpwnam(_USER)
    except KeyError:
        line = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _USER]
        subprocess.run(line, check=True)


def _become_user(folder: Path) -> None:
    user = pwd.getpwnam(_USER)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid)
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    os.environ["HOME"] = str(folder)
    os.chdir(folder)


def _fetch(folder: Path) -> None:
    machine.install({"mvn": "maven"})
    machine.say("fetching 107 MB with Maven, once")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".sohoa-elasticsearch-") as scratch:
        copy = ["dependency:copy", f"-Dartifact={_ARTIFACT}", f"-DoutputDirectory={scratch}"]
        subprocess.run(["mvn", "-q", "-B", *copy], cwd=scratch, check=True)
        _unzip(next(Path(scratch).glob("*.zip")), Path(scratch))
        (Path(scratch) / f"elasticsearch-{VERSION}").rename(folder)


def _unzip(archive: Path, target: Path) -> None:
    """Unzip with the modes the archive carries; zipfile alone would drop the executable bits."""
    with zipfile.ZipFile(archive) as file:
        for entry in file.infolist():
            path = Path(file.extract(entry, target))
            if mode := entry.external_attr >> 16 & 0o777:
                path.chmod(mode | 0o444)
