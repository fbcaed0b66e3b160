"""The flat view of one message."""

from backstride.domain.findings import Status, Vocabulary
from backstride.domain.mentions import Mention, Reading
from backstride.nlu.findings_view import ask_first, red_flags, view

PRESENT, NEGATED, UNCERTAIN = Status.PRESENT, Status.NEGATED, Status.UNCERTAIN


def reading(*said: tuple[str, Status, str | float | None]) -> Reading:
    return Reading("x", tuple(Mention(finding, status, 0, 1, "x", value) for finding, status, value in said))


EMPTY: dict[str, object] = {
    name: [] for name in ("location", "radiation", "triggers", "relievers", "quality", "load_change", "numb_area")
}


def test_nothing_said_is_an_empty_view() -> None:
    assert view(Reading("x")) == {**EMPTY, "side": None}


def test_only_what_is_present_counts() -> None:
    said = view(
        reading(
            ("fever", PRESENT, None), ("cancer", NEGATED, None), ("age", PRESENT, 40.0), ("location", NEGATED, "back")
        )
    )
    assert said == {**EMPTY, "side": None, "fever": True, "age": 40.0}


def test_coarser_values_and_urgency_come_with_the_vocabulary(vocabulary: Vocabulary) -> None:
    said = reading(("radiation", PRESENT, "calf"), ("trauma", PRESENT, "minor"), ("trauma", PRESENT, "recent"))
    assert view(said)["radiation"] == ["calf"]
    assert view(said)["trauma"] == "minor"
    assert view(said, vocabulary)["radiation"] == ["calf", "leg", "below_knee"]
    assert view(said, vocabulary)["trauma"] == "recent"


def test_red_flags_are_present_and_doubts_are_asked(vocabulary: Vocabulary) -> None:
    said = reading(
        ("fever", PRESENT, None),
        ("chest", UNCERTAIN, None),
        ("fever", UNCERTAIN, None),
        ("weak", NEGATED, None),
        ("sport", PRESENT, None),
    )
    assert red_flags(said, vocabulary) == ["fever"]
    assert ask_first(said, vocabulary) == ["chest"]
