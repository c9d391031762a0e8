from __future__ import annotations

import pytest

from accessmap.policy.judge import Answer, Judgement, Request, judge

ROLE = "arn:aws:iam::204411803391:role/audit"
BECOME = Request("sts:AssumeRole", ROLE, {"aws:principalaccount": ("204411803406",)})


def policy(effect="Allow", action="sts:AssumeRole", resource="*", **more):
    statement = {"Effect": effect, "Action": action, "Resource": resource, **more}
    return {"Version": "2012-10-17", "Statement": statement}


def on(operator, key, value):
    return {"Condition": {operator: {key: value}}}


@pytest.mark.parametrize(
    ("document", "answer"),
    [
        (policy(), Answer.ALLOWED),
        (policy(action="sts:*", resource="arn:aws:iam::*:role/a*"), Answer.ALLOWED),
        (policy(resource="arn:aws:iam::*:role/b*"), Answer.SILENT),
        (policy(action="s3:*"), Answer.SILENT),
        (policy(effect="Deny"), Answer.DENIED),
        (
            policy(**on("StringEquals", "aws:PrincipalAccount", "204411803406")),
            Answer.ALLOWED,
        ),
        (policy(**on("StringEquals", "aws:PrincipalAccount", "1")), Answer.SILENT),
        (
            policy(**on("StringEquals", "aws:RequestedRegion", "eu-west-1")),
            Answer.DEPENDS,
        ),
        (policy("Deny", **on("Bool", "aws:ViaAWSService", "true")), Answer.DEPENDS),
        (policy(**on("Frobnicate", "aws:PrincipalAccount", "1")), Answer.DEPENDS),
        (
            policy(**on("StringEquals", "aws:PrincipalAccount", "${aws:x}")),
            Answer.DEPENDS,
        ),
        ("{", Answer.UNREAD),
    ],
)
def test_one_document_is_judged(document, answer):
    assert judge({"one": document}, BECOME).answer is answer


def test_a_deny_outweighs_and_is_named():
    documents = {"broad": policy(), "perimeter": policy(effect="Deny")}
    assert judge(documents, BECOME) == Judgement(Answer.DENIED, "perimeter")


def test_one_allow_is_enough():
    documents = {"narrow": policy(action="s3:*"), "broad": policy()}
    assert judge(documents, BECOME) == Judgement(Answer.ALLOWED, "broad")


def test_a_statement_without_a_resource_is_about_any():
    statement = {"Effect": "Deny", "Action": "sts:*"}
    assert judge({"x": {"Statement": statement}}, BECOME).answer is Answer.DENIED


def test_no_document_is_no():
    assert judge({}, BECOME) == Judgement(Answer.SILENT)


def test_not_action_and_not_resource_mean_the_rest():
    rest = {"Effect": "Allow", "NotAction": "s3:*", "NotResource": ROLE}
    assert judge({"x": {"Statement": rest}}, BECOME).answer is Answer.SILENT
    rest["NotResource"] = "arn:aws:iam::*:role/other"
    assert judge({"x": {"Statement": rest}}, BECOME).answer is Answer.ALLOWED


def test_the_objects_of_a_bucket_are_part_of_it():
    read = policy(action="s3:GetObject", resource="arn:aws:s3:::sales/*")
    asked = Request("s3:GetObject", "arn:aws:s3:::sales")
    assert judge({"x": read}, asked).answer is Answer.ALLOWED
