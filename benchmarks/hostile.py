"""Documents that an enemy might write: `python -m benchmarks.hostile` times them.

CPU time, the worst of three runs; none may take a second. The tests hold the same
documents to a number of calls, which is the same on every machine.
"""

from __future__ import annotations

import time
from typing import Any

from accessmap.policy.derive import derive
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust

ORGANIZATION, OWN, FOREIGN = "o-aaaabbbb11", "111111111111", "444455556666"
BUCKET = "arn:aws:s3:::corpus-bucket"
ZONE = ZoneOfTrust(ORGANIZATION, frozenset({OWN, "222222222222"}))
ROUNDS = 3
SLOW = 0.1

TEMPLATE = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "One",
            "Effect": "Allow",
            "Principal": {"AWS": ["*", FOREIGN]},
            "Action": ["s3:Get*", "s3:PutObject"],
            "Resource": "arn:aws:s3:::corpus-bucket/*",
            "Condition": {"StringLike": {"aws:PrincipalOrgID": ["o-*"]}},
        },
        {
            "Effect": "Deny",
            "NotPrincipal": {"AWS": f"arn:aws:iam::{OWN}:root"},
            "NotAction": "s3:GetObject",
            "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ],
}


def allowing(**changed: Any) -> dict[str, Any]:
    """Return a policy of one Allow, changed."""
    return {
        "Version": "2012-10-17",
        "Statement": {**TEMPLATE["Statement"][0], **changed},
    }  # type: ignore[dict-item]


def nested(levels: int) -> object:
    """Return an object that holds itself so many times over."""
    found: object = "x"
    for _ in range(levels):
        found = {"Statement": found}
    return found


BROKEN = {
    "not JSON": "{",
    "empty": "",
    "bytes": bytes(range(256)),
    "a megabyte": "x" * 1_000_000,
    "5,000 lists deep": "[" * 5_000,
    "5,000 objects deep": '{"Statement":' * 5_000,
    "5,000 levels of objects": nested(5_000),
    "a key twice": '{"Version": "2012-10-17", "Version": "2012-10-17"}',
    "half a character": '{"Statement": "\\ud800"}',
    "a NUL": '{"Statement": "\\u0000"}',
    "NaN": '{"Statement": NaN}',
    "a very long integer": '{"Statement": ' + "9" * 100_000 + "}",
    "a very long integer, parsed": {"Statement": 10**100_000},
    "a number": 7,
    "a set": {1, 2},
    "no Statement": {},
    "a Statement of null": {"Statement": None},
    "an Effect in lower case": allowing(Effect="allow"),
    "no Principal": allowing(Principal=None),
    "both Action and NotAction": allowing(NotAction="s3:*"),
    "an unknown Version": {**TEMPLATE, "Version": "2020-01-01"},
    "a Condition that is a list": allowing(Condition=[]),
}


HEAVY = {
    "500 accounts": allowing(Principal={"AWS": [f"{n:012}" for n in range(500)]}),
    "stars": allowing(Action=["s3:" + "*a" * 200, "s3:" + "*b" * 200]),
    "many patterns": allowing(
        Condition={
            "StringLike": {
                "aws:PrincipalArn": [f"*{chr(97 + n)}*b*" for n in range(20)]
            }
        }
    ),
    "thirty services for sixty sources": {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": [f"s{n}.amazonaws.com" for n in range(30)]},
            "Action": "s3:*",
            "Resource": "*",
            "Condition": {
                "ArnLike": {
                    "aws:SourceArn": [f"arn:aws:sns:*:{n:012}:t{n}*" for n in range(60)]
                }
            },
        },
    },
    "a hundred and fifty units": allowing(
        Condition={
            "ForAnyValue:StringLike": {
                "aws:PrincipalOrgPaths": [
                    f"{ORGANIZATION}/r-ab12/ou-{n}/*" for n in range(150)
                ]
            }
        }
    ),
    "a very long pattern": allowing(Resource=f"{BUCKET}/" + "*a" * 2_000),
    "long question marks": allowing(
        Condition={
            "StringLike": {"a:b": ["?" * 1000 + "*a" + "?" * n for n in range(9)]}
        }
    ),
    "many names of actions": allowing(
        Action=[f"s3:*{chr(97 + n % 26)}{n}*" for n in range(60)]
    ),
    "a hundred Allows and ninety Denys": {
        "Version": "2012-10-17",
        "Statement": [
            *(allowing(Principal={"AWS": f"{n:012}"})["Statement"] for n in range(100)),
            *(
                {
                    **TEMPLATE["Statement"][1],  # type: ignore[dict-item]
                    "Condition": {
                        "StringNotEquals": {"aws:userid": "x", f"a:{n}": "x"}
                    },
                }
                for n in range(90)
            ),
        ],
    },
    "many endpoints": allowing(
        Condition={
            "StringEquals": {
                "aws:SourceVpce": [f"vpce-{n}" for n in range(200)],
                "aws:SourceVpc": [f"vpc-{n}" for n in range(200)],
            }
        }
    ),
    "twelve Denys of three keys": {
        "Version": "2012-10-17",
        "Statement": [
            allowing(Condition={})["Statement"],
            *(
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "*",
                    "Resource": "*",
                    "Condition": {
                        "StringNotEquals": {f"a:{n}": "x", f"b:{n}": "y", f"c:{n}": "z"}
                    },
                }
                for n in range(12)
            ),
        ],
    },
}


def seconds(document: object) -> float:
    """Return the CPU time that a document takes at worst."""
    taken = []
    for _ in range(ROUNDS):
        # Another zone each time, so that no answer is remembered.
        zone = ZoneOfTrust(ORGANIZATION, ZONE.accounts)
        begun = time.process_time()
        derive(Subject("", "AWS::S3::Bucket", OWN, PolicyKind.RESOURCE, document), zone)
        taken.append(time.process_time() - begun)
    return max(taken)


def main() -> None:
    """Print the slow ones, and the worst of all."""
    found = {name: seconds(each) for name, each in {**BROKEN, **HEAVY}.items()}
    for name, taken in sorted(found.items(), key=lambda item: -item[1]):
        if taken > SLOW:
            print(f"{name:36} {taken:.2f} s")
    print(f"{len(found)} documents; the worst took {max(found.values()):.2f} s")


if __name__ == "__main__":
    main()
