"""Short replies, completed by their question."""

from dataclasses import replace

import pytest

from backstride.domain.answers import ParsedAnswer
from backstride.domain.ellipsis import LONGEST, answer_in_full, in_full, is_said_by_a_frame
from backstride.domain.findings import Evidence, Status
from backstride.domain.interview import Question, QuestionKind
from backstride.domain.mentions import Mention, Reading

NUMB = Question("Q11", "numb", QuestionKind.MULTI, reads_as=("numb {}", "tingling in {}"))
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
    assert next(iter(in_full(question, text)), None) == expected


def test_braces_in_a_reply_are_words() -> None:
    assert in_full(NUMB, "{0} {}") == ["numb {0} {}", "tingling in {0} {}"]


def test_the_patient_is_quoted_not_the_frame() -> None:
    question = replace(NUMB, asks=("numb_area",))
    read: list[str] = []

    def reading(text: str) -> Reading:
        read.append(text)
        return Reading(text, (Mention("numb_area", Status.PRESENT, 0, len(text), text, "foot_outer"),))

    said = Evidence("numb_area", Status.PRESENT, "foot_outer", "Q11", "my heel", 3)
    answer = answer_in_full(question, " my heel", reading, "web", turn=3)
    assert (answer, read) == (ParsedAnswer((said,), understood=True, volunteered=True), ["numb my heel"])


@pytest.mark.parametrize(("value", "empty"), [("resolved", True), ("recurrent", False)])
def test_a_frame_that_says_it_without_the_reply(value: str, empty: bool) -> None:
    question = Question("Q24", "before", QuestionKind.SINGLE, asks=("before",), reads_as=("i had this before {}",))
    answer = ParsedAnswer((Evidence("before", Status.PRESENT, value, "Q24", "the right side"),), understood=True)

    def reading(text: str) -> Reading:
        assert text == "i had this before"
        return Reading(text, (Mention("before", Status.PRESENT, 0, len(text), text, "resolved"),))

    assert is_said_by_a_frame(question, answer, reading, "web") is empty


@pytest.mark.parametrize(("text", "reads"), [("no, my heel", 0), ("my dog", 2)])
def test_what_is_no_answer_in_full_either(text: str, reads: int) -> None:
    read: list[str] = []

    def reading(text: str) -> Reading:
        read.append(text)
        return Reading(text)

    assert answer_in_full(replace(NUMB, asks=("numb_area",)), text, reading, "web") is None
    assert len(read) == reads
