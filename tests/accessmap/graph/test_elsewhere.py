from __future__ import annotations

import pytest

from accessmap.graph.account_graph import account_graph
from accessmap.graph.bundles import bundles
from accessmap.graph.elements import draw
from accessmap.graph.elsewhere import drawn_units
from accessmap.graph.organization import organization
from accessmap.graph.overview import overview
from accessmap.graph.parties import Parties
from accessmap.graph.seen import Seen
from accessmap.models import Account, Grant, OrganizationalUnit
from accessmap.policy.kinds import Verdict
from tests.cast import KAPPA, KUMO, STRANGER, TANUKI
from tests.kitsune import ACCOUNTS, IDS, ROOT, let_in, settle
from tests.rows import make_unit

pytestmark = pytest.mark.django_db
DATA = "ou-k1t5-data"


def test_who_is_trusted_from_another_unit_stands_on_the_rim() -> None:
    settle()
    seen = Seen(Grant.objects.current().cross_account())
    picture = draw(seen, organization(DATA))
    place = next(each for each in picture["parties"] if each["group"] == "others")
    assert place["id"] == f"outside:{DATA}"
    assert (place["name"], place["note"]) == ("Other units", "3 accounts")
    edge = next(
        each
        for each in picture["edges"]
        if each["source"] == place["id"] and each["target"] == IDS["data-lake"]
    )
    assert edge["held"] == {"in-org": 3, "organization": 1}
    assert len(edge["way"]) > 1
    drawn = [
        sum(each["held"].values()) + sum(each["blocked"].values())
        for each in [*picture["edges"], *picture["gathered"]]
        if not each.get("parts")
    ]
    here = {each["id"] for each in picture["towns"]}
    found = bundles(seen.grants, Parties())
    assert sum(drawn) == sum(each.count for each in found if each.target in here)


@pytest.mark.parametrize(
    "unit", ["Data", "Sandbox", "Security", "Suspended", "Staging"]
)
def test_every_edge_of_a_small_unit_is_drawn_however_short_its_shore(unit: str) -> None:
    settle()
    for who in ("okta", "github", "org", "ou", TANUKI, KUMO, KAPPA, STRANGER, "public"):
        for where in ACCOUNTS[unit]:
            let_in(who, Verdict.EXTERNAL, where)
    seen = Seen(Grant.objects.current().cross_account())
    picture = draw(seen, organization(f"ou-k1t5-{unit.lower()}"))
    assert picture["edges"]
    for edge in picture["edges"]:
        assert len(edge["way"]) > 1, edge["id"]


def test_from_afar_it_is_one_place_too_and_from_near_each_is_itself() -> None:
    settle()
    seen = Seen(Grant.objects.current().cross_account())
    root = organization(DATA)
    picture = overview(seen, root)
    assert f"outside:{DATA}" in {each["source"] for each in picture["edges"]}
    graph = account_graph(seen, root)
    assert IDS["security-audit"] in graph["parties"]["id"]


def test_a_unit_where_nobody_lives_any_more_keeps_its_land() -> None:
    settle()
    nobody = make_unit("Nobody", parent=OrganizationalUnit.objects.get(unit_id=ROOT))
    Account.objects.filter(unit__unit_id=DATA).update(left_at="2026-11-24T00:00:00Z")
    root = organization()
    drawn = drawn_units(root)
    assert DATA in drawn
    assert nobody.unit_id not in drawn
    seen = Seen(Grant.objects.current())
    far = {each["unit"] for each in overview(seen, root)["territories"]}
    near = {each["unit"] for each in draw(seen, root)["territories"]}
    assert far == near == drawn
