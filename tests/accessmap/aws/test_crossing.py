from __future__ import annotations

import json
from urllib.parse import quote

from accessmap.aws.collector import Where
from accessmap.aws.crossing import lets_others_in
from tests import cast


def test_a_trust_that_cannot_be_understood_may_let_others_in() -> None:
    def lets_in(text: str) -> bool:
        role = {
            "Arn": f"arn:aws:iam::{cast.PAYMENTS}:role/r",
            "AssumeRolePolicyDocument": quote(text),
        }
        return lets_others_in(role, Where(cast.PAYMENTS))

    assert lets_in("no JSON")
    assert not lets_in(json.dumps({"Version": "2012-10-17", "Statement": []}))
