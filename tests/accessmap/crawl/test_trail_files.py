"""Log files of a trail: who became which role, further back than AWS's own history."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from accessmap.crawl.offline import import_files
from accessmap.crawl.printed_file import FileRefused
from accessmap.models import Coverage, Outcome, RoleUse
from tests import rows
from tests.cast import PAYMENTS, TANUKI

pytestmark = pytest.mark.django_db
ROLE = f"arn:aws:iam::{PAYMENTS}:role/vendor-readonly"


def event(number: int, day: str = "2026-03-01", **more: Any) -> dict[str, Any]:
    return {
        "eventID": f"event-{number}",
        "eventName": "AssumeRole",
        "eventTime": f"{day}T12:00:00Z",
        "awsRegion": "eu-west-1",
        "recipientAccountId": PAYMENTS,
        "requestParameters": {"roleArn": ROLE},
        "userIdentity": {
            "type": "AWSAccount",
            "accountId": TANUKI,
            "principalId": "AROA3POLLER:session",
        },
        **more,
    }


def log(folder: Path, name: str, *events: dict[str, Any]) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(json.dumps({"Records": events}).encode()))
    return path


def test_it_tells_of_uses_that_aws_has_forgotten(tmp_path: Path) -> None:
    done = import_files(
        [
            log(tmp_path, "a.json.gz", event(1), event(2), event(3, "2026-03-02")),
            # Another trail wrote it too; and what is no use counts for nothing.
            log(
                tmp_path,
                "b.json.gz",
                event(2),
                event(4, errorCode="AccessDenied"),
                event(5, eventName="PutObject"),
            ),
        ]
    )

    use = RoleUse.objects.get()
    assert (use.account_id, use.region, use.role_arn) == (PAYMENTS, "eu-west-1", ROLE)
    assert (use.caller, use.caller_account) == ("AROA3POLLER", TANUKI)
    assert use.days == {"2026-03-01": 2, "2026-03-02": 1}
    assert use.began_crawl == done


def test_files_show_use_and_never_disuse(tmp_path: Path) -> None:
    done = import_files([log(tmp_path, "a.json.gz", event(1))])

    told = Coverage.objects.filter(crawl=done, collector="event_history")
    assert [(each.region, each.outcome) for each in told] == [
        ("eu-west-1", Outcome.NOT_ATTEMPTED)
    ]
    assert not Coverage.objects.filter(outcome=Outcome.COMPLETE).exists()


def test_what_a_crawl_knows_of_the_place_stands(tmp_path: Path) -> None:
    rows.make_coverage(collector="event_history")

    done = import_files([log(tmp_path, "a.json.gz", event(1))])

    assert not Coverage.objects.filter(crawl=done, collector="event_history").exists()
    assert RoleUse.objects.count() == 1


def test_importing_again_counts_nothing_twice(tmp_path: Path) -> None:
    path = log(tmp_path, "a.json.gz", event(1), event(2))
    import_files([path])
    import_files([path])
    assert RoleUse.objects.get().days == {"2026-03-01": 2}


def test_what_the_cli_printed_of_the_history_is_taken_too(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    listed = [{"EventName": "AssumeRole", "CloudTrailEvent": json.dumps(event(1))}]
    path.write_text(json.dumps({"Events": listed}))
    import_files([path])
    assert RoleUse.objects.get().role_arn == ROLE


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            gzip.compress(b'{"Records": []}' * 99, mtime=0)[:-20],
            "cannot be read: it is cut off",
        ),
        (b"\x1f\x8bnothing", "cannot be read"),
        (b'{"Records": [{"eventName": "AssumeRole"}]}', "is none of the answers"),
        (b'{"Events": [{"CloudTrailEvent": "<html>"}]}', "is none of the answers"),
    ],
)
def test_a_file_that_is_no_log_is_refused(
    tmp_path: Path, body: bytes, why: str
) -> None:
    path = tmp_path / "a.json.gz"
    path.write_bytes(body)
    with pytest.raises(FileRefused, match=why):
        import_files([path])
    assert not RoleUse.objects.exists()
