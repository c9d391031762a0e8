"""What stands before moto: it refuses what AWS refuses, and knows what moto does not.

moto lets every role be assumed, existing or not, and gives every unknown key to an
account of its own; it has no Access Analyzer, no ``account:ListRegions``, and does not
serve every resource policy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from accessmap.demo import (
    access_analyzer,
    access_grants,
    cloudtrail,
    moto_answers,
    stand_ins,
    unserved,
)
from accessmap.demo.accounts import MANAGEMENT
from accessmap.demo.answer import (
    QUERY_ERROR,
    S3_ERROR,
    Answer,
    as_json,
    denied_json,
    denied_xml,
)
from accessmap.demo.asked import Asked
from accessmap.demo.endpoint import MOVE_ON
from accessmap.demo.estate import Estate
from accessmap.demo.moto_seed import backend
from accessmap.demo.refusals import ASSUME_REFUSED, REFUSALS, REFUSED_ACCOUNTS

# Kitsune has switched every other region off; the demo's crawl stays short.
REGIONS = {
    "ap-northeast-1": "ENABLED_BY_DEFAULT",
    "us-east-1": "ENABLED_BY_DEFAULT",
    "ap-east-1": "DISABLED",
}


class Front:
    """The WSGI application of the demo AWS."""

    def __init__(self, behind: moto_answers.Application, estate: Estate) -> None:
        """Stand before ``behind``, which is moto."""
        self.behind = behind
        self.estate = estate

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer, or pass on to moto."""
        asked = Asked.of(environ)
        answer = self._answer(asked)
        if answer:
            start_response(answer.status, answer.all_headers)
            return [answer.body]
        if asked.is_from_home:
            environ["HTTP_X_MOTO_ACCOUNT_ID"] = MANAGEMENT
        return moto_answers.corrected(self.behind, environ, start_response, asked)

    def _answer(self, asked: Asked) -> Answer | None:
        """Return our own answer, or None for moto to give its."""
        answer = None
        match asked.service:
            case "" if asked.path == MOVE_ON:
                self.estate.move_on()
                answer = as_json({"is_later": True})
            case "access-analyzer":
                answer = access_analyzer.answer(asked, self.estate.findings)
            case "cloudtrail":
                answer = cloudtrail.answer(asked, self.estate.uses)
            case "account" if asked.path == "/listRegions":
                answer = _regions(asked)
            case "sts" if asked.form.get("Action") == "AssumeRole":
                answer = _assume_role(asked)
            case "s3" if "policy" in asked.query and asked.method == "GET":
                answer = _bucket_policy(asked)
            case "kms" if asked.target.endswith(".GetKeyPolicy"):
                answer = _key_policy(asked)
            case _:
                answer = self._beside_moto(asked)
        return answer

    def _beside_moto(self, asked: Asked) -> Answer | None:
        """Answer what moto does not serve."""
        if asked.path.startswith(access_grants.HEAD):
            return access_grants.answer(asked, self.estate.unserved)
        found = unserved.answer(asked, self.estate.unserved)
        return found or stand_ins.answer(asked)


def _regions(asked: Asked) -> Answer:
    """Answer ListRegions.

    https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html
    """
    wanted = asked.json.get("RegionOptStatusContains") or list(REGIONS.values())
    return as_json(
        {
            "Regions": [
                {"RegionName": name, "RegionOptStatus": status}
                for name, status in REGIONS.items()
                if status in wanted
            ]
        }
    )


def _assume_role(asked: Asked) -> Answer | None:
    """Refuse a role that is not there, is shut, or asks for another external ID."""
    arn = asked.form.get("RoleArn", "")
    account, _, name = arn.removeprefix("arn:aws:iam::").partition(":role/")
    roles = {role.name: role for role in backend("iam", account).roles.values()}
    role = roles.get(name.rpartition("/")[2])
    given = asked.form.get("ExternalId", "")
    if (
        account not in REFUSED_ACCOUNTS
        and role
        and _opens(role.assume_role_policy_document, given)
    ):
        return None
    return denied_xml(QUERY_ERROR, ASSUME_REFUSED.format(role=arn))


def _opens(trust: str, external_id: str) -> bool:
    """Say whether some statement asks for no external ID, or for this one."""
    wanted = [
        statement.get("Condition", {}).get("StringEquals", {}).get("sts:ExternalId")
        for statement in json.loads(trust)["Statement"]
    ]
    return None in wanted or external_id in wanted


def _bucket_policy(asked: Asked) -> Answer | None:
    bucket = asked.path.strip("/")
    for refusal in REFUSALS:
        if (refusal.operation, refusal.resource) == ("s3:GetBucketPolicy", bucket):
            return denied_xml(S3_ERROR, refusal.message)
    return None


def _key_policy(asked: Asked) -> Answer | None:
    store = backend("kms", asked.account, asked.region)
    key = store.keys.get(str(asked.json.get("KeyId", "")).rpartition("/")[2])
    for refusal in REFUSALS:
        if refusal.operation != "kms:GetKeyPolicy" or refusal.account != asked.account:
            continue
        if key and refusal.resource in key.aliases:
            return denied_json(refusal.message)
    return None
