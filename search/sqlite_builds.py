"""The files of the embedded index: a register that names the build in use, and the builds."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.disk_errors import translated as on_disk
from core.errors import DiskFull, SchemaOutdated, Unavailable
from search import sqlite_tables
from search.schema import SCHEMA_VERSION

BUSY_SECONDS = 30.0
"""How long a writer waits for another one."""

_REGISTER = """CREATE TABLE IF NOT EXISTS builds (
    build INTEGER PRIMARY KEY AUTOINCREMENT, schema INTEGER NOT NULL, active INTEGER NOT NULL)"""

_ACTIVE = "SELECT build, schema FROM builds WHERE active"
_REGISTER_FILE = 0
"""Stands for the register where a build number is asked for."""

CACHE_KB = 32_000
"""Page cache of a connection."""

_FULL = sqlite3.SQLITE_FULL
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextmanager
def translated() -> Iterator[None]:
    """Turn the engine's errors into ours."""
    try:
        with on_disk("folder of the search index"):
            yield
    except sqlite3.Error as exc:
        extended = getattr(exc, "sqlite_errorcode", 0)
        code = extended & 0xFF
        if code == _FULL or extended == sqlite3.SQLITE_IOERR_SHMSIZE:
            raise DiskFull("No room is left for the search index; free some disk space.") from exc
        if code in _DAMAGED:
            raise SchemaOutdated(
                "The search index is damaged; delete its files and run `sohoa reindex`."
            ) from exc
        raise Unavailable("The search index can't be used now; check its file and try again.") from exc


class Builds:
    """Opens connections to one build and moves the register from build to build.

    A connection serves one caller at a time and is kept for the next one.
    """

    def __init__(self, path: Path, *, fresh: bool) -> None:
        self._path = path
        self._fresh = fresh
        self._own: int | None = None
        self._lock = threading.Lock()
        self._idle: list[tuple[int, sqlite3.Connection]] = []

    def prepare(self) -> None:
        """Create register and build when they are missing; an interrupted fresh build is gone on with.

        Raises:
            SchemaOutdated: the build in use was made by another version.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.touch()
        with self._transaction(_REGISTER_FILE) as register:
            register.execute(_REGISTER)
            if self._fresh and self._own is None:
                self._own = self._unfinished(register) or self._make(register)
            elif not self._fresh and register.execute(_ACTIVE).fetchone() is None:
                self._make(register)
        self.current()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state from beginning to end."""
        with self._connection(self._opened()) as db:
            db.execute("BEGIN")
            yield db
            db.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a transaction that is committed at the end."""
        with self._transaction(self._opened()) as db:
            yield db

    def current(self) -> int:
        """The number of the build that is read and written here."""
        if self._own is not None:
            return self._own
        if self._fresh or not self._path.exists():
            raise SchemaOutdated("There is no search index yet; run `sohoa reindex`.")
        with self._connection(_REGISTER_FILE) as register:
            found = register.execute(_ACTIVE).fetchone()
        if found is None or found[1] != SCHEMA_VERSION:
            raise SchemaOutdated("The search index was built by another version; run `sohoa reindex`.")
        return int(found[0])

    def swap(self) -> None:
        """Make the fresh build the one in use and delete all others."""
        if self._own is None:
            return
        with self._transaction(_REGISTER_FILE) as register:
            old = register.execute("SELECT build FROM builds WHERE build <> ?", (self._own,)).fetchall()
            register.execute("DELETE FROM builds WHERE build <> ?", (self._own,))
            register.execute("UPDATE builds SET active = 1")
        self._fresh, self._own = False, None
        for (build,) in old:
            for ending in ("", "-wal", "-shm"):
                Path(f"{self._file(build)}{ending}").unlink(missing_ok=True)

    def close(self) -> None:
        """Close what is idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, db in idle:
            db.close()

    def _opened(self) -> int:
        """The current build with a connection ready; a swap may delete a build just before it is opened."""
        while True:
            build = self.current()
            try:
                with self._connection(build):
                    return build
            except sqlite3.OperationalError:
                if self.current() == build:
                    raise

    def _unfinished(self, register: sqlite3.Connection) -> int | None:
        """The newest build of our schema that was begun and never swapped in."""
        begun = register.execute(
            "SELECT max(build) FROM builds WHERE NOT active AND schema = ?", (SCHEMA_VERSION,)
        ).fetchone()[0]
        return begun if begun is not None and self._file(begun).exists() else None

    def _make(self, register: sqlite3.Connection) -> int:
        added = register.execute(
            "INSERT INTO builds (schema, active) VALUES (?, ?)", (SCHEMA_VERSION, not self._fresh)
        )
        build = int(added.lastrowid or 0)
        self._file(build).touch()
        with self._connection(build) as db:
            db.execute("PRAGMA journal_mode = WAL")
        with self._transaction(build) as db:
            sqlite_tables.create(db)
        return build

    @contextmanager
    def _transaction(self, build: int) -> Iterator[sqlite3.Connection]:
        with self._connection(build) as db:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")

    @contextmanager
    def _connection(self, build: int) -> Iterator[sqlite3.Connection]:
        """Lend a connection; after an error it is closed, which rolls back."""
        db = self._take(build)
        try:
            yield db
        except BaseException:
            db.close()
            raise
        with self._lock:
            self._idle.append((build, db))

    def _take(self, build: int) -> sqlite3.Connection:
        with self._lock:
            ready = next((pair for pair in self._idle if pair[0] == build), None)
            if ready:
                self._idle.remove(ready)
                return ready[1]
            # Connections of builds that are no longer used hold deleted files open.
            gone = [pair for pair in self._idle if pair[0] not in (_REGISTER_FILE, build)]
            self._idle = [pair for pair in self._idle if pair not in gone]
        for _, db in gone:
            db.close()
        db = sqlite3.connect(
            f"{self._file(build).absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        return db

    def _file(self, build: int) -> Path:
        if build == _REGISTER_FILE:
            return self._path
        return self._path.with_name(f"{self._path.stem}.{build}{self._path.suffix}")
