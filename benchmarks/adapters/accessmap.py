"""AccessMap's own engine: dicts in, grants out, nothing remembered."""

from __future__ import annotations

from accessmap.policy.derive import derive
from accessmap.policy.kinds import Zone
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust
from benchmarks.adapters.door import Case, Tool, serve
from benchmarks.subjects import subject_of, zone_of

OUTSIDE = {Zone.PUBLIC, Zone.EXTERNAL}
_zones: dict[int, ZoneOfTrust] = {}


def prepare(case: Case) -> tuple[Subject, ZoneOfTrust]:
    """Return the subject, and the one zone that all cases of an organization share."""
    mark = id(case["org_accounts"])
    if mark not in _zones:
        _zones[mark] = zone_of(case)
    return subject_of(case), _zones[mark]


def judge(case: Case) -> dict[str, bool | None]:
    """Say whether somebody outside, or everybody, gets in."""
    grants = derive(*prepare(case)).grants
    zones = {grant.zone for grant in grants if not grant.is_blocked}
    return {"external": bool(zones & OUTSIDE), "public": Zone.PUBLIC in zones}


def work(prepared: tuple[Subject, ZoneOfTrust]) -> None:
    """Derive every grant of one document."""
    derive(*prepared)


if __name__ == "__main__":
    serve(Tool(prepare, work, judge))
