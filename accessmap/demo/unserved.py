"""The reads of resource policies that moto does not serve, answered as AWS does.

Whatever stands in these services is told by its ARN alone, with the text of its policy;
the empty text stands for none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from accessmap.demo.answer import Answer, as_json, as_rest_xml, missing_json
from accessmap.demo.asked import Asked

NONE = "ResourceNotFoundException"


@dataclass
class Unserved:
    """What stands in the services, or beside what moto has of them."""

    policies: dict[str, str] = field(default_factory=dict)  # by ARN
    # Function ARN → who must sign at its URL (NONE, AWS_IAM).
    urls: dict[str, str] = field(default_factory=dict)

    def within(self, asked: Asked, prefix: str) -> Mapping[str, str]:
        """Return what the caller has here of a kind (``backup:backup-vault:``)."""
        head = _arn(asked, prefix)
        return {
            arn: text
            for arn, text in sorted(self.policies.items())
            if arn.startswith(head)
        }

    def of(self, asked: Asked, resource: str, code: str = NONE) -> str | Answer:
        """Return one policy, or AWS's word for there being none."""
        text = self.policies.get(_arn(asked, resource), "")
        return text or missing_json(code, "There is no policy.")


def _arn(asked: Asked, resource: str) -> str:
    service, _, rest = resource.partition(":")
    return f"arn:aws:{service}:{asked.region}:{asked.account}:{rest}"


def _named(found: str | Answer, shape: Callable[[str], Any]) -> Answer:
    return found if isinstance(found, Answer) else as_json(shape(found))


def _backup(asked: Asked, here: Unserved) -> Answer | None:
    match asked.path.strip("/").split("/"):
        case ["backup-vaults", name, "access-policy"]:
            found = here.of(asked, f"backup:backup-vault:{unquote(name)}")
            return _named(found, lambda text: {"Policy": text})
    return None


def _glacier(asked: Asked, here: Unserved) -> Answer | None:
    match asked.path.strip("/").split("/"):
        case [_, "vaults", name, "access-policy"]:
            found = here.of(asked, f"glacier:vaults/{unquote(name)}")
            # The member "policy" is the body itself.
            return _named(found, lambda text: {"Policy": text})
    return None


def _lambda(asked: Asked, here: Unserved) -> Answer | None:
    match asked.path.strip("/").split("/"):
        case ["2021-10-31", "functions", name, "urls"]:
            arn = f"arn:aws:lambda:{asked.region}:{asked.account}:function:{name}"
            urls = [
                {
                    "FunctionArn": function,
                    "FunctionUrl": f"https://{name}.lambda-url.{asked.region}.on.aws/",
                    "AuthType": kind,
                    "CreationTime": "2026-01-01T00:00:00.000Z",
                    "LastModifiedTime": "2026-01-01T00:00:00.000Z",
                }
                for function, kind in sorted(here.urls.items())
                if function == arn or function.startswith(f"{arn}:")
            ]
            return as_json({"FunctionUrlConfigs": urls})
    return None


def _schemas(asked: Asked, here: Unserved) -> Answer | None:
    if asked.path == "/v1/registries":
        listed = [
            {"RegistryArn": arn, "RegistryName": arn.rpartition("/")[2], "tags": {}}
            for arn in here.within(asked, "schemas:registry/")
        ]
        return as_json({"Registries": listed})
    if asked.path == "/v1/policy":
        name = asked.query["registryName"][0]
        found = here.of(asked, f"schemas:registry/{name}", "NotFoundException")
        return _named(found, lambda text: {"Policy": text, "RevisionId": "1"})
    return None


def _codeartifact(asked: Asked, here: Unserved) -> Answer | None:
    asked_for = {name: values[0] for name, values in asked.query.items()}
    domain = asked_for.get("domain", "")
    match asked.path:
        case "/v1/domains":
            found = here.within(asked, "codeartifact:domain/")
            return as_json({"domains": [_domain(arn) for arn in found]})
        case "/v1/repositories":
            found = here.within(asked, "codeartifact:repository/")
            return as_json({"repositories": [_repository(arn) for arn in found]})
        case "/v1/domain/permissions/policy":
            policy = here.of(asked, f"codeartifact:domain/{domain}")
        case "/v1/repository/permissions/policy":
            name = asked_for["repository"]
            policy = here.of(asked, f"codeartifact:repository/{domain}/{name}")
        case _:
            return None
    return _named(policy, lambda text: {"policy": {"document": text, "revision": "1"}})


def _domain(arn: str) -> dict[str, Any]:
    return {"arn": arn, "name": arn.rpartition("/")[2], "owner": arn.split(":")[4]}


