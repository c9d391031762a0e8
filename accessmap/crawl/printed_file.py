"""One file as somebody printed it: JSON, packed or not, and the whole of an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from accessmap.aws.errors import Failure
from accessmap.crawl.trail_files import unpacked

ONLY_SOME = Failure(
    "not-attempted",
    "Only what the imported files hold is known; what else there is was not read. Let "
    "AccessMap crawl the account to know it.",
)
CUT = ("NextToken", "nextToken", "Marker")


class FileRefused(Exception):
    """A file that cannot be imported; the message names it and says what to do."""


def load(path: Path) -> Mapping[str, Any]:
    """Return the content of one file."""
    try:
        found = json.loads(unpacked(path.read_bytes()))
    except OSError as error:
        raise FileRefused(
            _("%(path)s cannot be read: %(why)s. Nothing was imported.")
            % {"path": path, "why": error.strerror or error}
        ) from error
    except (ValueError, RecursionError) as error:
        raise FileRefused(
            _(
                "%(path)s is no JSON (%(why)s). Print it anew with `--output json`. "
                "Nothing was imported."
            )
            % {"path": path, "why": error}
        ) from error
    if not isinstance(found, dict):
        return {}
    if any(found.get(name) for name in CUT) or found.get("IsTruncated"):
        raise FileRefused(
            _(
                "%(path)s is only a part of the list: it says that there is more. "
                "Print it anew without --max-items. Nothing was imported."
            )
            % {"path": path}
        )
    return found
