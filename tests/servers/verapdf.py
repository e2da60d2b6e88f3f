"""veraPDF, the reference validator of PDF/A, from Maven Central."""

import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.servers import machine

VERSION = "1.28.2"
_MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
_PROJECT = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>sohoa</groupId><artifactId>verapdf</artifactId><version>1</version>
<dependencies><dependency><groupId>org.verapdf.apps</groupId><artifactId>greenfield-apps</artifactId>
<version>{VERSION}</version></dependency></dependencies></project>
"""


def prepare() -> str:
    """The Java class path of the validator, fetched first where it is missing (10 MB).

    Raises:
        OSError, subprocess.SubprocessError: Java or Maven can't be had or the download failed.
    """
    folder = machine.cache() / f"verapdf-{VERSION}"
    with machine.lock("verapdf"):
        machine.install({"java": "openjdk-17-jdk-headless"})
        if not folder.is_dir():
            _fetch(folder)
    return f"{folder}/*"


def failures(files: Iterable[Path]) -> str:
    """What keeps `files` from being PDF/A-2b: a line each, empty when all are."""
    command = ["java", "-cp", prepare(), _MAIN, "--flavour", "2b", "--format", "text", "-v"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    told = done.stdout.splitlines()
    if not any(line.startswith(("PASS", "FAIL")) for line in told):
        return f"veraPDF said nothing of any file: {done.stderr[-2000:]}"
    return "\n".join(line for line in told if line.strip() and not line.startswith("PASS"))


def _fetch(folder: Path) -> None:
    machine.install({"mvn": "maven"})
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".verapdf-") as scratch:
        (Path(scratch) / "pom.xml").write_text(_PROJECT, encoding="utf-8")
        jars = Path(scratch) / "jars"
        copy = ["dependency:copy-dependencies", f"-DoutputDirectory={jars}"]
        subprocess.run(["mvn", "-q", "-B", *copy], cwd=scratch, check=True)
        jars.rename(folder)
