from datetime import UTC, datetime

from backstride.domain.mentions import Reading
from backstride.nlu.reading_once import reading_once, remembered

NOW = datetime(2026, 3, 8, tzinfo=UTC)


class Counted:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Reading:
        self.times += 1
        return Reading("x")


def test_a_text_is_read_once_in_a_turn_and_again_in_the_next() -> None:
    read = Counted()
    for turn in (1, 2):
        with reading_once():
            first, second = remembered(("w", "x", "me", NOW), read), remembered(("w", "x", "me", NOW), read)
        assert (first is second, read.times) == (True, turn)


def test_other_words_subjects_and_lexicons_are_read_on_their_own() -> None:
    read = Counted()
    with reading_once():
        for key in (("w", "x", "me", NOW), ("w", "y", "me", NOW), ("w", "x", "my_child", NOW), ("v", "x", "me", NOW)):
            remembered(key, read)
    assert read.times == 4


def test_outside_a_turn_nothing_is_remembered() -> None:
    read = Counted()
    remembered(("w", "x", "me", NOW), read)
    remembered(("w", "x", "me", NOW), read)
    assert read.times == 2
