"""Finding phrases in words."""

from hypothesis import given
from hypothesis import strategies as st

from backstride.nlu.grammar import Grammar
from backstride.nlu.phrases import Automaton, Match

GRAMMAR = Grammar({}, {})


def automaton(*phrases: str) -> Automaton:
    return Automaton([GRAMMAR.parse(p) for p in phrases], ["but", "no"], ["just", "really"])


def find(phrase: str, text: str) -> list[tuple[int, int]]:
    words = text.split()
    return [(m.first, m.last) for m in automaton(phrase).find(words, [w.isdigit() for w in words])]


def test_the_longest_match_of_each_entry_is_found() -> None:
    found = automaton("low back", "low back pain?", "back").find(["low", "back", "pain"], [False] * 3)
    assert list(found) == [Match(0, 0, 2), Match(1, 0, 3), Match(2, 1, 2)]


def test_a_gap_takes_up_to_two_or_four_words() -> None:
    assert find("a .. z", "a b c z") == [(0, 4)]
    assert find("a .. z", "a b c d z") == []
    assert find("a ... z", "a b c d e z") == [(0, 6)]


def test_a_gap_stops_at_punctuation_and_stop_words() -> None:
    assert [find("a ... z", text) for text in ("a , z", "a b . z", "a but z", "a b no z")] == [[], [], [], []]


def test_numbers_match_the_number_sign() -> None:
    assert find("# weeks", "in 3 weeks") == [(1, 3)]
    assert find("3 weeks", "in 3 weeks") == [(1, 3)]
    assert find("# weeks", "in many weeks") == []


def test_fillers_stand_inside_a_phrase_and_never_at_its_edge() -> None:
    assert find("a b z", "just a just really b z really") == [(1, 6)]
    assert find("a (b)?", "a just z") == [(0, 1)]
    assert find("a just b", "a just b") == [(0, 3)]
    assert find("a .. z", "a c d just z") == [(0, 5)]


@given(st.lists(st.sampled_from(["a", "b", "z"]), max_size=8), st.lists(st.integers(0, 8), max_size=4))
def test_fillers_change_nothing_that_is_found(words: list[str], places: list[int]) -> None:
    said = list(words)
    for place in sorted(places, reverse=True):
        said[place:place] = ["just"] if 0 < place < len(words) else []
    phrases = automaton("a b", "a (b|z)? z", "z z")
    found = {
        (m.entry, *(w for w in said[m.first : m.last] if w != "just")) for m in phrases.find(said, [False] * len(said))
    }
    assert found == {(m.entry, *words[m.first : m.last]) for m in phrases.find(words, [False] * len(words))}


@given(st.lists(st.sampled_from(["a", "b", "z", ",", "7", "but", "just"]), max_size=12))
def test_the_memory_of_moves_changes_nothing(words: list[str]) -> None:
    warm = automaton("a .. z", "a b?", "# z", "(a|b) (b|z)")
    numeric = [w.isdigit() for w in words]
    first = list(warm.find(words, numeric))
    assert first == list(warm.find(words, numeric))
    assert first == list(automaton("a .. z", "a b?", "# z", "(a|b) (b|z)").find(words, numeric))
