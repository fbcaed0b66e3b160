"""Keeps what every message says, in any state, before any policy decides what to do about it.

Two kinds of evidence come from a message: mentions anywhere in its words, and the answer to the
question that is open. Rasa calls this action on every message and again when a form opens; a message
is recorded once.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from rasa_sdk.events import SlotSet

from actions import slots
from actions.base import BackstrideAction, Events
from actions.turn import Turn
from backstride.domain.answers import ParsedAnswer, parse_answer, parse_choices
from backstride.domain.corrections import corrected
from backstride.domain.ellipsis import answer_in_full
from backstride.domain.findings import Evidence, Status
from backstride.domain.interview import Question, QuestionKind
from backstride.domain.mentions import Mention, Reading, with_doubts
from backstride.domain.replies import asks_back
from backstride.domain.taking_back import confirmable, held

OPENING_WORDS = "Q02"
_AMOUNTS = frozenset({"duration_days", "pain_nrs", "pain_nrs_worst"})
EMERGENCY_GATES = frozenset({"Q03", "Q04"})


class ActionValidateSlotMappings(BackstrideAction):
    """Turn the message into evidence, and the open question into an answered one."""

    def name(self) -> str:
        """Return the name under which Rasa calls an action on every message."""
        return "action_validate_slot_mappings"

    async def act(self, turn: Turn) -> Events:
        """Record the message; show what is known in the questions' slots."""
        if turn.slot("recorded") == turn.number:
            return []
        reading = turn.services.reader.read(turn.text, subject=turn.subject, now=turn.now)
        question = slots.open_question(turn) if slots.active_loop(turn) == "intake_form" else None
        # The second look adds doubts, and none about what the open question asks: there the answer counts.
        asked_now = question.asks if question is not None else ()
        heard = with_doubts(reading, turn.entities(), about=turn.services.rules.vocabulary, but=asked_now)
        said: Sequence[Evidence] = [m.as_evidence(turn=turn.number) for m in heard.mentions if _counts(turn, m)]
        asked = list(turn.slot("asked") or [])
        events: Events = [SlotSet("recorded", turn.number)]
        if question is not None:
            answer = _answer(turn, question, reading)
            if answer.understood and _takes_part_back(turn, question):
                said = [item for item in said if item.finding not in question.asks]
            said = [*(said if answer.volunteered or not answer.understood else ()), *answer.evidence]
            if not answer.understood:
                said = [*said, *_corrects_the_last(turn)]
            if answer.understood:
                asked = slots.settled(asked, question.key, "answered", turn.number)
                if question.kind is QuestionKind.CONSENT:
                    events.append(SlotSet(question.slot, answer.chosen[0]))
        said = [replace(item, turn=turn.number) for item in dict.fromkeys(said)]
        if slots.in_emergency(turn):
            said = _in_emergency(turn, said)
        evidence = [*turn.evidence, *said]
        known = turn.with_evidence(evidence).findings
        return [
            *events,
            *slots.evidence_events(turn, evidence),
            *([slots.asked_event(asked)] if asked != (turn.slot("asked") or []) else []),
            *slots.projected(known, turn.services.rules.questions, turn),
        ]


def _counts(turn: Turn, mention: Mention) -> bool:
    """Whether a mention is kept: "is there parking on saturday" says nothing of the pain, whatever was read in it."""
    if mention.finding in {
        f for q in turn.services.rules.questions if q.gate or q.clarifies or q.safety for f in q.asks
    }:
        return True
    question = slots.open_question(turn)
    if (
        question is not None
        and slots.is_text(question)
        and question.id != OPENING_WORDS
        and mention.finding in _AMOUNTS
    ):
        return False  # "run my half in may, 6" is a goal
    is_ahead = mention.finding == "duration_days" and asks_back(turn.text) and not slots.active_loop(turn)
    return not (slots.is_about_the_clinic(turn) or is_ahead)


def _answer(turn: Turn, question: Question, reading: Reading) -> ParsedAnswer:
    if turn.choices:
        return parse_choices(question, turn.choices, turn.channel, turn=turn.number)
    if _takes_part_back(turn, question):
        rest = corrected(turn.text)[1]
        read = _reader(turn)
        answer = parse_answer(question, rest, read(rest), turn.channel, turn=turn.number)
        full = None if answer.understood else answer_in_full(question, rest, read, turn.channel, turn=turn.number)
        if full or answer.understood:
            return replace(full or answer, volunteered=True)
    if slots.is_text(question) and slots.interrupts(turn) and not reading.mentions:
        return ParsedAnswer()  # "how much does it cost?" is no answer to an open question
    answer = parse_answer(question, turn.text, reading, turn.channel, turn=turn.number)
    if question.kind is QuestionKind.CONSENT and not answer.understood:
        return _consent_in_words(turn, answer)
    if not answer.understood and not asks_back(turn.text):
        full = _in_full(turn, question)
        answer = replace(full, evidence=(*answer.evidence, *full.evidence)) if full else answer
    if answer.plain_yes and question.id in EMERGENCY_GATES and question.key in turn.state.reasked:
        # Two bare yeses to a list of emergencies: nobody waits for a third answer.
        yes = Evidence(question.asks[0], Status.PRESENT, None, question.id, turn.text)
        return ParsedAnswer((yes,), understood=True)
    return answer


def _corrects_the_last(turn: Turn) -> Sequence[Evidence]:
    """Return what a reply says that corrects the answer before ("wait, 34"); nothing where danger was asked about."""
    taken_back, rest = corrected(turn.text)
    last = slots.last_answered(turn)
    if taken_back or not rest or turn.choices or last is None or last.gate or last.safety or slots.is_text(last):
        return ()
    answer = parse_answer(last, rest, _reader(turn)(rest), turn.channel, turn=turn.number)
    return answer.evidence if answer.understood else ()


def _in_full(turn: Turn, question: Question) -> ParsedAnswer | None:
    return answer_in_full(question, turn.text, _reader(turn), turn.channel, turn=turn.number)


def _reader(turn: Turn) -> Callable[[str], Reading]:
    return partial(turn.services.reader.read, subject=turn.subject, now=turn.now)


def _takes_part_back(turn: Turn, question: Question) -> bool:
    """Whether a reply corrects itself ("left, no wait, right"); where danger is asked about, all of it counts."""
    is_safety = question.gate or question.safety or question.clarifies or slots.is_text(question)
    return not is_safety and not turn.choices and bool(corrected(turn.text)[1])


def _in_emergency(turn: Turn, said: Sequence[Evidence]) -> Sequence[Evidence]:
    """Return what counts of what is said after emergency advice; words that take it back as a whole deny its signs."""
    kept = held(turn.evidence, said, turn.services.rules)
    confirmable_now = confirmable(turn.findings, turn.services.rules)
    is_about = any(item.finding in confirmable_now for item in said)
    if is_about or turn.choices or turn.intent not in slots.TAKING_BACK or turn.confidence < slots.SURE:
        return kept
    return [
        *kept,
        *(Evidence(finding, Status.NEGATED, None, "", turn.text, turn.number) for finding in confirmable_now),
    ]


def _consent_in_words(turn: Turn, answer: ParsedAnswer) -> ParsedAnswer:
    """Read consent from the intent where the words are none of the options ("ok go ahead", "no thanks")."""
    if turn.confidence < slots.SURE:
        return answer
    chosen = {"affirm": "yes", "start": "yes", "deny": "no", "decline_consent": "no", "ask_human": "staff"}.get(
        turn.intent
    )
    return replace(answer, understood=True, chosen=(chosen,), volunteered=True) if chosen else answer
