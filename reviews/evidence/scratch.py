"""Where a bundle lies while it is made: whole in the end, or nothing and a sentence."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from reviews.errors import NoEvidence

IN_MEMORY = 16 * 1024 * 1024


@contextmanager
def scratch() -> Iterator[BinaryIO]:
    """Give a file without a name; whoever is served closes it, a failure does at once.

    Beyond 16 MB it lies on disk, where there may be no room.
    """
    file = cast("BinaryIO", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    try:
        yield file
    except BaseException:
        with suppress(OSError):  # closing writes what waits, and fails as writing did
            file.close()
        raise


@contextmanager
def told_when_full() -> Iterator[None]:
    """Say in a sentence that something could not be written, and what to do."""
    try:
        yield
    except OSError as error:
        raise NoEvidence(
            _(
                "The bundle could not be written: %(why)s. Make room in %(folder)s, "
                "where temporary files are kept, and try again."
            )
            % {"why": error.strerror or error, "folder": tempfile.gettempdir()}
        ) from error
