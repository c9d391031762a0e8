"""Each invariant of a review is looked at by its name, and found broken alone."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reviews.evidence import verify as checker
from tests.reviews.evidence.bundles import bundle, packed, sealed, unpacked
from tests.reviews.evidence.forging import Forger

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[3] / "docs" / "evidence.md"
HOUR_LATER = "2100-01-01T00:00:00Z"


@pytest.fixture
def files() -> dict[str, bytes]:
    """A sealed review: one confirmed, one revoked and removed, one undecided."""
    return unpacked(bundle(sealed().campaign))


def broken(files: dict[str, bytes], path: Path) -> list[str]:
    """The names of what does not hold."""
    found = checker.verify(checker.Bundle(packed(files, path)))
    return [english for english, _japanese, fault in found if fault]


def one_item(of: Forger) -> None:
    """The same grant is asked about a second time."""
    for name in ("population", "assignments"):
        again = copy.deepcopy(of.rows[name][0])
        again["item"] = len(of.rows[name]) + 1
        of.rows[name].append(again)
    of.rows["assignments"][-1]["state"] = "undecided"


def same_content(of: Forger) -> None:
    """A decision is moved onto the grant of another item."""
    of.rows["decisions"][0]["fingerprint"] = of.rows["population"][1]["fingerprint"]


def only_added(of: Forger) -> None:
    """The change of mind is there, and what it changed is forgotten."""
    of.rows["decisions"][2]["supersedes"] = None


def none_late(of: Forger) -> None:
    """The confirmation was made years after the close."""
    of.rows["decisions"][0]["decided_at"] = HOUR_LATER


def eligible(of: Forger) -> None:
    """Who decided had written the policy."""
    row = of.rows["assignments"][0]
    row["policy_writer"] = row["reviewer"]


def not_asked(of: Forger) -> None:
    """Somebody decided who was never asked."""
    of.rows["decisions"][0]["reviewer"] = "somebody.else"


def in_conflict(of: Forger) -> None:
    """When it was decided it was the decider's own access, and nobody allowed it."""
    [told] = of.act("item-decided")["says"]["cleared"]
    told["conflict"] = "allowed"


def asked_another(of: Forger) -> None:
    """When it was decided somebody else was asked, who got it back since."""
    [told] = of.act("item-decided")["says"]["cleared"]
    told["asked"] = "somebody.else"


def decided_by_another(of: Forger) -> None:
    """The act is of another person than the decision."""
    of.act("item-decided")["actor"] = "somebody.else"


def uncleared(of: Forger) -> None:
    """The others were looked at for a conflict, and this one was not."""
    del [each for each in of.acts if each["kind"] == "item-decided"][1]["says"][
        "cleared"
    ]


def actors(of: Forger) -> None:
    """Nobody closed it."""
    of.act("campaign-closed")["actor"] = ""


def nothing_pending(of: Forger) -> None:
    """An item still waits for its reviewer after the close."""
    of.rows["assignments"][2]["state"] = "open"


def promises_kept(of: Forger) -> None:
    """What was revoked was never seen gone, and the campaign says closed."""
    of.rows["verification"].clear()
    [promise] = of.rows["remediation"]
    promise |= {"outcome": "not-looked", "policy_after": None}


def excepted(of: Forger, until: str) -> None:
    """What was revoked was never seen gone, and may stay until a day."""
    promises_kept(of)
    answer = {"is_approved": True}
    told = {"item": 2, "expires_on": until, "answer": answer}
    of.put("exceptions.json", {"exceptions": [told]})


def ended_before_the_seal(of: Forger) -> None:
    """It was closed and sealed over an exception that had ended."""
    excepted(of, "2020-01-01")


def twice_gone(of: Forger) -> None:
    """One look was enough to call it removed."""
    of.rows["verification"] = of.rows["verification"][1:]


def way_remains(of: Forger) -> None:
    """It is called removed, and a grant that nobody was asked about lets in."""
    of.rows["verification"][-1]["ways"] = ["0" * 64]


def followed(of: Forger) -> None:
    """The list of what was to be removed leaves it out."""
    of.rows["remediation"].clear()


def all_there(of: Forger) -> None:
    """A policy that somebody decided about is gone."""
    gone = of.rows["population"][0]["document_sha256"]
    del of.files[f"raw/{gone}.json"]


def sums(of: Forger) -> None:
    """More was seen than was asked about and left out."""
    of.ties_out = False
    told = of.json("reconciliation.json")
    of.campaign["observed"] += 1
    of.put("reconciliation.json", {**told, "observed": told["observed"] + 1})


def unfounded(of: Forger) -> None:
    """What nobody answered is said to be confirmed."""
    of.rows["assignments"][2]["state"] = "confirmed"


def done_once(of: Forger) -> None:
    """It was closed a second time, by who began again."""
    closed = of.act("campaign-closed")
    of.act("campaign-signed-off").update(
        kind="campaign-closed", says=copy.deepcopy(closed["says"])
    )


def half_done(of: Forger) -> None:
    """It is closed, and nobody ever closed it."""
    of.act("campaign-closed")["kind"] = "items-assigned"


NAMES = {check: english for check, english, _japanese in checker.INVARIANTS}
FORGERIES: tuple[tuple[Callable[[Forger], None], str], ...] = (
    (one_item, NAMES[checker.one_item]),
    (same_content, NAMES[checker.same_content]),
    (only_added, NAMES[checker.only_added]),
    (none_late, NAMES[checker.none_late]),
    (eligible, NAMES[checker.eligible]),
    (not_asked, NAMES[checker.eligible]),
    (in_conflict, NAMES[checker.eligible]),
    (asked_another, NAMES[checker.eligible]),
    (decided_by_another, NAMES[checker.eligible]),
    (uncleared, NAMES[checker.eligible]),
    (actors, NAMES[checker.actors]),
    (nothing_pending, NAMES[checker.nothing_pending]),
    (promises_kept, NAMES[checker.promises_kept]),
    (ended_before_the_seal, NAMES[checker.promises_kept]),
    (twice_gone, NAMES[checker.twice_gone]),
    (way_remains, NAMES[checker.twice_gone]),
    (followed, NAMES[checker.followed]),
    (all_there, NAMES[checker.all_there]),
    (sums, NAMES[checker.sums]),
    (unfounded, NAMES[checker.sums]),
    (done_once, NAMES[checker.done_once]),
    (half_done, NAMES[checker.done_once]),
)


def test_a_history_that_is_only_signed_anew_holds(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    assert broken(Forger(files).whole(), tmp_path / "b.zip") == []


def test_what_stays_by_an_exception_that_had_not_ended_by_the_seal_holds(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    of = Forger(files)
    excepted(of, "2199-12-31")
    assert broken(of.whole(), tmp_path / "b.zip") == []


@pytest.mark.parametrize(
    ("forgery", "name"), FORGERIES, ids=[each.__name__ for each, _name in FORGERIES]
)
def test_each_invariant_is_found_broken_and_no_other(
    forgery: Callable[[Forger], None],
    name: str,
    files: dict[str, bytes],
    tmp_path: Path,
) -> None:
    of = Forger(files)
    forgery(of)
    assert broken(of.whole(), tmp_path / "b.zip") == [name]


def test_every_invariant_has_a_forgery_and_stands_in_the_docs() -> None:
    assert set(NAMES.values()) == {name for _forgery, name in FORGERIES}
    told = re.findall(r"^yes (.+)$", DOCS.read_text("utf-8"), re.MULTILINE)
    checks = [each[1] for each in (*checker.CHECKS, *checker.INVARIANTS)]
    assert told == ["The manifest is signed", *checks]
