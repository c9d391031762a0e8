"""One file: the dump, its hash, and the signed head of the ledger in it."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

import accessmap
from accessmap.backup.dump import BadBackup, read_dump, write_dump
from accessmap.ledger.append import append
from accessmap.ledger.canonical import spoken
from accessmap.ledger.checkpoints import make_checkpoint
from accessmap.ledger.keys import CannotSign
from accessmap.models import Entry

FORMAT = "accessmap-backup/1"
OURS = frozenset({"accessmap", "reviews"})
ABOUT, HEAD, DUMP = "about.json", "checkpoint.txt", "database"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself."""

    made_at: str
    version: str
    vendor: str
    entries: int  # at least: the dump is made after the head is signed
    head: str  # the checkpoint's note
    sha256: str  # of the dump


def back_up(out: Path) -> Backup:
    """Write the database to ``out``, with the head that its ledger had.

    Raises:
        BadBackup: if the head cannot be signed, or the dump not be written.
    """
    if out.exists():
        raise BadBackup(_("%(path)s is there already.") % {"path": out})
    try:
        checkpoint = make_checkpoint()
    except CannotSign as error:
        raise BadBackup(str(error)) from error
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        dump = Path(folder) / DUMP
        write_dump(dump)
        made = Backup(
            made_at=spoken(timezone.now()),
            version=accessmap.__version__,
            vendor=connection.vendor,
            entries=checkpoint.size if checkpoint else 0,
            head=checkpoint.note if checkpoint else "",
            sha256=_sha256(dump),
        )
        whole = Path(folder) / "whole"
        _write(whole, made, dump)
        whole.rename(out)
    return made


def _write(path: Path, made: Backup, dump: Path) -> None:
    about = {
        "format": FORMAT,
        "made_at": made.made_at,
        "version": made.version,
        "vendor": made.vendor,
        "entries": made.entries,
        "sha256": made.sha256,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(ABOUT, json.dumps(about, indent=1))
        archive.writestr(HEAD, made.head)
        archive.write(dump, DUMP)


def about(path: Path) -> Backup:
    """Return what a backup says of itself.

    Raises:
        BadBackup: if it is none, or not of this database's kind.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read(ABOUT))
            head = archive.read(HEAD).decode()
        if told.pop("format") != FORMAT:
            raise BadBackup(
                _("%(path)s has another form than this release reads.") % {"path": path}
            )
        found = Backup(head=head, **told)
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise BadBackup(
            _("%(path)s is no backup of AccessMap (%(why)s).")
            % {"path": path, "why": error}
        ) from error
    if found.vendor != connection.vendor:
        raise BadBackup(
            _("The backup is of %(theirs)s, and this database is %(ours)s.")
            % {"theirs": found.vendor, "ours": connection.vendor}
        )
    return found


def bring_back(path: Path, *, by: str) -> Backup:
    """Put the backup in place of the database; the ledger says that it was done.

    An older state is brought up to date here and now: until its ledger has said that it
    is back, whatever fails puts back what was there before.

    Raises:
        BadBackup: if the file is damaged, or the database refuses it; then nothing has
            changed.
    """
    found = about(path)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as undo:
        dump = Path(folder) / DUMP
        with (
            zipfile.ZipFile(path) as archive,
            archive.open(DUMP) as source,
            dump.open("wb") as target,
        ):
            shutil.copyfileobj(source, target)
        if _sha256(dump) != found.sha256:
            raise BadBackup(_("The dump is not the one that was written: damaged."))
        before = Path(folder) / "before"
        write_dump(before)
        read_dump(dump)
        undo.callback(read_dump, before)
        _bring_up_to_date()
        with transaction.atomic():
            append(
                "database-restored",
                by=by,
                says={"made_at": found.made_at, "entries": found.entries},
            )
        undo.pop_all()
    return found


def _bring_up_to_date() -> None:
    """Migrate, unless what came back has seen migrations that are not here."""
    loader = MigrationLoader(connection)
    unknown = {each for each in loader.applied_migrations if each[0] in OURS}
    if unknown := unknown - set(loader.disk_migrations):
        raise BadBackup(
            _("The backup is of a later release (%(names)s). Restore it with that one.")
            % {"names": ", ".join(sorted(name for _app, name in unknown))}
        )
    call_command("migrate", interactive=False, verbosity=0)


def later_entries(found: Backup) -> int:
    """Return how many entries of the ledger here the backup does not have."""
    if Entry._meta.db_table not in connection.introspection.table_names():
        return 0  # an empty database
    return max(Entry.objects.count() - found.entries, 0)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
