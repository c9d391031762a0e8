from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessmap.models import Account
from accessmap.reach import files, fresh
from accessmap.reach.build import make
from accessmap.reach.edges import Edges
from accessmap.reach.index import Index, open_index
from accessmap.reach.kinds import NodeKind
from accessmap.reach.nodes import Node
from accessmap.reach.search import search
from tests.cast import PAYMENTS, TANUKI
from tests.kitsune import settle

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("payments-prod", PAYMENTS),
        ("2044118033", PAYMENTS),
        ("TANUKI", TANUKI),
        ("observ tanuki", TANUKI),
        ("compliance=pci", PAYMENTS),
        ("rin.takeda", PAYMENTS),
        ("github", "OIDC:token.actions.githubusercontent.com"),
    ],
)
def test_it_finds_number_name_tag_owner_and_provider(text: str, first: str) -> None:
    settle()
    account = Account.objects.get(account_id=PAYMENTS)
    account.tags["Owner"] = "rin.takeda"
    account.save()
    index = fresh.current()
    assert index.keys[search(index, text)[0]] == first


def test_nothing_is_found_for_nothing() -> None:
    settle()
    index = fresh.current()
    assert search(index, "  ") == []
    assert search(index, "no-such-thing") == []


def written(tmp_path: Path, lines: list[str]) -> Index:
    """An index with a role for each line; the ARN says its number."""
    nodes = [Node(f"arn:{at:06}", NodeKind.ROLE) for at in range(len(lines))]
    words = {node.key: line for node, line in zip(nodes, lines, strict=True)}
    make(tmp_path, nodes, Edges(), words, crawl=0, made_at="")
    found = files.newest(tmp_path)
    assert found
    return open_index(*found)


WORD = st.sampled_from(["a", "ab", "ba", "abc", "prod", "é", "x"])
LINE = st.lists(WORD, max_size=4).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=12), st.lists(WORD, min_size=1, max_size=3))
def test_every_line_with_all_words_is_found_and_no_other(
    lines: list[str], words: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        index = written(Path(folder), lines)
        found = search(index, " ".join(words), most=len(lines))
        told = [index.lines[node] for node in range(len(lines))]
    assert sorted(found) == [
        at for at, line in enumerate(told) if all(word in line for word in words)
    ]


def test_a_word_that_every_line_holds_costs_nothing_beside_a_rare_one(
    tmp_path: Path,
) -> None:
    """Counted in places that are looked for, not in seconds."""
    index = written(tmp_path, ["env=production"] * 20_000 + ["env=production rare"])
    body = Counted(index.lines.body)
    index.lines.body = body  # type: ignore[assignment]
    assert search(index, "env=production rare") == [20_000]
    assert body.sought < 10


class Counted:
    """A body that counts how often something is sought in it."""

    def __init__(self, body: Any) -> None:
        self.body, self.sought = body, 0

    def find(self, *words: Any) -> int:
        self.sought += 1
        return int(self.body.find(*words))

    def rfind(self, *words: Any) -> int:
        return int(self.body.rfind(*words))

    def __getitem__(self, place: slice) -> bytes:
        return bytes(self.body[place])
