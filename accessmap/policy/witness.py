"""One request that a grant lets through, as the keys that AWS would see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from accessmap.policy.action import expand
from accessmap.policy.alike import one_like
from accessmap.policy.box import ACTION, CALLER, DOOR, NETWORK, RESOURCE, Box
from accessmap.policy.caller import Caller
from accessmap.policy.condition import Values
from accessmap.policy.network import Network
from accessmap.policy.report import Finding
from accessmap.policy.service import ANY_PROVIDER, ANY_SERVICE
from accessmap.policy.space import Space

Cell = TypeVar("Cell")


def witness(space: Space, finding: Finding) -> dict[str, str]:
    """Return the keys of one request, with its action, resource and principal."""
    box = finding.box
    caller = _caller(space, finding)
    keys: dict[str, Values] = {
        **space.scene.constants,
        **caller.keys,
        **_network(space, finding).keys,
    }
    doors = _chosen(space.doors, box.masks[DOOR])
    account = finding.element.principal.account_id
    named = [each for each in doors if account and each.account == account]
    keys.update((named or doors)[0].keys)
    for name, at in space.places.items():
        value = _chosen(space.keys[name], box.masks[at])[0]
        if value is not None and not name.startswith("?"):
            keys[name] = value
    found = {name: ", ".join(values) for name, values in keys.items()}
    found["action"] = known_action(space, box)
    found["resource"] = _chosen(space.resources, box.masks[RESOURCE])[0]
    # A session has two ARNs; its own one, of STS, sorts last.
    found["principal"] = max(
        caller.ids - {ANY_SERVICE, ANY_PROVIDER}, default="anonymous"
    )
    return dict(sorted(found.items()))


def _caller(space: Space, finding: Finding) -> Caller:
    mask = finding.box.masks[CALLER] & space.held_by(finding.element)
    mask = mask or finding.box.masks[CALLER]
    return space.callers[(mask & -mask).bit_length() - 1]


def _network(space: Space, finding: Finding) -> Network:
    chosen = _chosen(space.networks, finding.box.masks[NETWORK])
    named = [each for each in chosen if finding.element.principal.id in each.names]
    return (named or chosen)[0]


def _chosen(cells: Sequence[Cell], mask: int) -> list[Cell]:
    return [each for at, each in enumerate(cells) if mask >> at & 1]


def known_action(space: Space, box: Box) -> str:
    """Return an allowed action: written out in a policy or, if none is, one of AWS's.

    Without one the text of the cell stays: it is newer than AWS's table.
    """
    cells = _chosen(space.actions, box.masks[ACTION])
    for cell in cells:
        if cell in space.written:
            return next(iter(expand([cell])), cell)
    return next(filter(None, (one_like(cell, space.texts) for cell in cells)), cells[0])
