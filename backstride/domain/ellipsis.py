"""Completes an answer of a few words by its question: "my heel", said to *where is it numb?*, is "numb: my heel".

The frames are content (`reads_as`, `yes_reads_as` in questions.yml); `backstride.nlu` reads the completed words.
"""

from dataclasses import replace

from backstride.domain.answers import ParsedAnswer
from backstride.domain.interview import Question
from backstride.domain.replies import Reply, after_reply, leading_reply

LONGEST = 12
"""Words; who writes more says it in full."""


def in_full(question: Question, text: str) -> str | None:
    """Return what a reply says together with its question, None if it stands for itself or denies.

    A frame that asserts what is asked (`yes_reads_as`) is used behind a yes only.
    """
    lead = leading_reply(text)
    rest = after_reply(text) if lead is Reply.YES else text.strip()
    frame = question.yes_reads_as if lead is Reply.YES and question.yes_reads_as else question.reads_as
    if not frame or not rest or lead is Reply.NO or len(rest.split()) > LONGEST:
        return None
    return frame.replace("{}", rest)


def with_own_words(answer: ParsedAnswer, text: str) -> ParsedAnswer:
    """Return an answer whose evidence quotes the patient, not the frame."""
    return replace(answer, evidence=tuple(replace(item, quote=text.strip()) for item in answer.evidence))
