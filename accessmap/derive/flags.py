"""What our rules say about grants, kept beside them; made anew at every crawl."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from accessmap import mass
from accessmap.batches import SIZE, batched
from accessmap.models import Flag
from accessmap.policy import rule

Said = tuple[str, str, str]  # rule id, severity, arguments as JSON


def write_flags(account_id: str, wanted: Mapping[int, Iterable[rule.Flag]]) -> None:
    """Make the flags of these grants (by key) what the rules say now.

    Where they say it already, nothing is written; other grants keep their flags.
    """
    standing: dict[int, dict[Said, int]] = defaultdict(dict)
    # Of few, those alone: without their account and their grants to join.
    some: dict[str, Any] = {"grant__in": list(wanted)}
    if len(wanted) > SIZE:
        some = {"grant__ended_at": None, "grant__resource__account_id": account_id}
    for row in Flag.objects.filter(**some):
        standing[row.grant_id][row.rule_id, row.severity, _text(row.arguments)] = row.pk
    gone: list[int] = []
    new: list[Flag] = []
    for grant_id, flags in wanted.items():
        said = {
            (each.rule_id, each.severity.value, _text(dict(each.arguments)))
            for each in flags
        }
        gone += [pk for key, pk in standing[grant_id].items() if key not in said]
        new += [
            Flag(
                grant_id=grant_id,
                rule_id=rule_id,
                severity=severity,
                arguments=json.loads(arguments),
            )
            for rule_id, severity, arguments in sorted(said - set(standing[grant_id]))
        ]
    for chunk in batched(gone):
        Flag.objects.filter(pk__in=chunk).delete()
    mass.insert(new)


def _text(arguments: object) -> str:
    return json.dumps(arguments, sort_keys=True)
