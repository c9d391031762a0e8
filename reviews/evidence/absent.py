"""What evidence could hold and this version does not record: said, never faked."""

from __future__ import annotations

NOT_RECORDED = {
    "says": "Not recorded by this version. Absent is not the same as none.",
    "files": {
        "remediation.jsonl": "who changed the policy in AWS; CloudTrail there tells",
    },
}
