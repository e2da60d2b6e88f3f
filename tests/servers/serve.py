"""The process that becomes a native server: prepares it, then replaces itself by it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from tests.servers import elastic, minio, prefect

COMMANDS = {"minio": minio.command, "elastic": elastic.command, "prefect": prefect.command}


def main() -> NoReturn:
    """Prepare and exec the server `NAME` on `PORT` with its data in `FOLDER`."""
    name, port, folder = sys.argv[1:]
    try:
        command = COMMANDS[name](int(port), Path(folder))
    except subprocess.CalledProcessError as exc:
        sys.stdout.write(f"! {' '.join(map(str, exc.cmd[:2]))} failed\n")
        sys.exit(1)
    except OSError as exc:
        sys.stdout.write(f"! {exc}\n")
        sys.exit(1)
    sys.stdout.flush()
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
