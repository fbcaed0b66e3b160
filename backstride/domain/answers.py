"""What a reply to a question says, as evidence.

Takes chosen options, numbers, option labels, yes and no, and otherwise what was read from the words.
What does not answer the question is not bent into an answer. Pure; reading words is `backstride.nlu`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from backstride.domain.denials import all_well, denies_all, excepts
from backstride.domain.findings import NOTHING, Evidence, Status
from backstride.domain.interview import Option, Question, QuestionKind
from backstride.domain.mentions import Reading
from backstride.domain.option_names import is_said_otherwise, named_options, unhedged
from backstride.domain.replies import Reply, doubts, is_doubted_no, leading_reply, plain, short_reply
from backstride.domain.reply_numbers import days_and_miles, numbers_among, scores_among, words_and_number

_OPTION_IDS = {
    Reply.YES: {"yes"},
    Reply.NO: {"no", "none", "nothing"},
    Reply.UNSURE: {"not_sure"},
    Reply.SKIP: {"skip"},
}
_NO_REST = re.compile(r"\b(?:none of the (?:rest|others?)|no to the (?:rest|others)|nothing else)(?: though)?$")
_SETTLED = {Status.PRESENT, Status.NEGATED, Status.UNCERTAIN}
_SUBJECT_WORDS = {"c": "my_child", "child": "my_child", "kid": "my_child", "a": "other_adult", "adult": "other_adult"}


@dataclass(frozen=True, slots=True)
class ParsedAnswer:
    """What a reply says.

    Attributes:
        evidence: To be kept whether or not the reply answered the question.
        chosen: Ids of the options it stands for.
        volunteered: It was free text, so whatever else was read from it counts too.
        plain_yes: A bare yes where only naming an item would answer.
    """

    evidence: tuple[Evidence, ...] = ()
    understood: bool = False
    chosen: tuple[str, ...] = ()
    volunteered: bool = False
    plain_yes: bool = False


def parse_choices(question: Question, option_ids: Iterable[str], channel: str, *, turn: int = 0) -> ParsedAnswer:
    """Return what chosen options say.

    Args:
        question: As it was asked; a clarifying question narrowed to what it clarified.
        option_ids: Ids, alone (`ces_saddle`) or with the question's (`Q04.ces_saddle`). Unknown ones are left out.
        channel: "web" or "sms"; decides which options were there to be left out.
        turn: Number of the patient's message, from 1.
    """
    wanted = {option_id.removeprefix(f"{question.id}.") for option_id in option_ids}
    chosen = [option for option in question.options if option.id in wanted]
    return _chosen(question, chosen, channel, turn) if chosen else ParsedAnswer()


def parse_answer(question: Question, text: str, reading: Reading, channel: str, *, turn: int = 0) -> ParsedAnswer:
    """Return what typed text says in answer to a question.

    Args:
        question: As it was asked; a clarifying question narrowed to what it clarified.
        text: As the patient typed it.
        reading: What was read from the same text.
        channel: "web" or "sms"; decides which options there are and how they are numbered.
        turn: Number of the patient's message, from 1.
    """
    parsed = _PARSERS.get(question.kind, _parse_options)(question, text, reading, channel)
    return replace(parsed, evidence=tuple(replace(item, turn=turn) for item in parsed.evidence))


def left_in_doubt(question: Question, text: str, *, turn: int = 0) -> tuple[Evidence, ...]:
    """Return what it says that a clarifying question got no answer: the doubt, which counts as present."""
    return tuple(replace(item, turn=turn) for item in _all(question, Status.UNCERTAIN, text))


def _all(question: Question, status: Status, quote: str) -> tuple[Evidence, ...]:
    """Return the same status for everything that a question asks."""
    return tuple(Evidence(finding, status, None, question.id, quote) for finding in question.asks)


def _parse_options(question: Question, text: str, reading: Reading, channel: str) -> ParsedAnswer:
    offered = question.offered(channel)
    options = named_options(offered, text if question.gate or question.safety else unhedged(text), channel)
    if options:
        return _chosen(question, options, channel, 0, quote=text)
    reply = short_reply(text) or (Reply.NO if question.gate and all_well(text) else None)
    if reply is not None:
        return _short(question, reply, text, channel)
    return _from_words(question, text, reading, channel)


def _short(question: Question, reply: Reply, text: str, channel: str) -> ParsedAnswer:
    """Return what yes, no, not sure or skip says to a question with options; what is skipped is not known."""
    offered = question.offered(channel)
    options = [option for option in offered if option.id in _OPTION_IDS[reply] or reply.value in option.also]
    if options:
        return _chosen(question, options, channel, 0, quote=text)
    if question.kind is QuestionKind.CONSENT:
        return ParsedAnswer()
    if reply is Reply.UNSURE or (reply is Reply.SKIP and not question.gate):
        return ParsedAnswer(_all(question, Status.UNCERTAIN, text), understood=True)
    if reply is Reply.YES:
        if question.gate and question.kind is QuestionKind.SINGLE:
            said = Evidence(question.asks[0], Status.PRESENT, None, question.id, text)
            return ParsedAnswer((said,), understood=True)
        return ParsedAnswer(plain_yes=True)
    return ParsedAnswer(understood=not question.gate)  # none of the options, or refused


def _from_words(question: Question, text: str, reading: Reading, channel: str) -> ParsedAnswer:
    """Return what was read from the words, as far as it concerns the question."""
    lead = leading_reply(text)
    about = [m for m in reading.mentions if m.finding in question.asks and m.status in _SETTLED]
    said = [mention.as_evidence(turn=0, question=question.id) for mention in about]
    named = {item.finding for item in said}
    if lead is Reply.NO and (said or question.clarifies):
        said += [item for item in _all(question, Status.NEGATED, text) if item.finding not in named]
    elif lead is Reply.YES and question.clarifies and not _is_all_denied(question, said):
        firm = [item for item in said if item.status is Status.PRESENT and item.value is not None]
        said = firm or list(_all(question, Status.PRESENT, text))
    if said and question.kind is QuestionKind.MULTI and (_NO_REST.search(plain(text)) or denies_all(text)):
        said += [item for item in _all(question, Status.NEGATED, text) if item.finding not in named]
    is_denial = all(item.status is Status.NEGATED for item in said)
    heard = _heard(question, reading, text, channel) if is_denial else None
    if question.clarifies and not said and is_doubted_no(text):
        return ParsedAnswer(_all(question, Status.UNCERTAIN, text), understood=True, volunteered=True)
    if heard or not said:
        return heard or _leading(question, lead, text, channel)
    denied = {item.finding for item in said if item.status is Status.NEGATED}
    # A part of what gates and branches ask is asked again; elsewhere it is an answer ("it doesn't wake me").
    is_enough = denied >= set(question.asks) or not (question.gate or question.clarifies or question.use == "branch")
    understood = is_enough or not is_denial
    return ParsedAnswer(tuple(said), understood, volunteered=True)


def _heard(question: Question, reading: Reading, text: str, channel: str) -> ParsedAnswer | None:
    """Return the one option that other findings say, None if they say none: "i was lifting a box" is no fall."""
    told = {(m.finding, m.value) for m in reading.mentions if m.status in {Status.PRESENT, Status.HISTORICAL}}
    options = [option for option in question.offered(channel) if told.intersection(option.heard)]
    if len(options) != 1 or (question.gate and (doubts(text) or excepts(text))):
        return None
    said = [replace(item, quote=text) for item in _says(question, options)]
    return ParsedAnswer(tuple(said), understood=True, chosen=(options[0].id,), volunteered=True)


def _is_all_denied(question: Question, said: Sequence[Evidence]) -> bool:
    """Whether the words deny all that is asked: "yes, I can pee normally" is no yes to "is it hard to pee?"."""
    denied = {item.finding for item in said if item.status is Status.NEGATED}
    return denied >= set(question.asks) and all(item.status is Status.NEGATED for item in said)


def _leading(question: Question, lead: Reply | None, text: str, channel: str) -> ParsedAnswer:
    """Return what a yes or no at the start says where nothing else was understood; a list is denied as a whole."""
    if question.gate and question.kind is QuestionKind.MULTI:
        lead = Reply.NO if denies_all(text) else None
    elif question.gate and (lead is Reply.YES or excepts(text)):
        lead = None
    if lead is None:
        return ParsedAnswer(volunteered=True)
    return replace(_short(question, lead, text, channel), volunteered=True)


def _chosen(question: Question, options: Sequence[Option], channel: str, turn: int, *, quote: str = "") -> ParsedAnswer:
    """Return what chosen options say, and what it says that the others were not."""
    ids = tuple(option.id for option in options)
    if question.clarifies:
        status = {"yes": Status.PRESENT, "no": Status.NEGATED}.get(ids[0], Status.UNCERTAIN)
        said = list(_all(question, status, quote or options[0].label))
    elif any(option.unsure for option in options):
        said = list(_all(question, Status.UNCERTAIN, quote or options[0].label))
    else:
        said = _says(question, options) + _leaves_out(question, options, channel)
    complete = question.kind is not QuestionKind.AGE_SUBJECT
    return ParsedAnswer(tuple(replace(item, turn=turn) for item in said), complete, ids)


def _says(question: Question, options: Sequence[Option]) -> list[Evidence]:
    present = [
        Evidence(finding, Status.PRESENT, value, question.id, option.label)
        for option in options
        for finding, value in option.sets
    ]
    named = {item.finding for item in present}
    denied = [(finding, option.label) for option in options for finding in option.denies if finding not in named]
    return present + [Evidence(finding, Status.NEGATED, None, question.id, label) for finding, label in denied]


def _leaves_out(question: Question, options: Sequence[Option], channel: str) -> list[Evidence]:
    """Return the denials that lie in not choosing: of a question that takes several answers, and was not skipped."""
    if question.kind is not QuestionKind.MULTI or any(option.id == "skip" for option in options):
        return []
    named = {(finding, value) for option in options for finding, value in option.sets}
    offered = [pair for option in question.offered(channel) for pair in option.sets]
    denied: list[Evidence] = []
    for finding in question.asks:
        values = [value for name, value in offered if name == finding]
        chosen = [value for name, value in named if name == finding]
        if question.whole or (not chosen and len(values) <= 1):
            denied.append(Evidence(finding, Status.NEGATED, None, question.id))
        elif len(values) > 1:
            left = [value for value in values if value not in chosen and value not in NOTHING]
            denied += [Evidence(finding, Status.NEGATED, value, question.id) for value in left]
    return denied


def _parse_numbers(question: Question, text: str, reading: Reading, _channel: str) -> ParsedAnswer:
    """Return numbers: those read from the words, else those of the reply itself."""
    reply = short_reply(text)
    if reply in {Reply.UNSURE, Reply.SKIP}:
        return ParsedAnswer(_all(question, Status.UNCERTAIN, text), understood=True)
    asked = question.asks[: len(question.ranges)]
    read = [m.as_evidence(turn=0, question=question.id) for m in reading.mentions if m.finding in asked]
    read = [item for item in read if item.status is Status.PRESENT and item.value is not None]
    scores = _scores(question, text, read)
    if read and not scores:
        return ParsedAnswer(tuple(read), understood=True, volunteered=True)
    numbers = scores or numbers_among(text)[: len(asked)]
    if not numbers or any(not low <= n <= high for n, (low, high) in zip(numbers, question.ranges, strict=False)):
        return ParsedAnswer(volunteered=True)
    said = [Evidence(f, Status.PRESENT, n, question.id, text) for f, n in zip(asked, numbers, strict=False)]
    return ParsedAnswer(tuple(said), understood=True, volunteered=bool(scores))


def _scores(question: Question, text: str, read: Sequence[Evidence]) -> list[float]:
    """Return two numbers where two are asked for and fewer were read ("3 now, it was a 6"), or the one nobody read."""
    scores = scores_among(text) if question.kind is QuestionKind.NUMBERS and not leading_reply(text) else []
    if len(read) <= 1 < len(scores):
        is_so = len(scores) == len(question.ranges) and (not read or scores == sorted(scores))
        return sorted(scores) if is_so else []  # the worst is never less than now
    return scores if not read else []


def _parse_age(question: Question, text: str, reading: Reading, channel: str) -> ParsedAnswer:
    """Return an age and, where it is said, whose."""
    parsed = _parse_numbers(question, text, reading, channel)
    words = plain(text).split()
    letter = words[0] if words and words[-1].isdigit() else words[-1] if words else ""  # "C 9" is "9 C"
    subject = _SUBJECT_WORDS.get(letter)
    named = [o.id for o in question.options if o.id == subject or f" {plain(o.label)} " in f" {plain(text)} "]
    if subject is None and parsed.understood:
        named = [one for one in named if one != "me" or is_said_otherwise(question.options, one, text)]
    said = (Evidence("subject", Status.PRESENT, name, question.id, text) for name in named[:1])
    return replace(parsed, evidence=(*parsed.evidence, *said))


def _parse_text(question: Question, text: str, _reading: Reading, _channel: str) -> ParsedAnswer:
    """Return the words as they are; a reply that says nothing leaves the question answered and empty."""
    if not text.strip():
        return ParsedAnswer()
    if short_reply(text) is not None:
        return ParsedAnswer(understood=True)
    said = Evidence(question.asks[0], Status.PRESENT, text.strip(), question.id, text.strip())
    return ParsedAnswer((said,), understood=True, volunteered=True)


def _parse_goal(question: Question, text: str, reading: Reading, channel: str) -> ParsedAnswer:
    """Return a goal and the number that ends it, if one does."""
    words, score = words_and_number(text)
    low, high = question.ranges[0]
    if score is None or not low <= score <= high:
        return _parse_text(question, text, reading, channel)
    parsed = _parse_text(question, words, reading, channel)
    said = Evidence(question.asks[1], Status.PRESENT, score, question.id, text)
    return replace(parsed, evidence=(*parsed.evidence, said))


def _parse_running(question: Question, text: str, reading: Reading, channel: str) -> ParsedAnswer:
    """Return days and miles a week; a bare 0 or no is no runner."""
    if numbers_among(text) == [0] or short_reply(text) is Reply.NO:
        chosen = [option for option in question.options if option.id == "not_runner"]
        return _chosen(question, chosen, channel, 0, quote=text)
    amounts = days_and_miles(text)
    fits = all(n is None or low <= n <= high for n, (low, high) in zip(amounts, question.ranges, strict=True))
    if amounts == (None, None) or not fits:
        return _parse_options(question, text, reading, channel)
    said = [Evidence(question.asks[0], Status.PRESENT, "runner", question.id, text)]
    said += [
        Evidence(finding, Status.PRESENT, amount, question.id, text)
        for finding, amount in zip(question.asks[1:], amounts, strict=True)
        if amount is not None
    ]
    return ParsedAnswer(tuple(said), understood=True)


_PARSERS: dict[QuestionKind, Callable[[Question, str, Reading, str], ParsedAnswer]] = {
    QuestionKind.NUMBER: _parse_numbers,
    QuestionKind.NUMBERS: _parse_numbers,
    QuestionKind.AGE_SUBJECT: _parse_age,
    QuestionKind.TEXT: _parse_text,
    QuestionKind.GOAL: _parse_goal,
    QuestionKind.RUNNING: _parse_running,
}
