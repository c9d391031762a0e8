"""AccessMap's own engine: dicts in, grants out, every document decided anew."""

from __future__ import annotations

import sys

from accessmap.policy import derive as engine
from accessmap.policy.kinds import PolicyKind, Zone
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust
from benchmarks.adapters.door import Case, Tool, serve
from benchmarks.subjects import subject_of, zone_of

OUTSIDE = {Zone.PUBLIC, Zone.EXTERNAL}
# Loads what the engine loads once, such as AWS's list of actions.
FIRST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:Get*"}],
}
_zones: dict[int, ZoneOfTrust] = {}


def prepare(case: Case) -> tuple[Subject, ZoneOfTrust]:
    """Return the subject, and the one zone that all cases of an organization share."""
    mark = id(case["org_accounts"])
    if mark not in _zones:
        _zones[mark] = zone_of(case)
    return subject_of(case), _zones[mark]


def judge(case: Case) -> dict[str, bool | None]:
    """Say whether somebody outside, or everybody, gets in."""
    grants = engine.derive(*prepare(case)).grants
    zones = {grant.zone for grant in grants if not grant.is_blocked}
    return {"external": bool(zones & OUTSIDE), "public": Zone.PUBLIC in zones}


def work(prepared: tuple[Subject, ZoneOfTrust]) -> None:
    """Derive every grant of one document, past the memory of shapes."""
    engine.derive_anew(*prepared)


def forget() -> None:
    """Empty every cache of the engine; then load what it loads at its first use."""
    for name, module in list(sys.modules.items()):
        if name.startswith("accessmap.policy"):
            for member in vars(module).values():
                clear = getattr(member, "cache_clear", None)
                if callable(clear):
                    clear()
    bucket = Subject("", "AWS::S3::Bucket", "", PolicyKind.RESOURCE, FIRST)
    engine.derive(bucket, ZoneOfTrust())
    engine.forget()


if __name__ == "__main__":
    serve(Tool(prepare, work, judge, forget))
