"""Every form of marker that the real site was seen to print stands in the month's pages, in every language."""

import pytest

from tests.sample.forms import FORMS, OF_A_LANGUAGE, forms_of

LANGUAGES = ("en", "ru", "de", "fr", "es", "ar", "pt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_marker_comes_in_every_language(answers, language):
    documents = [one for one in answers["documents"] if one["language"] == language]
    assert forms_of(documents, answers["people"]) == FORMS | OF_A_LANGUAGE.get(language, frozenset())


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_speaks_in_every_language(answers, language):
    turns = [turn for one in answers["documents"] if one["language"] == language for turn in one["turns"]]
    assert len({turn["person"] for turn in turns} - {None}) >= 5
    assert {turn["role"] for turn in turns} == {"official", "journalist"}
