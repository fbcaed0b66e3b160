"""The words of content/lexicon: what is checked when they are loaded."""

from copy import deepcopy
from pathlib import Path

import pytest

from backstride.domain.errors import ContentError
from backstride.domain.findings import Vocabulary
from backstride.nlu.grammar import Grammar
from backstride.nlu.lexicon import Content, Lexicon, content_hash, read_lexicon, split
from backstride.nlu.phrases import Automaton


def test_phrases_are_parted_by_commas_outside_brackets_and_by_lines() -> None:
    assert split("a b, (c (,)? d)\n e") == ["a b", "(c (,)? d)", "e"]


def test_capitals_are_read_as_people_type_them() -> None:
    assert split("SI joint, My MRI") == ["si joint", "my mri"]


def test_every_red_flag_of_the_vocabulary_has_words(lexicon: Lexicon, vocabulary: Vocabulary) -> None:
    wordless = {f.id for f in vocabulary.values() if f.red_flag} - set(lexicon.findings)
    assert wordless <= {
        "just_gave_birth",
        "faint_or_tearing",
    }  # options of a question


def test_no_phrase_matches_nothing(contents: tuple[Content, Content]) -> None:
    words = contents[0]["words"]
    short = {typed: tuple(str(said).split()) for typed, said in words["short_forms"].items()}
    grammar = Grammar({name: split(said) for name, said in words["classes"].items()}, short)
    groups = [said for said in contents[0]["sites"].values() if isinstance(said, str)]
    for phrase in [phrase for said in groups for phrase in split(said)]:
        single = Automaton([grammar.parse(phrase)], [])
        assert not list(single.find(["qqq"], [False])), phrase


def test_no_word_beside_a_number_is_taken_for_a_truth_value(contents: tuple[Content, Content]) -> None:
    """A bare `on` or `off` is no word in YAML."""
    groups = contents[0]["quantities"]
    assert {name: [word for word in said if isinstance(word, bool)] for name, said in groups.items()} == {
        name: [] for name in groups
    }


@pytest.mark.parametrize(
    ("finding", "said", "message"),
    [
        ("no_such_finding", {"present": "x"}, "no_such_finding"),
        ("fever", {"present": {"high": "x"}}, "'high' is no value of fever"),
        ("ces_bladder", {"present": "x"}, "needs a value; write one of new, old"),
    ],
)
def test_a_finding_or_value_that_does_not_exist_is_refused(
    finding: str, said: Content, message: str, contents: tuple[Content, Content], vocabulary: Vocabulary
) -> None:
    changed = deepcopy(contents[0])
    changed["spanish"]["findings"] = {finding: said}
    with pytest.raises(ContentError, match=message):
        Lexicon(changed, vocabulary)


def test_a_group_of_words_stands_in_one_file(contents: tuple[Content, Content], vocabulary: Vocabulary) -> None:
    changed = deepcopy(contents[0])
    changed["act_words"]["denials"] = "no"
    with pytest.raises(ContentError, match="denials"):
        Lexicon(changed, vocabulary)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"no \*\.yml"):
        read_lexicon(tmp_path)


def test_a_broken_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "words.yml").write_text("a: [", "utf-8")
    with pytest.raises(ContentError, match="could not be read"):
        read_lexicon(tmp_path)


def test_the_fingerprint_does_not_depend_on_the_order_of_keys() -> None:
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1}) != content_hash({"a": 2, "b": 1})


def test_a_cue_with_thousands_of_ways_to_say_it_is_an_error(
    contents: tuple[Content, Content], vocabulary: Vocabulary
) -> None:
    changed = deepcopy(contents[0])
    many = "|".join("abcdefghijklm")
    changed["context"]["cues"]["negated_forward"] += f"\n({many}) ({many}) ({many})"
    with pytest.raises(ContentError, match=r"can be said in 2,197 ways, at most 2,000"):
        Lexicon(changed, vocabulary)
