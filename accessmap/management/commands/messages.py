"""Collect the texts that people read, and compile their translations.

Babel does what GNU gettext's programs do, so nothing must be installed by hand.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import templatize

LANGUAGE = "ja"
# Where a catalogue's texts stand; what is in no folder of reviews is accessmap's.
SOURCES = {
    "accessmap": ("accessmap", "templates"),
    "reviews": ("reviews", "templates/reviews"),
}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
COMMENT = ("Translators:",)
HEADER = "# Texts of AccessMap in Japanese; `manage.py messages` keeps the list."
# Lines of the header that would change with every run, or say nothing.
CHURN = tuple(
    f'"{name}'
    for name in ("POT-Creation", "PO-Rev", "Last-Tr", "Language-T", "Report-", "Gener")
)


def catalogue_path(app: str) -> Path:
    """Return where an app's catalogue stands."""
    locale = Path(settings.BASE_DIR) / app / "locale"
    return locale / LANGUAGE / "LC_MESSAGES" / "django.po"


def source_files(app: str) -> Iterator[Path]:
    """Yield the files whose texts belong to an app's catalogue."""
    root = Path(settings.BASE_DIR)
    for folder in SOURCES[app]:
        for path in sorted((root / folder).rglob("*")):
            is_theirs = app != "reviews" and "reviews" in path.relative_to(root).parts
            if path.suffix in {".py", ".html", ".txt"} and not is_theirs:
                yield path


def texts(path: Path) -> Iterator[tuple[Any, Any, Any]]:
    """Yield each text of one file: its ids, comments and context."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is no text becomes words of X and B; in brackets, their indents are none.
        source = f"({templatize(source, origin=str(path))}\n)"
    stream = BytesIO(source.encode())
    options = {"encoding": "utf-8"}
    for _line, ids, comments, context in extract(
        "python", stream, KEYWORDS, COMMENT, options
    ):
        yield ids, comments, context


def collected(app: str) -> Catalog:
    """Return every text of an app, by where it stands; no line numbers, they churn."""
    catalogue = Catalog(locale=LANGUAGE, project="AccessMap", charset="utf-8")
    for path in source_files(app):
        place = path.relative_to(settings.BASE_DIR).as_posix()
        for ids, comments, context in texts(path):
            is_format = "%(" in "".join(ids if isinstance(ids, tuple) else (ids,))
            catalogue.add(
                ids,
                locations=[(place, 0)],
                flags=["python-format"] if is_format else (),
                auto_comments=comments,
                context=context,
            )
    return catalogue


def kept(app: str) -> Catalog:
    """Return the catalogue as it stands in the repository."""
    path = catalogue_path(app)
    if not path.exists():
        return Catalog(locale=LANGUAGE, project="AccessMap", charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE)


def updated(app: str) -> Catalog:
    """Return the kept translations, for just the texts there are now."""
    catalogue = kept(app)
    catalogue.update(collected(app), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = HEADER
    catalogue.fuzzy = False
    return catalogue


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the texts that have no translation."""
    missing = []
    for message in catalogue:
        words = (
            message.string if isinstance(message.string, tuple) else (message.string,)
        )
        if message.id and (message.fuzzy or not all(words)):
            missing.append(str(message.id))
    return missing


def write(app: str) -> None:
    """Write an app's catalogue anew."""
    path = catalogue_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = BytesIO()
    write_po(body, updated(app), width=88, sort_output=True, no_location=True)
    lines = body.getvalue().decode().splitlines(keepends=True)
    kept_lines = [line for line in lines if not line.startswith(CHURN)]
    path.write_text("".join(kept_lines), encoding="utf-8")


def compile_catalogue(app: str) -> None:
    """Write the compiled catalogue that Django reads."""
    path = catalogue_path(app).with_suffix(".mo")
    body = BytesIO()
    write_mo(body, kept(app))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body.getvalue())


class Command(BaseCommand):
    """``manage.py messages``."""

    help = "Collect the texts that people read, and compile their translations."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("--compile", action="store_true", help="compile only")
        parser.add_argument(
            "--check", action="store_true", help="fail when a text is not translated"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it for both apps."""
        for app in SOURCES:
            if options["check"]:
                self.check_translated(app)
            elif not options["compile"]:
                write(app)
            compile_catalogue(app)

    def check_translated(self, app: str) -> None:
        """Fail when a text of ``app`` has no Japanese."""
        if missing := untranslated(updated(app)):
            listed = "\n".join(f"  {each}" for each in missing)
            raise CommandError(
                f"{len(missing)} texts of {app} are not translated:\n{listed}\n"
                "Run `manage.py messages` and fill in the .po file."
            )
