from __future__ import annotations

import re

import pytest

from tests.accessmap.policy.explain import golden


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_words_are_those_we_agreed_on(language):
    assert golden.text(language) == golden.path(language).read_text()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_sentence_is_left_with_a_hole(language):
    text = golden.text(language)
    assert not re.search(r"\{\w*\}|\*\*|  |None|\(\)|（）| [,.]", text)


def test_an_english_sentence_ends_and_begins_as_one():
    for line in golden.text("en").splitlines():
        if line.endswith("."):
            assert line[0].isupper() or not line[0].isascii() or line[0] in "ks"


def test_japanese_uses_full_width_punctuation():
    for line in golden.text("ja").splitlines():
        if not line.startswith("#"):
            assert not re.search(r"[ぁ-ん一-龥][,.:()]", line), line
