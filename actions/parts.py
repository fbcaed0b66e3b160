"""Answers with parts of a reply: what stands behind a question in it, before more denials, or needs its question."""

import re
from dataclasses import replace
from functools import partial

from actions import slots
from actions.turn import Turn
from backstride.domain.answers import ParsedAnswer, parse_answer
from backstride.domain.ellipsis import answer_in_full
from backstride.domain.findings import Status
from backstride.domain.interview import Question, QuestionKind
from backstride.domain.mentions import Reading
from backstride.domain.replies import Reply, short_reply
from backstride.domain.trimming import after_a_question

_THEN_DENIES = re.compile(
    r"(?P<number>\d{1,2})(?:[,.;]| and\b)[\s,]*(?:and )?(?P<more>(?:no|not|none|never|nor|didn'?t|dont|don't)\b"
    r"(?!.*\b(?:but|except|apart|though|sure|certain|think|maybe|know|tell)\b).{0,60})",
    re.IGNORECASE | re.DOTALL,
)


def read(turn: Turn, words: str) -> Reading:
    """Return what is read from words, of the patient and at the time of the turn."""
    return turn.services.reader.read(words, subject=turn.subject, now=turn.now)


def parsed(turn: Turn, question: Question, words: str) -> ParsedAnswer:
    """Return what a part of a reply says to a question."""
    return parse_answer(question, words, read(turn, words), turn.channel, turn=turn.number)


def in_full(turn: Turn, question: Question, words: str) -> ParsedAnswer | None:
    """Return what a part of a reply says together with its question."""
    return answer_in_full(question, words, partial(read, turn), turn.channel, turn=turn.number)


def behind_a_question(turn: Turn, question: Question) -> list[ParsedAnswer]:
    """Return the option that is named behind a question that says nothing itself ("are you serious? no to all")."""
    tail = after_a_question(turn.text)
    head = turn.text[: turn.text.rfind("?")]
    if not tail or read(turn, head).mentions:
        return []  # "numb between my legs? no" is an item and its answer
    answer = parsed(turn, question, tail)
    return [] if answer.volunteered else [answer]


def behind_its_question(turn: Turn, question: Question, *, is_short: bool = False) -> ParsedAnswer | None:
    """Return the answer that follows what is asked about the question ("does jogging count? 2 days, 6 miles")."""
    tail = after_a_question(turn.text)
    if not tail or slots.is_text(question) or (is_short and short_reply(tail) not in {Reply.YES, Reply.NO}):
        return None
    answer = parsed(turn, question, tail)
    return answer if answer.understood else None


def before_more_words(turn: Turn, question: Question) -> list[ParsedAnswer]:
    """Return the option named before more is told ("same, up and down with my shifts"); of danger all counts."""
    head = re.split(r"[,.;]", turn.text, maxsplit=1)[0]
    if question.is_of_danger or question.kind is not QuestionKind.SINGLE or head == turn.text:
        return []
    answer = parsed(turn, question, head)
    return [replace(answer, volunteered=True)] if answer.chosen else []


def before_more_denials(turn: Turn, question: Question) -> list[ParsedAnswer]:
    """Return the number that more is denied behind: "0, and no thinners either"."""
    match = _THEN_DENIES.fullmatch(turn.text.strip())
    if match is None:
        return []
    more = read(turn, match["more"]).mentions
    is_denied = all(mention.status is Status.NEGATED for mention in more)
    return [parsed(turn, question, match["number"])] if is_denied else []
