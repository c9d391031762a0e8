"""A few words to write policies with, and to ask the engine about them."""

from __future__ import annotations

from dataclasses import replace

from accessmap.policy.derive import derive
from accessmap.policy.grant import Grant
from accessmap.policy.subject import Subject
from tests.accessmap.policy.callers import ZONE
from tests.accessmap.policy.world import BUCKET, subject


def grants(*statements: object, about: Subject | None = None) -> list[Grant]:
    policy = {"Version": "2012-10-17", "Statement": list(statements)}
    asked = replace(about, document=policy) if about else subject(policy)
    return list(derive(asked, ZONE).grants)


def allow(
    principal: object = "*", action: object = "s3:GetObject", **more: object
) -> object:
    return {
        "Effect": "Allow",
        "Principal": principal,
        "Action": action,
        "Resource": f"{BUCKET}/*",
        **more,
    }


def deny(**more: object) -> object:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        **more,
    }
