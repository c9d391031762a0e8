"""What somebody needs to do what was decided: files to read, to run, to undo."""

from __future__ import annotations

import difflib
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from accessmap.policy.apply import cloudformation, terraform, told, without
from accessmap.policy.narrow import EXTERNAL_ID
from accessmap.removal import Removal
from reviews.evidence.binder import EPOCH
from reviews.models import ReviewItem
from reviews.wording import plain

NOW, NEW, DENY = "policy-now.json", "policy-new.json", "policy-deny.json"
# Compares what is in force with what the kit was made for: whatever was put there since
# would be undone otherwise. One Python line, since AWS keeps no order of keys.
SAME = """import json, sys
def read(text):
    found = json.loads(text)
    if isinstance(found, dict) and set(found) == {"Policy"}:
        found = found["Policy"]
    return json.loads(found) if isinstance(found, str) else found
force = read(sys.stdin.read())
known = [read(open(each, encoding="utf-8").read()) for each in sys.argv[1:]]
sys.exit(force not in known)
"""


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
    known = (NOW, DENY) if removal.deny else (NOW,)
    found["apply.sh"] = _script(item, command(removal), removal, known)
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
    by_policy = way.put if change.after else way.delete
    return by_policy or without(way, change.before, change.after)


def by_hand(removal: Removal) -> str:
    """Return what to do where no command does it; empty where one does."""
    if command(removal):
        return ""
    if removal.change and removal.change.after is None:
        return _(
            "AWS keeps no empty policy here. Write into it who else is to have "
            "access, or delete what it protects."
        )
    return _("No command does this: change the policy by hand, as it is shown.")


def _policy_files(item: ReviewItem, removal: Removal) -> Iterator[tuple[str, str]]:
    change, way = removal.change, removal.way
    if change is None:
        return
    yield NOW, told(way, change.before) + "\n"
    yield "policy.diff", difference(removal)
    after = (NEW,) if change.after else ()
    if removal.deny:
        yield DENY, told(way, removal.deny) + "\n"
        put = way.put.replace(NEW, DENY)
        yield "deny-first.sh", _script(item, put, removal, (NOW,))
        after = (*after, DENY)
    # Where the policy is to be gone altogether, nothing is there to compare with.
    known = after if change.after else ()
    yield "rollback.sh", _script(item, way.put.replace(NEW, NOW), removal, known)
    if change.after:
        yield NEW, told(way, change.after) + "\n"
        yield "terraform.tf", terraform(way, change.after)
        yield "cloudformation.json", cloudformation(way, change.after)


def _script(item: ReviewItem, line: str, removal: Removal, known: Sequence[str]) -> str:
    """Return a script that does ``line``, if a policy of ``known`` is in force."""
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
        f"{_filled(line, removal)}"
        f"{_compared(removal, known)}"
        f"{line}\n"
    )


def _filled(line: str, removal: Removal) -> str:
    """Return the lines that stop where the agreed external ID is not put in yet."""
    if removal.change is None or EXTERNAL_ID not in (removal.change.after or ""):
        return ""
    if NEW not in line:
        return ""
    return (
        f"if grep -q {EXTERNAL_ID} {NEW}; then\n"
        f'    echo "Put the external ID that you agreed on into {NEW}." >&2\n'
        "    exit 1\nfi\n"
    )


def _compared(removal: Removal, known: Sequence[str]) -> str:
    """Return the lines that stop where another policy is in force than is known."""
    if removal.change is None or not removal.way.get or not known:
        return ""
    compare = f"python3 -c '{SAME}' {' '.join(known)}"
    return (
        f"in_force=$({removal.way.get})\n"
        f"if ! printf '%s' \"$in_force\" | {compare}; then\n"
        '    echo "The policy was changed since. Take the kit again." >&2\n'
        "    exit 1\nfi\n"
    )


def _readme(item: ReviewItem, removal: Removal, language: str) -> str:
    says = [
        plain(item.wording[language]["sentence"]),
        f"{item.account_name} ({item.account_id})",
        _(
            "Made for the policy with SHA-256 %(hash)s. The scripts read the policy "
            "in force first, and stop if it was changed since: take the kit again."
        )
        % {"hash": removal.sha256},
        _(
            "apply.sh does it and rollback.sh undoes it, with the AWS CLI, as somebody "
            "who may change that account. Where Terraform or CloudFormation keeps the "
            "policy, change it there, or it will be written back."
        ),
        by_hand(removal),
        _external_id(removal),
        _deny_first(removal),
        _("The next complete crawls see whether it is done; nobody need report it."),
    ]
    return "\n\n".join(filter(None, says)) + "\n"


def _external_id(removal: Removal) -> str:
    if removal.change is None or EXTERNAL_ID not in (removal.change.after or ""):
        return ""
    return _(
        "Agree on an external ID with whoever is let in, so that they send it, and put "
        "it into the new policy and the templates in the place of %(here)s."
    ) % {"here": EXTERNAL_ID}


def _deny_first(removal: Removal) -> str:
    if not removal.deny:
        return ""
    return _(
        "To be careful, run deny-first.sh before: it denies this grant in so many "
        "words and touches nothing else. Watch for a week or two whether somebody "
        "misses it; then run apply.sh, or rollback.sh."
    )
