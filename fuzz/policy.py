"""Throw any bytes at the engine: it must answer, and in time.

    python -m fuzz.policy                       for 60 seconds
    python -m fuzz.policy -max_total_time=3600  any option of libFuzzer

Run by `make fuzz` with the interpreter of var/fuzz (atheris; Linux). What breaks it is
written to var/fuzz-found/ and can be given again as an argument.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["accessmap.policy"]):
    from accessmap.policy import derive as engine
    from accessmap.policy.kinds import PolicyKind
    from accessmap.policy.subject import Derivation, Subject
    from accessmap.policy.zone import ZoneOfTrust

from fuzz.assemble import assembled

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "accessmap" / "policy" / "cases"
SEEDS = ROOT / "var" / "fuzz-seeds"
FOUND = ROOT / "var" / "fuzz-found"
WORDS = ROOT / "fuzz" / "policy.dict"
# The engine stays up when it meets a fault of its own, and says so: found all the same.
FAULT = engine.FAULT
# A document may take a second; instrumented code runs several times slower.
LIMIT_SECONDS = 10

OWN, MEMBER = "111111111111", "222222222222"
ZONE = ZoneOfTrust(
    organization_id="o-aaaabbbb11",
    accounts=frozenset({OWN, MEMBER}),
    paths={OWN: "o-aaaabbbb11/r-ab12/ou-ab12-11111111/"},
)
# The first byte of an input says what it is put in as; from this one on, the rest does
# not stand for text but for choices among the words of policies.
ASSEMBLED = 128
SUBJECTS = (
    ("AWS::S3::Bucket", "arn:aws:s3:::bucket", PolicyKind.RESOURCE),
    ("AWS::IAM::Role", f"arn:aws:iam::{OWN}:role/role", PolicyKind.TRUST),
    ("AWS::KMS::Key", f"arn:aws:kms:us-east-1:{OWN}:key/k", PolicyKind.RESOURCE),
    ("AWS::KMS::Key", f"arn:aws:kms:us-east-1:{OWN}:key/k", PolicyKind.KMS_GRANTS),
    ("AWS::S3::Bucket", "arn:aws:s3:::bucket", PolicyKind.ACL),
    (
        "AWS::RDS::DBSnapshot",
        f"arn:aws:rds:us-east-1:{OWN}:snapshot:s",
        PolicyKind.SHARE,
    ),
)


def documents(content: bytes) -> list[object]:
    """Return what may come in: bytes, their text, and the text already parsed."""
    try:
        text = content.decode("utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        return [content]
    found: list[object] = [text]
    with contextlib.suppress(ValueError, RecursionError):
        found.append(json.loads(text))
    return found


def throw(data: bytes) -> None:
    """Put one input to the engine."""
    if not data:
        return
    resource_type, arn, kind = SUBJECTS[data[0] % len(SUBJECTS)]
    is_assembled = data[0] >= ASSEMBLED
    chance = atheris.FuzzedDataProvider(data[1:])
    thrown = [assembled(chance)] if is_assembled else documents(data[1:])
    for document in thrown:
        answer = engine.derive(Subject(arn, resource_type, OWN, kind, document), ZONE)
        if not isinstance(answer, Derivation):
            raise TypeError(f"derive answered a {type(answer).__name__}.")
        if FAULT in answer.errors:
            raise RuntimeError("The engine met a fault of its own.")


def write_seeds() -> None:
    """Start from the worked cases: what is nearly a policy goes deepest."""
    SEEDS.mkdir(parents=True, exist_ok=True)
    FOUND.mkdir(parents=True, exist_ok=True)
    lines = [
        line
        for path in sorted(CASES.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for number in range(32):
        choices = hashlib.shake_256(bytes([number])).digest(300)
        (SEEDS / f"words-{number}").write_bytes(bytes([ASSEMBLED + number]) + choices)
    for line in lines:
        case = json.loads(line)
        policy = case["policy"] or case.get("acl")
        text = policy if isinstance(policy, str) else json.dumps(policy)
        first = b"\1" if case["resource_type"] == "AWS::IAM::Role" else b"\0"
        (SEEDS / case["id"]).write_bytes(first + text.encode())


def main() -> None:
    """Fuzz until the time is over or something breaks."""
    write_seeds()
    options = {
        "-max_total_time": "60",
        "-timeout": str(LIMIT_SECONDS),
        "-max_len": "65536",
        "-dict": str(WORDS),
        "-artifact_prefix": f"{FOUND}/",
    }
    given = sys.argv[1:]
    chosen = [
        f"{name}={value}"
        for name, value in options.items()
        if not any(each.startswith(f"{name}=") for each in given)
    ]
    files = [each for each in given if not each.startswith("-")]
    atheris.Setup(
        [sys.argv[0], *chosen, *given, *([] if files else [str(SEEDS)])], throw
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
