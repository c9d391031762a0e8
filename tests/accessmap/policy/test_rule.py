from __future__ import annotations

import re
from pathlib import Path

import pytest

from accessmap.policy import rule, rules
from accessmap.policy.rule import Circumstances, all_rules, flags, register
from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import NOW, ZONE

CIRCUMSTANCES = Circumstances(zone=ZONE, now=NOW)
SLOT = re.compile(r"\{(\w+)\}")


def test_each_file_is_one_rule():
    files = {
        path.stem
        for path in Path(rules.__path__[0]).glob("*.py")
        if path.stem[0] != "_"
    }
    assert {name.replace("-", "_") for name in all_rules()} == files


@pytest.mark.parametrize("found", all_rules().values(), ids=lambda each: each.id)
def test_a_rule_speaks_both_languages_and_names_its_source(found):
    for words in (found.title, found.sentence, found.fix):
        assert words.keys() == {"en", "ja"}
        assert SLOT.findall(words["en"]) == SLOT.findall(words["ja"])
    assert found.reference.startswith("https://docs.aws.amazon.com/")
    for words in (found.sentence, found.fix):
        assert words["en"].endswith(".")
        assert words["ja"].endswith("。")


@pytest.mark.parametrize("name", GRANTS)
def test_every_rule_answers_for_every_grant_and_fills_its_words(name):
    found = list(flags(GRANTS[name], CIRCUMSTANCES))
    assert [each.rule_id for each in found] == sorted(each.rule_id for each in found)
    for each in found:
        slots = set(SLOT.findall(all_rules()[each.rule_id].sentence["en"]))
        assert slots == dict(each.arguments).keys()


def test_a_second_rule_of_the_same_name_is_a_mistake():
    first = next(iter(all_rules().values()))
    with pytest.raises(ValueError, match=f"Two rules are called {first.id}"):
        register(first)
    assert rule.all_rules() is all_rules()
