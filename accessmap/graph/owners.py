"""Who answers for something, by its tags."""

from __future__ import annotations

from collections.abc import Mapping

OWNER_TAGS = ("owner",)


def owner_tag(tags: Mapping[str, str]) -> str:
    """Return the value of the Owner tag, whatever its case; empty if there is none."""
    for key, value in sorted(tags.items()):
        if key.casefold() in OWNER_TAGS:
            return value
    return ""
