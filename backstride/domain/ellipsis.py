"""Completes an answer of a few words by its question: "my heel", said to *where is it numb?*, is "numb: my heel".

The frames are content (`reads_as`, `yes_reads_as` in questions.yml); `backstride.nlu` reads the completed words.
"""

from collections.abc import Callable
from dataclasses import replace

from backstride.domain.answers import ParsedAnswer, parse_answer
from backstride.domain.interview import Question
from backstride.domain.mentions import Reading
from backstride.domain.replies import Reply, after_reply, leading_reply

LONGEST = 12
"""Words; who writes more says it in full."""


def in_full(question: Question, text: str) -> list[str]:
    """Return what a reply may say together with its question; empty if it stands for itself or denies.

    A frame that asserts what is asked (`yes_reads_as`) is used behind a yes only.
    """
    lead = leading_reply(text)
    rest = after_reply(text) if lead is Reply.YES else text.strip()
    is_yes = lead is Reply.YES and question.yes_reads_as
    frames = (question.yes_reads_as,) if is_yes else question.reads_as
    if not rest or lead is Reply.NO or len(rest.split()) > LONGEST:
        return []
    return [frame.replace("{}", rest) for frame in frames]


def is_said_by_a_frame(question: Question, answer: ParsedAnswer, read: Callable[[str], Reading], channel: str) -> bool:
    """Whether a frame with nothing in it says the same: "i had this before {}" would take any words for a yes."""
    said = {(item.finding, item.value) for item in answer.evidence}
    bare = (frame.replace("{}", "").strip() for frame in question.reads_as)
    return any(
        said <= {(item.finding, item.value) for item in parse_answer(question, words, read(words), channel).evidence}
        for words in bare
    )


def answer_in_full(
    question: Question, text: str, read: Callable[[str], Reading], channel: str, *, turn: int = 0
) -> ParsedAnswer | None:
    """Answer with a reply and its question together; None if that is no answer either. The patient is quoted.

    Args:
        read: Reads the completed words, for the patient and at the time of the turn.
    """
    for words in in_full(question, text):
        answer = parse_answer(question, words, read(words), channel, turn=turn)
        if answer.understood:
            quoted = tuple(replace(item, quote=text.strip()) for item in answer.evidence)
            return replace(answer, evidence=quoted, volunteered=True)
    return None
