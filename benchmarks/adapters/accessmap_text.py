"""AccessMap's engine on text, as AWS gives it and the database keeps it."""

from __future__ import annotations

import json
from dataclasses import replace

from accessmap.policy.derive import derive
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust
from benchmarks.adapters import accessmap
from benchmarks.adapters.accessmap import forget, judge
from benchmarks.adapters.door import Case, Tool, serve


def prepare(case: Case) -> tuple[Subject, ZoneOfTrust]:
    """Return the subject with its policy as text, and the zone."""
    subject, zone = accessmap.prepare(case)
    return replace(subject, document=json.dumps(subject.document)), zone


if __name__ == "__main__":
    serve(Tool(prepare, lambda each: derive(*each), judge, forget))
