"""The tables of one build of the embedded index and what is written into them."""

import sqlite3

from search.record import DossierRecord, PageRecord, encoded_fields
from search.schema import COLUMNS

PAGES_PER_DOSSIER = 1 << 20
"""A page's row is its dossier's row times this plus its position, so pages of a dossier are one range."""

# The `ascii` tokenizer takes every byte above 127 as part of a token and splits at spaces:
# our tokens come through unchanged, `đ`, marks and the signs of `terms` included. The prefix indexes add a
# fifth to the file; without them `ch*` took 300 ms of page look-ups at 10 000 pages instead of 10.
_DDL = """
CREATE TABLE IF NOT EXISTS dossiers (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, generation INTEGER NOT NULL, live INTEGER NOT NULL,
    code TEXT, date TEXT, fields BLOB, facets TEXT);
CREATE TABLE IF NOT EXISTS readers (
    agency TEXT, dossier INTEGER, PRIMARY KEY (agency, dossier)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS readers_of ON readers (dossier);
CREATE TABLE IF NOT EXISTS exact (key TEXT, dossier INTEGER, PRIMARY KEY (key, dossier)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS exact_of ON exact (dossier);
CREATE TABLE IF NOT EXISTS suggest (
    key TEXT, value TEXT, dossier INTEGER, PRIMARY KEY (key, value, dossier)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS suggest_of ON suggest (dossier);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5({columns}, tokenize = 'ascii', prefix = '2 3');
CREATE TABLE IF NOT EXISTS pages (
    row INTEGER PRIMARY KEY, document TEXT, number INTEGER, class TEXT, width INTEGER, height INTEGER,
    words BLOB);
CREATE VIRTUAL TABLE IF NOT EXISTS page_words USING fts5(marked, folded, tokenize = 'ascii', prefix = '2 3');
"""


_NAMES = ", ".join(f"{name}_{form}" for name in COLUMNS for form in ("marked", "folded"))
_HOLES = ", ".join("?" * (2 * len(COLUMNS) + 1))
_ADD_WORDS = f"INSERT INTO words (rowid, {_NAMES}) VALUES ({_HOLES})"  # noqa: S608 - names from our own table


def create(db: sqlite3.Connection) -> None:
    """Create the empty tables, inside the caller's transaction; repeatable."""
    for statement in _DDL.format(columns=_NAMES).split(";"):
        db.execute(statement)


def replace(db: sqlite3.Connection, new: DossierRecord) -> None:
    """Write a dossier over whatever is there under its id."""
    entry = new.entry
    row = clear(db, entry.id, entry.generation)
    db.execute(
        "UPDATE dossiers SET live = 1, code = ?, date = ?, fields = ?, facets = ? WHERE row = ?",
        (entry.code, entry.date, encoded_fields(entry.fields), new.facets_key, row),
    )
    db.executemany("INSERT INTO readers VALUES (?, ?)", [(a, row) for a in dict.fromkeys(entry.readers)])
    db.executemany("INSERT INTO exact VALUES (?, ?)", [(key, row) for key in new.exact])
    db.executemany("INSERT INTO suggest VALUES (?, ?, ?)", [(*pair, row) for pair in new.suggest])
    tokens = [form for name in COLUMNS for form in (new.columns[name].marked, new.columns[name].folded)]
    db.execute(_ADD_WORDS, (row, *tokens))
    for page in new.pages:
        _add_page(db, row, page)


def clear(db: sqlite3.Connection, dossier: str, generation: int) -> int:
    """Empty a dossier's row, leaving its id with the new generation; the row."""
    found = db.execute(
        "INSERT INTO dossiers (id, generation, live) VALUES (?, ?, 0) ON CONFLICT (id) DO UPDATE SET "
        "generation = excluded.generation, live = 0, code = NULL, date = NULL, fields = NULL, facets = NULL "
        "RETURNING row",
        (dossier, generation),
    ).fetchone()
    row = int(found[0])
    db.execute("DELETE FROM readers WHERE dossier = ?", (row,))
    db.execute("DELETE FROM exact WHERE dossier = ?", (row,))
    db.execute("DELETE FROM suggest WHERE dossier = ?", (row,))
    db.execute("DELETE FROM words WHERE rowid = ?", (row,))
    first, last = page_rows(row)
    pages = db.execute("SELECT row FROM pages WHERE row BETWEEN ? AND ?", (first, last)).fetchall()
    db.executemany("DELETE FROM page_words WHERE rowid = ?", pages)
    db.executemany("DELETE FROM pages WHERE row = ?", pages)
    return row


def page_rows(dossier_row: int) -> tuple[int, int]:
    """The first and the last row that pages of a dossier can have."""
    first = dossier_row * PAGES_PER_DOSSIER
    return first, first + PAGES_PER_DOSSIER - 1


def _add_page(db: sqlite3.Connection, dossier_row: int, page: PageRecord) -> None:
    row = dossier_row * PAGES_PER_DOSSIER + page.ordinal
    entry = page.entry
    db.execute(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row, entry.document, entry.number, entry.text_class, entry.width_px, entry.height_px, page.packed),
    )
    db.execute(
        "INSERT INTO page_words (rowid, marked, folded) VALUES (?, ?, ?)",
        (row, page.tokens.marked, page.tokens.folded),
    )
