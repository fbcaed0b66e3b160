"""Answers with parts of a reply: what stands behind a question in it, before more, or needs its question."""

import re
from dataclasses import replace
from functools import partial

from actions import slots
from actions.turn import Turn
from backstride.domain.answers import ParsedAnswer, parse_answer
from backstride.domain.ellipsis import answer_in_full, is_said_by_a_frame
from backstride.domain.findings import Status
from backstride.domain.interview import Question, QuestionKind
from backstride.domain.mentions import Reading
from backstride.domain.replies import Reply, short_reply
from backstride.domain.trimming import after_a_question, asks_or_requests

_DENIES = re.compile(r"(?:no|not|none|never|nor|didn'?t|don'?t)\b", re.IGNORECASE)
_NUMBER_FIRST = re.compile(
    r"(?P<number>\d{1,2})(?:\s*[,.;\n]| and\b)[\s,]*(?:and )?(?P<more>[^\W\d]"
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


def in_full_by_itself(turn: Turn, question: Question, words: str) -> ParsedAnswer | None:
    """Return the same for a question that is not open, None where the question would say it without the words."""
    full = in_full(turn, question, words)
    is_empty = full is not None and is_said_by_a_frame(question, full, partial(read, turn), turn.channel)
    return None if is_empty else full


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


def before_more(turn: Turn, question: Question) -> list[ParsedAnswer]:
    """Return the number that more follows: denials, a question, or what another question is about.

    "0, and no thinners either", "0. hours on sat?", "0 and he takes eliquis". What nothing is read from may be what
    was asked about, and leaves the number open.
    """
    match = _NUMBER_FIRST.fullmatch(turn.text.strip())
    if match is None:
        return []
    more = read(turn, match["more"]).mentions
    told = [mention for mention in more if mention.status is not Status.NEGATED]
    is_denied = bool(_DENIES.match(match["more"])) and not told
    is_elsewhere = bool(told) and not any(mention.finding in question.asks for mention in told)
    is_asked = not more and asks_or_requests(match["more"]) and slots.is_about_the_clinic(turn)
    if not (is_denied or is_elsewhere or is_asked):
        return []
    return [replace(parsed(turn, question, match["number"]), volunteered=is_elsewhere)]
