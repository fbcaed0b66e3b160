"""Messages that put an earlier answer right."""

import pytest

from backstride.domain.corrections import Correction, correction


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sorry, i meant left", "left"),
        ("oops 2 not 4", "2"),
        ("*left", "left"),
        ("6*", "6"),
        ("no sorry none, i misread it", "none"),
        ("i hit the wrong one, its 3", "its 3"),
        ("that should be 8", "8"),
        ("meant no", "no"),
        ("ugh typo. 6 weeks", "6 weeks"),
        ("i meant the back not the front", "the back"),
        ("my bad 0", "0"),
        ("change that to 7 lol", "7"),
        ("no 0 sorry!! fat fingers", "0"),
        ("wrong button, 2", "2"),
    ],
)
def test_a_plain_correction(text: str, says: str) -> None:
    assert correction(text) == Correction(says, is_plain=True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("wait 61 not 16", "61"),
        ("61 not 16", "61"),
        ("not left but right", "right"),
        ("actually it's on the left", "it's on the left"),
        ("sorry, none", "none"),
        ("sorry its not numb", "its not numb"),
    ],
)
def test_what_may_be_a_correction(text: str, says: str) -> None:
    assert correction(text) == Correction(says, is_plain=False)


@pytest.mark.parametrize(
    "text",
    [
        "", "left", "no", "oops", "wait", "sorry", "oh wait no", "sore, not weak", "it does not hurt", "not now",
        "did you mean left?", "it was a mean fall", "oops " * 40, "no i didn't mean to run",
    ],
)  # fmt: skip
def test_no_correction(text: str) -> None:
    assert correction(text) is None
