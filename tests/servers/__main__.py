"""`python -m tests.servers run -- COMMAND…` with real servers, or `up` to keep them until Ctrl-C."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

from tests.servers import guard
from tests.servers.launcher import Servers, exports, say
from tests.servers.services import SERVICES

_GRACE_SECONDS = 20.0


def main(environ: dict[str, str], arguments: Sequence[str] | None = None) -> int:
    """Start what is missing, run the command or wait, stop everything; the command's exit code."""
    options = _parser().parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_exit)
    servers = Servers(environ, say)
    try:
        servers.start(options.only or [service.name for service in SERVICES])
        if servers.missing and not _may_go_on(servers, environ):
            return 1
        if options.verb == "run":
            return _run(options.command, servers.environ)
        sys.stdout.write("\n".join(exports(servers.environ)) + "\n")
        sys.stdout.flush()
        say("ready; stop with Ctrl-C")
        signal.pause()
    except KeyboardInterrupt:
        return 130
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        servers.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, meaning in (("run", "run COMMAND with the servers"), ("up", "keep the servers until Ctrl-C")):
        options = verbs.add_parser(verb, help=meaning)
        options.add_argument("--only", action="append", choices=[service.name for service in SERVICES])
        if verb == "run":
            options.add_argument("command", nargs="+", metavar="COMMAND")
    return parser


def _may_go_on(servers: Servers, environ: dict[str, str]) -> bool:
    """Report the missing servers; False when the environment insists on them."""
    if environ.get("REQUIRE_SERVICES") == "1":
        reasons = "; ".join(f"{title}: {reason}" for title, reason in servers.missing.items())
        say(f"REQUIRE_SERVICES=1 and a server can't be had. {reasons}")
        return False
    needed_by = {service.title: service.needed_by for service in SERVICES}
    for title, reason in servers.missing.items():
        say(f"WARNING: no {title} ({reason}). LEFT OUT: {needed_by[title]}")
    return True


def _run(command: Sequence[str], environ: dict[str, str]) -> int:
    try:
        child = subprocess.Popen(command, env=environ, preexec_fn=guard.die_with_parent)  # noqa: PLW1509 -- no threads here
    except OSError as exc:
        say(f"{command[0]} can't be run: {exc.strerror}")
        return 127
    try:
        code = child.wait()
    except KeyboardInterrupt:
        # A terminal has told the command already; a second signal would cut its clean-up short.
        if not sys.stdin.isatty():
            child.send_signal(signal.SIGINT)
        code = _end(child)
    except SystemExit:
        child.terminate()
        _end(child)
        raise
    return 128 - code if code < 0 else code


def _end(child: subprocess.Popen[bytes]) -> int:
    try:
        return child.wait(_GRACE_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        child.kill()
        return child.wait()


def _raise_exit(number: int, _frame: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(dict(os.environ)))