def _repository(arn: str) -> dict[str, Any]:
    _, domain, name = arn.split("/")
    owner = arn.split(":")[4]
    return {
        "arn": arn,
        "name": name,
        "domainName": domain,
        "domainOwner": owner,
        "administratorAccount": owner,
    }


def _rolesanywhere(asked: Asked, here: Unserved) -> Answer | None:
    if asked.path == "/trustanchors":
        anchors = here.within(asked, "rolesanywhere:trust-anchor/")
        return as_json({"trustAnchors": [_anchor(*each) for each in anchors.items()]})
    if asked.path == "/profiles":
        return as_json({"profiles": []})
    return None


def _anchor(arn: str, authority: str) -> dict[str, Any]:
    name = arn.rpartition("/")[2]
    return {
        "trustAnchorArn": arn,
        "trustAnchorId": name,
        "name": name,
        "enabled": True,
        "source": {
            "sourceType": "AWS_ACM_PCA",
            "sourceData": {"acmPcaArn": authority},
        },
    }


def _glue(asked: Asked, here: Unserved) -> Answer | None:
    if not asked.target.endswith(".GetResourcePolicies"):
        return None
    listed = [
        {"PolicyInJson": text, "PolicyHash": hashlib.md5(text.encode()).hexdigest()}  # noqa: S324
        for text in here.within(asked, "glue:catalog").values()
    ]
    return as_json({"GetResourcePoliciesResponseList": listed})


def _codebuild(asked: Asked, here: Unserved) -> Answer | None:
    if asked.target.endswith(".ListReportGroups"):
        groups = here.within(asked, "codebuild:report-group/")
        return as_json({"reportGroups": list(groups)})
    if asked.target.endswith(".GetResourcePolicy"):
        text = here.policies.get(asked.json["resourceArn"], "")
        found = text or missing_json(NONE, "There is no policy.")
        return _named(found, lambda text: {"policy": text})
    return None


def _ssm(asked: Asked, here: Unserved) -> Answer | None:
    if asked.target.endswith(".DescribeParameters"):
        # moto knows the tier of a parameter, and finds none by it.
        listed = [
            {"Name": f"/{arn.partition(':parameter/')[2]}", "Tier": "Advanced"}
            for arn in here.within(asked, "ssm:parameter/")
        ]
        return as_json({"Parameters": listed})
    if not asked.target.endswith(".GetResourcePolicies"):
        return None
    text = here.policies.get(asked.json["ResourceArn"], "")
    policy = {"PolicyId": "p-1", "PolicyHash": "h-1", "Policy": text}
    return as_json({"Policies": [policy] if text else []})


def _ecr_public(asked: Asked, here: Unserved) -> Answer | None:
    head = f"arn:aws:ecr-public::{asked.account}:repository/"
    if asked.target.endswith(".DescribeRepositories"):
        listed = [
            {"repositoryArn": arn, "repositoryName": arn.removeprefix(head)}
            for arn in sorted(here.policies)
            if arn.startswith(head)
        ]
        return as_json({"repositories": listed})
    if asked.target.endswith(".GetRepositoryPolicy"):
        text = here.policies.get(f"{head}{asked.json['repositoryName']}", "")
        code = "RepositoryPolicyNotFoundException"
        found = text or missing_json(code, "There is no policy.")
        return _named(found, lambda text: {"policyText": text})
    return None


def _organizations(asked: Asked, here: Unserved) -> Answer | None:
    if not asked.target.endswith(".DescribeResourcePolicy"):
        return None
    for arn, text in here.policies.items():
        if ":resourcepolicy/o-" in arn:  # the one that there is
            summary = {"Id": arn.rpartition("/")[2], "Arn": arn}
            found = {"ResourcePolicySummary": summary, "Content": text}
            return as_json({"ResourcePolicy": found})
    return missing_json("ResourcePolicyNotFoundException", "There is no policy.")


def _directory_buckets(_asked: Asked, _here: Unserved) -> Answer:
    """Answer that there are none: moto lists ordinary buckets as directory buckets."""
    return as_rest_xml("ListAllMyDirectoryBuckets", "<Buckets/>")


SERVICES: Mapping[str, Callable[[Asked, Unserved], Answer | None]] = {
    "backup": _backup,
    "codeartifact": _codeartifact,
    "codebuild": _codebuild,
    "ecr-public": _ecr_public,
    "glacier": _glacier,
    "glue": _glue,
    "lambda": _lambda,
    "organizations": _organizations,
    "rolesanywhere": _rolesanywhere,
    "s3express": _directory_buckets,
    "schemas": _schemas,
    "ssm": _ssm,
}


def answer(asked: Asked, here: Unserved) -> Answer | None:
    """Answer one call, or leave it to moto."""
    service = SERVICES.get(asked.service)
    return service(asked, here) if service else None
