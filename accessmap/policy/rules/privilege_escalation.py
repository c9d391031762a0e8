"""The role may raise its own rights, so it is worth more than it looks.

Ways after AWS's guidance on iam:PassRole and on permissions management. Whoever signs
in through a provider counts as well as whoever comes from another account.
"""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.identity import identity
from accessmap.policy.kinds import Severity
from accessmap.policy.rule import Circumstances, Rule, register
from accessmap.policy.traits import comes_from_elsewhere, lets_become

ALONE = (
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
    "lambda:UpdateFunctionCode",
)
# With iam:PassRole, each of these runs something with a role that it was handed.
WITH_PASS_ROLE = (
    "cloudformation:CreateStack",
    "codebuild:CreateProject",
    "ec2:RunInstances",
    "ecs:RunTask",
    "glue:CreateJob",
    "lambda:CreateFunction",
    "sagemaker:CreateNotebookInstance",
    "states:CreateStateMachine",
)
SHOWN = 3


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say by which actions the role may raise its rights."""
    if not lets_become(grant) or not comes_from_elsewhere(grant):
        return None
    may = identity(circumstances.identity_documents)
    if may.is_admin:
        return None  # it has all rights already; another rule says so
    found = [each for each in ALONE if may.allows(each)]
    if may.allows("iam:PassRole"):
        found += [f"iam:PassRole + {e}" for e in WITH_PASS_ROLE if may.allows(e)]
    if not found:
        return None
    more = ["…"] if len(found) > SHOWN else []
    return {"actions": ", ".join([*found[:SHOWN], *more])}


RULE = register(
    Rule(
        id="privilege-escalation",
        severity=Severity.HIGH,
        title={"en": "Can raise its own rights", "ja": "権限を自ら広げられる"},
        sentence={
            "en": "Whoever becomes this role can give themselves more rights, by "
            "{actions}.",
            "ja": "このロールになった人は、{actions} "
            "によって自分の権限を広げられます。",
        },
        fix={
            "en": "Take these actions away, or bound them with a permissions boundary.",
            "ja": "これらのアクションを外すか、アクセス許可の境界で抑えます。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
        check=check,
    )
)
