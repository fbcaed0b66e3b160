"""Short replies, completed by their question."""

import pytest

from backstride.domain.answers import ParsedAnswer
from backstride.domain.ellipsis import LONGEST, in_full, with_own_words
from backstride.domain.findings import Evidence, Status
from backstride.domain.interview import Question, QuestionKind

NUMB = Question("Q11", "numb", QuestionKind.MULTI, reads_as="numb {}")
WEAK = Question("Q05", "weak", QuestionKind.SINGLE, gate=True, yes_reads_as="my leg is weak, {}")
PLAIN = Question("Q15", "duration", QuestionKind.SINGLE)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (NUMB, "my heel ", "numb my heel"),
        (NUMB, "yes, my heel", "numb my heel"),
        (NUMB, "nope, all of it is fine", None),
        (NUMB, "yes", None),
        (NUMB, "", None),
        (NUMB, "toe " * LONGEST, "numb " + ("toe " * LONGEST).strip()),
        (NUMB, "toe " * (LONGEST + 1), None),
        (WEAK, "yes left foot", "my leg is weak, left foot"),
        (WEAK, "left foot", None),
        (PLAIN, "my heel", None),
    ],
)
def test_a_reply_in_full(question: Question, text: str, expected: str | None) -> None:
    assert in_full(question, text) == expected


def test_braces_in_a_reply_are_words() -> None:
    assert in_full(NUMB, "{0} {}") == "numb {0} {}"


def test_the_patient_is_quoted_not_the_frame() -> None:
    said = Evidence("numb_area", Status.PRESENT, "foot_outer", "Q11", "numb my heel")
    quoted = Evidence("numb_area", Status.PRESENT, "foot_outer", "Q11", "my heel")
    answer = ParsedAnswer((said,), understood=True)
    assert with_own_words(answer, " my heel") == ParsedAnswer((quoted,), understood=True)
