"""Identity providers that sign for everybody, and which claims tell whose a token is.

One address signs there for all customers of the provider, so that a branch's or an
environment's name, an event or an audience of one's own choice is anybody's.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

# Stands after a text that nothing follows, so that a name at its end is whole.
_END = "\0"
_WHOLE = re.compile("[^\0]+\0")


def _named(head: str, end: str) -> re.Pattern[str]:
    """Return what begins with ``head`` and a name that ends before any wildcard."""
    return re.compile(f"{head}[^{end}\0]+[{end}\0]")


# https://docs.github.com/en/actions/reference/security/oidc
# A subject may be made of other claims, each "name:value". A workflow that is called by
# others runs what its own owner wrote, whoever calls it.
_GITHUB = {
    "sub": re.compile(
        "(?:repo|repository|job_workflow_ref|workflow_ref):[^/:\0]+/"
        "|(?:repository_id|repository_owner|repository_owner_id|enterprise"
        "|enterprise_id):[^:\0]+[:\0]"
    ),
    "repository": _named("", "/"),
    "job_workflow_ref": _named("", "/"),
    "workflow_ref": _named("", "/"),
    **dict.fromkeys(
        (
            "repository_id",
            "repository_owner",
            "repository_owner_id",
            "enterprise",
            "enterprise_id",
        ),
        _WHOLE,
    ),
}
# https://docs.gitlab.com/ci/secrets/id_token_authentication/
_GITLAB = {
    "sub": re.compile("project_path:[^/:\0]+/"),
    "namespace_path": _named("", "/"),
    "project_path": _named("", "/"),
    "namespace_id": _WHOLE,
    "project_id": _WHOLE,
}
# https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials/workload-identity-tokens
_TERRAFORM = {
    "sub": _named("organization:", ":"),
    "terraform_full_workspace": _named("organization:", ":"),
    "terraform_organization_id": _WHOLE,
    "terraform_organization_name": _WHOLE,
    "terraform_project_id": _WHOLE,
    "terraform_workspace_id": _WHOLE,
}
# https://www.pulumi.com/docs/esc/guides/configuring-oidc/aws/
_PULUMI = {
    "aud": _WHOLE,
    "sub": _named(r"pulumi:[^:\0]+:(?:org|pulumi\.organization\.login):", ":"),
}
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
_COGNITO = {"aud": _WHOLE, "sub": _WHOLE}
_FACEBOOK = {"app_id": _WHOLE, "id": _WHOLE}
_AMAZON = {"app_id": _WHOLE, "user_id": _WHOLE}
# The audience is the application's own client id; "oaud" is what was asked for.
_GOOGLE = dict.fromkeys(("aud", "sub", "email", "google/organization_number"), _WHOLE)
# https://vercel.com/docs/oidc/reference
_VERCEL = {"aud": _named("https://vercel.com/", "/"), "sub": _named("owner:", ":")}
# https://buildkite.com/docs/pipelines/security/oidc
_BUILDKITE = {
    "sub": _named("organization:", ":"),
    "organization_slug": _WHOLE,
    "organization_id": _WHOLE,
}
# Turbonomic: a customer of IBM is a namespace of one of these clusters.
# https://www.ibm.com/support/pages/turbonomic-saas-iam-role-setup
_TURBONOMIC = {"sub": _named("system:serviceaccount:", ":")}
_RED_HAT, _OPENSHIFT = (
    "rh-oidc.s3.us-east-1.amazonaws.com",
    "oidc.op1.openshiftapps.com",
)
# Microsoft names the session after the customer's workspace; no claim does.
SESSION_NAME = "sts:rolesessionname"
_SENTINEL = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d"
NAMES_SESSIONS = frozenset({_SENTINEL, f"{_SENTINEL}/"})

# The others after AWS's own samples:
# https://github.com/aws-samples/resource-control-policy-examples
OWNERS: Mapping[str, Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        "accounts.google.com": _GOOGLE,
        "agent.buildkite.com": _BUILDKITE,
        "api.pulumi.com": _PULUMI,
        "api.pulumi.com/oidc": _PULUMI,
        "app.terraform.io": _TERRAFORM,
        "cognito-identity.amazonaws.com": _COGNITO,
        "gitlab.com": _GITLAB,
        "graph.facebook.com": _FACEBOOK,
        "oidc-configuration.audit-log.githubusercontent.com": {
            "sub": _named("https://github.com/", "/")
        },
        "oidc.codefresh.io": {"sub": _named("account:", ":")},
        "oidc.vercel.com": _VERCEL,
        "proidc.upbound.io": {"sub": _named("mcp:", "/:")},
        "sandboxes.cloud": {"aud": _WHOLE},
        "scalr.io": {"sub": _named("account:", ":")},
        "studio.datachain.ai/api": {"sub": _named("credentials:", "/")},
        "token.actions.githubusercontent.com": _GITHUB,
        "tokens.cloud.shisho.dev": {"sub": _named("job:", ":")},
        "vstoken.actions.githubusercontent.com": _GITHUB,
        "www.amazon.com": _AMAZON,
        **{each: {SESSION_NAME: _WHOLE} for each in NAMES_SESSIONS},
        **{
            f"{_RED_HAT}/{each}": _TURBONOMIC
            for each in (
                "22ejnvnnturfmt6km08idd0nt4hekbn7",
                "23e3sd27sju1hoou6ohfs68vbno607tr",
                "23ne21h005qjl3n33d8dui5dlrmv2tmg",
                "24jrf12m5dj7ljlfb4ta2frhrcoadm26",
            )
        },
        **{
            f"{_OPENSHIFT}/{each}": _TURBONOMIC
            for each in (
                "2c51blsaqa9gkjt0o9rt11mle8mmropu",
                "2f785sojlpb85i7402pk3qogugim5nfb",
            )
        },
    }
)


def is_shared(host: str) -> bool:
    """Say whether the provider signs for everybody under one address."""
    return host in OWNERS


def tells_owner(fixed: str, claim: str, host: str, *, is_exact: bool) -> bool:
    """Say whether a whole owner's name stands in what the claim begins with."""
    shape = OWNERS[host].get(claim)
    return shape is not None and bool(shape.match(fixed + _END * is_exact))
