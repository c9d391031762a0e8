"""What a page with a filter offers: every control, what is said, what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from accessmap.filter_words import chips, fields
from accessmap.graph.filters import GrantFilter
from accessmap.graph.shown import types
from accessmap.language import reader_language
from accessmap.levels import LEVELS
from accessmap.policy.rule import all_rules

SHOWN = frozenset({"search", "type", "level", "flag"})


def narrowing(
    wanted: GrantFilter,
    *,
    own: frozenset[str],
    more: Mapping[str, list[str]] = MappingProxyType({}),
) -> dict[str, object]:
    """Return the form of ``wanted``; ``own`` are words that the page itself shows.

    ``more`` is what the address says beside the filter, and goes along with it.

    What no control shows is sent along unseen, so that narrowing widens nothing.
    """
    offered = fields(wanted)
    shown = SHOWN | own | {each.name for each in offered if not each.is_several}
    language = reader_language()
    return {
        "wanted": wanted,
        "chips": list(chips(wanted, more)),
        "fields": offered,
        "is_open": any(each.values for each in offered),
        "hidden": [
            (name, [value] if isinstance(value, str) else value)
            for name, value in {**wanted.words(), **more}.items()
            if name not in shown
        ],
        "levels": LEVELS,
        "types": types(),
        "rules": [(each.id, each.title[language]) for each in all_rules().values()],
    }
