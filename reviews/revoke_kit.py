"""What somebody needs to do what was decided: files to read, to run, to undo."""

from __future__ import annotations

import difflib
import io
import zipfile
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from accessmap.policy.apply import cloudformation, terraform, told
from accessmap.removal import Removal
from reviews.evidence.binder import EPOCH
from reviews.models import ReviewItem
from reviews.wording import plain

NOW, NEW = "policy-now.json", "policy-new.json"


def kit(item: ReviewItem, removal: Removal, language: str) -> bytes:
    """Return the kit as a ZIP; the same kit is the same bytes."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files(item, removal, language).items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text)
    return found.getvalue()


def files(item: ReviewItem, removal: Removal, language: str) -> Mapping[str, str]:
    """Return the kit's files by name."""
    found = {"README.txt": _readme(item, removal, language)}
    found["apply.sh"] = _script(item, command(removal))
    found |= dict(_policy_files(item, removal))
    return {name: text for name, text in found.items() if text}


def difference(removal: Removal) -> str:
    """Return the policy now and the new one as a unified diff."""
    if removal.change is None:
        return ""
    before, after = removal.change.before, removal.change.after or ""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), NOW, NEW, lineterm=""
    )
    return "\n".join(lines) + "\n"


def command(removal: Removal) -> str:
    """Return the one command that does it; empty where none is written down."""
    way, change = removal.way, removal.change
    if change is None:
        return way.undo_entry
    return way.put if change.after else way.delete


def _policy_files(item: ReviewItem, removal: Removal) -> Iterator[tuple[str, str]]:
    change, way = removal.change, removal.way
    if change is None:
        return
    yield NOW, told(way, change.before) + "\n"
    yield "policy.diff", difference(removal)
    yield "rollback.sh", _script(item, way.put.replace(NEW, NOW))
    if change.after:
        yield NEW, told(way, change.after) + "\n"
        yield "terraform.tf", terraform(way, change.after)
        yield "cloudformation.json", cloudformation(way, change.after)


def _script(item: ReviewItem, line: str) -> str:
    if not line:
        return ""
    account = item.account_id
    return (
        "#!/bin/sh\n"
        f"# Item {item.number} of review {item.campaign_id}, in account {account}.\n"
        'set -eu\ncd "$(dirname "$0")"\n'
        "here=$(aws sts get-caller-identity --query Account --output text)\n"
        f'if [ "$here" != {account} ]; then\n'
        f'    echo "These credentials are of account $here, not {account}." >&2\n'
        "    exit 1\nfi\n"
        f"{line}\n"
    )


def _readme(item: ReviewItem, removal: Removal, language: str) -> str:
    says = [
        plain(item.wording[language]["sentence"]),
        f"{item.account_name} ({item.account_id})",
        _(
            "Made for the policy with SHA-256 %(hash)s. If it was changed since, take "
            "the kit again: this one would undo that change."
        )
        % {"hash": removal.sha256},
        _(
            "apply.sh does it and rollback.sh undoes it, with the AWS CLI, as somebody "
            "who may change that account. Where Terraform or CloudFormation keeps the "
            "policy, change it there, or it will be written back."
        ),
        _("The next complete crawls see whether it is gone; nobody need report it."),
    ]
    return "\n\n".join(says) + "\n"
