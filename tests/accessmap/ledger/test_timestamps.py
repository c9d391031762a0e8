"""A real authority stamps checkpoints; whatever else it answers is refused and said."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from accessmap.ledger.anchors import sign_and_anchor
from accessmap.ledger.append import append
from accessmap.ledger.check import faults
from accessmap.ledger.timestamps import NoTimestamp
from accessmap.models import Entry, Timestamp
from tests.accessmap.ledger.authority import Authority, authority
from tests.write_once import lifted

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """An authority for all tests here: its keys take a moment."""
    with authority(tmp_path_factory.mktemp("tsa") / "home") as found:
        yield found


@pytest.fixture
def tsa(served: Authority, settings: Settings) -> Authority:
    """The authority, as it is by itself, and named in the settings."""
    fresh = Authority(served.home, served.url)
    served.__dict__.update(fresh.__dict__)
    settings.TSA_URL, settings.TSA_ROOTS = served.url, served.roots
    return served


def said() -> str:
    """What check_ledger says."""
    out = io.StringIO()
    call_command("check_ledger", stdout=out)
    return out.getvalue()


def test_a_checkpoint_is_stamped_once_and_the_ledger_says_so(tsa: Authority) -> None:
    append("role-changed", by="test")
    made = sign_and_anchor()
    assert made
    assert made.timestamp.authority == tsa.url
    assert Entry.objects.get(kind="checkpoint-timestamped")
    assert sign_and_anchor() is None
    assert tsa.asked == 1
    assert not list(faults())
    assert f"Timestamped up to entry {made.size}" in said()


def test_openssl_agrees(tsa: Authority, tmp_path: Path) -> None:
    append("role-changed", by="test")
    made = sign_and_anchor()
    assert made
    (tmp_path / "token").write_bytes(bytes(made.timestamp.reply))
    (tmp_path / "note").write_text(made.note, "utf-8")
    tsa.run(f"openssl ts -verify -in {tmp_path}/token -data {tmp_path}/note "
            "-CAfile root.pem")  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"kind": "text/html", "body": b"<html>Sign in"}, "text/html"),
        ({"body": b"<html>Sign in"}, "does not hold"),
        ({"body": b""}, "does not hold"),
        ({"body": bytes.fromhex("30053003020102")}, "does not hold"),  # a rejection
        ({"body": b"0" * 100_000}, "no timestamp"),
        ({"status": 503}, "503"),
        ({"about": b"another message"}, "does not hold"),
    ],
)
def test_any_other_answer_is_refused_said_and_asked_for_again(
    wrong: dict[str, object],
    why: str,
    tsa: Authority,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.ANCHOR_DIR = str(tmp_path)
    tsa.__dict__.update(wrong)
    append("role-changed", by="test")
    with pytest.raises(NoTimestamp, match=why):
        sign_and_anchor()
    assert not Timestamp.objects.exists()
    assert "No checkpoint is timestamped yet" in said()
    tsa.__dict__.update(Authority(tsa.home, tsa.url).__dict__)
    assert sign_and_anchor() is None  # nothing new, and still it asks
    assert Timestamp.objects.count() == 1


def test_an_authority_that_is_down_stops_no_other_anchor(
    tsa: Authority, settings: Settings, tmp_path: Path
) -> None:
    settings.ANCHOR_DIR = str(tmp_path)
    append("role-changed", by="test")
    sign_and_anchor()
    settings.TSA_URL = "http://127.0.0.1:9/tsr"
    append("role-changed", by="test")
    with pytest.raises(CommandError, match="did not answer"):
        call_command("checkpoint")
    assert len(list(tmp_path.iterdir())) == 2
    assert "has no timestamp yet" in said()


def test_a_root_that_does_not_vouch_for_it_is_no_root(
    tsa: Authority, settings: Settings, tmp_path: Path
) -> None:
    with authority(tmp_path / "other") as other:
        settings.TSA_ROOTS = other.roots
    append("role-changed", by="test")
    with pytest.raises(NoTimestamp, match="does not hold"):
        sign_and_anchor()


def test_the_database_refuses_to_change_or_delete_one(tsa: Authority) -> None:
    append("role-changed", by="test")
    sign_and_anchor()
    for act in ("UPDATE accessmap_timestamp SET reply = reply",
                "DELETE FROM accessmap_timestamp"):  # fmt: skip
        with (
            pytest.raises(DatabaseError, match="never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(act)


@pytest.mark.parametrize("act", ["delete", "edit", "insert"])
def test_whoever_gets_past_that_is_found(act: str, tsa: Authority) -> None:
    append("role-changed", by="test")
    made = sign_and_anchor()
    assert made
    held = made.timestamp
    with lifted():
        if act == "delete":
            held.delete()
        elif act == "edit":
            Timestamp.objects.update(reply=bytes(held.reply) + b"0")
        else:
            append("role-changed", by="test")
            other = _later()
            Timestamp.objects.create(
                checkpoint=other, authority="x", stamped_at=held.stamped_at, reply=b"x"
            )
    (fault,) = faults()
    assert "timestamp" in fault.reason


def _later() -> object:
    from accessmap.ledger.checkpoints import make_checkpoint

    return make_checkpoint()
