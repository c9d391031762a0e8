"""What stands before moto: it refuses what AWS refuses, and knows what moto does not.

moto lets every role be assumed, existing or not, and gives every unknown key to an
account of its own; it has no Access Analyzer and no ``account:ListRegions``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from moto.s3.models import OWNER as MOTO_OWNER

from accessmap.demo import access_analyzer
from accessmap.demo.accounts import MANAGEMENT
from accessmap.demo.answer import (
    QUERY_ERROR,
    S3_ERROR,
    Answer,
    as_json,
    denied_json,
    denied_xml,
    new_request_id,
)
from accessmap.demo.asked import Asked
from accessmap.demo.endpoint import MOVE_ON
from accessmap.demo.estate import Estate
from accessmap.demo.moto_seed import backend
from accessmap.demo.refusals import ASSUME_REFUSED, REFUSALS, REFUSED_ACCOUNTS

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
# Kitsune has switched every other region off; the demo's crawl stays short.
REGIONS = {
    "ap-northeast-1": "ENABLED_BY_DEFAULT",
    "us-east-1": "ENABLED_BY_DEFAULT",
    "ap-east-1": "DISABLED",
}


class Front:
    """The WSGI application of the demo AWS."""

    def __init__(self, behind: Application, estate: Estate) -> None:
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
        body = self.behind(environ, _as_aws_answers(asked, start_response))
        return _with_own_owner(asked, body) if asked.service == "s3" else body

    def _answer(self, asked: Asked) -> Answer | None:
        """Return our own answer, or None for moto to give its."""
        answer = None
        match asked.service:
            case "" if asked.path == MOVE_ON:
                self.estate.move_on()
                answer = as_json({"is_later": True})
            case "access-analyzer":
                answer = access_analyzer.answer(asked, self.estate.findings)
            case "account" if asked.path == "/listRegions":
                answer = _regions(asked)
            case "sts" if asked.form.get("Action") == "AssumeRole":
                answer = _assume_role(asked)
            case "s3" if "policy" in asked.query and asked.method == "GET":
                answer = _bucket_policy(asked)
            case "kms" if asked.target.endswith(".GetKeyPolicy"):
                answer = _key_policy(asked)
        return answer


def _as_aws_answers(asked: Asked, start_response: Any) -> Any:
    """Correct moto's headers: no request id here, JSON that calls itself HTML there."""
    kind = "application/x-amz-json-1.1" if asked.target else "application/xml"

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        corrected = [
            (name, kind if value.startswith("text/html") else value)
            for name, value in headers
        ]
        if not any(name.lower().endswith("requestid") for name, _ in headers):
            corrected.append(("x-amzn-RequestId", new_request_id()))
        return start_response(status, corrected, *rest)

    return start


def _with_own_owner(asked: Asked, body: Iterable[bytes]) -> Iterable[bytes]:
    """Every account of moto has one and the same canonical id; AWS's have their own.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html
    """
    own = hashlib.sha256(asked.account.encode()).hexdigest().encode()
    return [part.replace(MOTO_OWNER.encode(), own) for part in body]


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
