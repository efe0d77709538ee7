"""Opening the database: pragmas, write locks, migrations, and errors in plain words."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from simulator.errors import StoreError

Traces = Literal["none", "until the end", "not ours"]
"""What is left on disk of deleted words: none; perhaps some until the program ends; or only the server knows."""

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"


class Database:
    """An open, migrated database. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        """Open `url` and bring its tables up to date; raise StoreError if that cannot be done."""
        try:
            self._engine = _engine(url)
        except (ArgumentError, ImportError, OSError) as error:
            raise StoreError(f"The database cannot be opened: {error}.") from error
        self._sessions = sessionmaker(self._engine, expire_on_commit=False)
        self._scrubbing = threading.Lock()
        self._unclean = False
        with _plain_words():
            _migrate(self._engine)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that holds the write lock from its first statement; commits at the end."""
        with _plain_words(), self._sessions.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that changes nothing."""
        with _plain_words(), self._sessions() as session:
            session.connection(execution_options={"reads_only": True})
            yield session

    def scrub(self) -> Traces:
        """Write the files anew, so that nothing of what was deleted is in them; say what may be left.

        `secure_delete` blanks a deleted row but not the copies of it that earlier rearrangements left between the rows
        of other pages, and the write-ahead log holds every page as it was. Takes a second or two per 100 MB.
        """
        if self._engine.dialect.name != "sqlite":
            return "not ours"
        with self._scrubbing:
            self._unclean = not _rewrite(self._engine)
        return "until the end" if self._unclean else "none"

    def close(self) -> None:
        """Let go of all connections; what could not be scrubbed for others who read and wrote is scrubbed now."""
        if self._unclean:
            self.scrub()
        self._engine.dispose()


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 5, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: object, _record: object) -> None:
        # The driver must not open transactions of its own: ours begin with the write lock (see _on_begin).
        connection.isolation_level = None  # type: ignore[attr-defined]
        cursor = connection.cursor()  # type: ignore[attr-defined]
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=5000",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # Without the lock from the start, two tabs that read and then write lose each other's turns.
        reads_only = connection.get_execution_options().get("reads_only")
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    return engine


def _rewrite(engine: Engine) -> bool:
    """Write an SQLite database anew and empty its log; False where somebody kept it locked, or the disk is full."""
    pooled = engine.raw_connection()
    try:
        cursor = pooled.cursor()
        cursor.execute("VACUUM")
        # Waits for whoever reads, as long as for any other lock; a reader that stays keeps the log.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone() or (1,)
    except engine.dialect.loaded_dbapi.OperationalError:
        return False
    finally:
        pooled.close()
    return not busy


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            "The database was written by a newer version of this program. Install that version, or set "
            f"PARTNERING_HOME to another folder. ({error})"
        ) from error


@contextmanager
def _plain_words() -> Iterator[None]:
    """Turn what the driver says into a sentence for the person at the machine."""
    try:
        yield
    except OperationalError as error:
        said = str(error.orig).lower()
        if "full" in said:
            message = "The disk is full, so this could not be saved. Free some space and try again."
        elif "locked" in said:
            message = "The database is busy with something else. Try again in a moment."
        elif "unable to open" in said or "readonly" in said or "read-only" in said:
            message = "The database cannot be written. Check PARTNERING_HOME and the rights of its folder."
        else:
            message = f"The database did not answer: {error.orig}."
        raise StoreError(message) from error
    except DatabaseError as error:
        if "malformed" in str(error.orig) or "not a database" in str(error.orig):
            raise StoreError(
                "The database file is damaged. Move it away and start again; nothing is deleted."
            ) from error
        raise
