"""Bundles for tests: a campaign that has seen everything, as a ZIP and as files."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from accessmap.models import Role
from reviews.evidence.bundle import write_bundle
from reviews.evidence.verify import Bundle
from reviews.lifecycle import AtClose
from reviews.models import Campaign, Seal, SignOff
from reviews.operations.close_campaign import close_campaign
from reviews.operations.name_management import name_management
from reviews.operations.seal_campaign import seal_campaign
from reviews.operations.sign_off import sign_off
from reviews.operations.verify_removals import verify_removals
from tests.cast import KEN
from tests.reviews.story import aiko, campaign, confirm, later_crawl, revoke
from tests.rows import PASSWORD, end_grant, make_user


def decided() -> Campaign:
    """A campaign with a confirmation, a change of mind, a removal and a silence."""
    found = campaign(3)
    first, second, _third = found.items.all()
    confirm(first)
    confirm(second)
    revoke(second, reason="=HYPERLINK(1)")
    close_campaign(found, closed_by=aiko(), at_close=AtClose.KEEP, reason="Due.")
    end_grant(second.grant, crawl=later_crawl())
    later_crawl()
    verify_removals()
    return Campaign.objects.get(pk=found.pk)


def signed() -> Campaign:
    """The same, signed off by two people."""
    found = decided()
    manager = make_user(KEN, Role.ANALYST)
    sign_off(found, part=SignOff.Part.OWNER, person=aiko(), password=PASSWORD)
    name_management(found, person=manager, named_by=aiko())
    sign_off(found, part=SignOff.Part.MANAGEMENT, person=manager, password=PASSWORD)
    return found


def sealed() -> Seal:
    """The same, sealed."""
    return seal_campaign(signed(), sealed_by=aiko())


def bundle(found: Campaign) -> bytes:
    """The bundle of a campaign."""
    out = io.BytesIO()
    write_bundle(found, out)
    return out.getvalue()


def on_disk(found: Campaign, folder: Path) -> Bundle:
    """A campaign's bundle, as whoever took it reads it."""
    path = folder / "b.zip"
    path.write_bytes(bundle(found))
    return Bundle(path)


def unpacked(body: bytes) -> dict[str, bytes]:
    """The files of a bundle."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes], path: Path) -> Path:
    """The files as a ZIP again."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return path


def lines(body: bytes) -> list[dict[str, Any]]:
    """The rows of a table."""
    return [json.loads(line) for line in body.decode().splitlines()]
