from __future__ import annotations

import pytest

from accessmap.policy.explain import plain, reach_words, sentence
from tests.accessmap.policy.explain.grants import GRANTS, NAMES
from tests.accessmap.policy.rules.scene import allowing


@pytest.mark.parametrize(
    ("documents", "english", "japanese"),
    [
        ([], (), ()),
        (
            [allowing("*")],
            ("do anything in the whole account",),
            ("アカウント全体のすべてを操作する",),
        ),
        ([allowing("s3:*")], ("do anything in S3",), ("S3 のすべてを操作する",)),
        (
            [allowing("s3:GetObject"), allowing("cloudwatch:DeleteAlarms")],
            ("make changes in CloudWatch", "read in S3"),
            ("CloudWatch の変更をする", "S3 の読み取りをする"),
        ),
        (
            [allowing("sqs:ReceiveMessage", "s3:GetObject", "kms:DescribeKey")],
            ("read in KMS, S3 and SQS",),
            ("KMS、S3、SQS の読み取りをする",),
        ),
    ],
)
def test_it_says_levels_and_services_worst_first(documents, english, japanese):
    assert reach_words(documents, "en") == english
    assert reach_words(documents, "ja") == japanese


def test_many_services_are_counted():
    actions = ("s3:GetObject", "ec2:GetConsoleOutput", "ecr:GetAuthorizationToken")
    document = allowing(*actions, "kms:DescribeKey")
    assert reach_words([document], "en") == ("read in 4 services",)
    assert reach_words([document], "ja") == ("4個のサービスの読み取りをする",)


def test_a_policy_that_cannot_be_read_leaves_it_unsaid():
    assert reach_words(["{"], "en") is None


def test_the_sentence_takes_it_up():
    found = reach_words([allowing("s3:GetObject")], "ja")
    text = plain(sentence(GRANTS["role: vendor"], NAMES, "ja", reach=found))
    assert text.endswith(
        "ロール TanukiIntegration になり、S3 の読み取りをすることができます。"
    )
