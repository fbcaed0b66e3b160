"""What is told late or in pieces: a thought in several texts, how long it hurts while signs are asked about."""

from dataclasses import replace

from actions import slots
from actions.correcting import correction_in
from actions.turn import Turn
from backstride.domain.answers import ParsedAnswer
from backstride.domain.ellipsis import answer_in_full
from backstride.domain.findings import Answer, Evidence, Status
from backstride.domain.fragments import joined
from backstride.domain.interview import Question
from backstride.domain.mentions import Reading
from backstride.domain.replies import plain, short_reply
from backstride.domain.trimming import asks_or_requests
from backstride.domain.wishes import is_only_a_wish

EMERGENCY_GATES = frozenset({"Q03", "Q04"})
_LENGTH = "duration_days"
_OPEN = frozenset({Status.PRESENT, Status.UNCERTAIN})
_SIGNS = frozenset({"radiation", "numb_area", "quality", "limp"})
_VISITS = frozenset({"appointment", "appointments", "come", "opening", "openings", "see", "slot", "slots", "visit"})
_MOST = 3
"""Messages that are looked back on."""


def in_one(turn: Turn) -> Turn:
    """Return the turn with the unfinished messages before it in front of its words; the same turn if there are none.

    What answered a question is finished, however it ends.
    """
    if not turn.text or turn.choices:
        return turn
    answered = {int(entry["turn"]) for entry in turn.slot("asked") or [] if entry["outcome"] == "answered"}
    before: list[str] = []
    for number, said in reversed([*enumerate(turn.said[:-1], start=1)][-_MOST:]):
        if number in answered:
            break
        before.insert(0, said)
    text = joined(before, turn.text)
    return turn if text == turn.text else replace(turn, text=text)


def goes_on(turn: Turn) -> bool:
    """Whether the message ends a thought that was begun before it, and tells something so."""
    return in_one(turn) is not turn and slots.said_something_new(turn)


def is_bare_time(text: str) -> bool:
    """Whether a message names a time and no visit, which may be when it began: "monday", "last friday"."""
    words = plain(text).removeprefix("last ")
    return is_only_a_wish(words) and not asks_or_requests(text) and not _VISITS & set(words.split())


def is_of_the_opening(turn: Turn, question: Question, answer: ParsedAnswer) -> bool:
    """Whether what is told belongs to the words about the pain, which came in pieces, and not to the signs asked about.

    A time may say how old a sign is only where a sign is told of.
    """
    if question.id not in EMERGENCY_GATES or answer.understood or turn.findings[_LENGTH].answer is Answer.YES:
        return False
    dangers = {name for other in turn.services.rules.questions if other.is_of_danger for name in other.asks}
    return not any(item.finding in dangers and item.status in _OPEN for item in answer.evidence) and not any(
        mention.finding in dangers and mention.status in _OPEN for mention in _read(turn, turn.text).mentions
    )


def told_length(turn: Turn, question: Question, answer: ParsedAnswer) -> tuple[Evidence, ...]:
    """Return how long it hurts, said too late to be asked for: "lower, like 3 weeks", "since" and then "monday"."""
    if not is_of_the_opening(turn, question, answer) or short_reply(turn.text) is not None:
        return ()
    if any(mention.finding == _LENGTH for mention in _read(turn, turn.text).mentions):
        return ()  # which counts by itself
    asks = next((q for q in turn.services.rules.questions if q.asks == (_LENGTH,) and turn.channel in q.channels), None)
    full = None if asks is None else answer_in_full(asks, turn.text, lambda words: _read(turn, words), turn.channel)
    if full is None or not full.understood or full.chosen:
        return ()
    told = (item for item in full.evidence if item.finding == _LENGTH and item.status is Status.PRESENT)
    return tuple(replace(item, question="", turn=turn.number) for item in told)


def is_younger_than_the_pain(turn: Turn, heard: Reading) -> bool:
    """Whether a time belongs to a sign that came later ("it goes to my calf since today"), and corrects nothing."""
    known = turn.findings["duration_days"].number
    times = [m.value for m in heard.mentions if m.finding == "duration_days" and isinstance(m.value, float)]
    signs = {m.finding for m in heard.mentions if m.status is Status.PRESENT}
    vocabulary = turn.services.rules.vocabulary
    is_of_a_sign = any(finding in _SIGNS or vocabulary[finding].red_flag for finding in signs)
    is_younger = known is not None and any(days <= known for days in times)
    return is_younger and is_of_a_sign and correction_in(turn) is None


def _read(turn: Turn, words: str) -> Reading:
    return turn.services.reader.read(words, subject=turn.subject, now=turn.now)
