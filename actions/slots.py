"""The only file that knows slot names: tracker to domain values, domain values to slot events.

`evidence` holds everything that was said; `asked` holds what was put and what came of it, in order, as
{"question", "outcome", "turn"} with the outcomes pending, again, answered and skipped. The slot of a
question holds its answer for Rasa and for people who read the tracker; nothing is decided from it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rasa_sdk.events import SlotSet

from backstride.domain.evidence import plain
from backstride.domain.findings import CONFIRMING, Answer, Evidence, Findings
from backstride.domain.interview import AGAIN, InterviewState, Question, QuestionKind, is_known
from backstride.domain.trimming import asks_or_requests, says_nothing

if TYPE_CHECKING:
    from actions.turn import Turn
    from backstride.domain.triage import TriageDecision

Asked = Sequence[Mapping[str, Any]]
INTERRUPTING = frozenset(
    {
        "ask_why", "ask_is_serious", "ask_how_long", "ask_source", "ask_run_plan", "ask_running", "ask_can_i_run",
        "ask_what_is", "ask_self_care", "ask_what_pt_does", "ask_human", "ask_bot", "ask_privacy", "ask_price",
        "ask_insurance", "ask_hours", "ask_location", "ask_parking", "ask_what_to_bring", "ask_telehealth",
        "ask_referral", "ask_result", "ask_callback", "reschedule_appointment", "cancel_appointment", "help",
        "insult", "not_patient_matter", "opt_out", "goodbye", "thank", "out_of_scope", "other_body_part",
        "correct_answer", "stop", "start_over", "delete_my_data",
    }
)  # fmt: skip
"""Intents that data/rules/ answer in the middle of a form."""
GUESSED = frozenset({"out_of_scope", "other_body_part", "thank", "goodbye", "insult", "not_patient_matter"})
"""Intents that a short reply in unknown words is taken for."""
ABOUT_THE_CLINIC = frozenset(
    {
        "ask_price", "ask_insurance", "ask_hours", "ask_location", "ask_parking", "ask_what_to_bring", "ask_telehealth",
        "ask_referral", "ask_privacy", "reschedule_appointment", "cancel_appointment",
    }
)  # fmt: skip
BOOKING = frozenset({"book_appointment", "book_running_visit"})
GATE = "gate"
"""The stage without a result, because a safety question is open or somebody else must answer."""
CERTAIN = 0.9
"""Words that are meant so leave no doubt; judgement, from replies such as "15 C"."""
EMERGENCY = "emergency"
"""The stage after advice to get emergency care."""
ALWAYS_OPEN = frozenset({"opt_out", "delete_my_data"})
"""What may be asked for even then: to be left alone, and to be forgotten."""
TAKING_BACK = frozenset({"correct_answer", "start_over"})
"""Intents that take something back without naming it ("sorry, I hit the wrong button")."""
RED_FLAG = "report_red_flag"
"""The intent that only backstride/nlu/red_flag_screener.py sets."""
OPEN = frozenset({"pending", "again"})
CONSENT = "Q00"
SURE = 0.7
"""Below this confidence no intent ends or interrupts what is asked, and consent is not guessed. Judgement."""
KEPT_WHEN_STARTING_OVER = frozenset(
    {"consent", "clinic_name", "clinic_phone", "emergency_number", "booked", "session_started_metadata"}
)


def interview_state(asked: Asked) -> InterviewState:
    """Return what was asked so far; level and gate are the caller's to add."""
    by_outcome: dict[str, set[str]] = {}
    for entry in asked:
        by_outcome.setdefault(str(entry["outcome"]), set()).add(str(entry["question"]))
    return InterviewState(
        answered=frozenset(by_outcome.get("answered", ())),
        skipped=frozenset(by_outcome.get("skipped", ())),
        reasked=frozenset(by_outcome.get("again", ())),
    )


def gates_reopened(turn: "Turn") -> list[dict[str, Any]]:
    """Return what was asked, without the gates that stayed open, where no result could be told for them.

    Who writes on after that is asked them again, unless it was a no or thanks: there is no other way to a result.
    """
    asked = [dict(entry) for entry in turn.slot("asked") or []]
    is_closed = turn.slot("stage") != GATE or pending(turn) is not None or turn.intent in {"deny", "thank"}
    if is_closed or consent_ends(turn) or not is_new(turn):
        return asked
    gates = {question.key for question in turn.services.rules.questions if question.gate}
    return [entry for entry in asked if entry["outcome"] != "skipped" or entry["question"] not in gates]


def pending(turn: "Turn") -> Mapping[str, Any] | None:
    """Return the entry of the question that is open, None if none is."""
    return next((entry for entry in reversed(turn.slot("asked") or []) if entry["outcome"] in OPEN), None)


def active_loop(turn: "Turn") -> str | None:
    """Return the name of the form that is open."""
    return (turn.tracker.active_loop or {}).get("name")


def is_new(turn: "Turn") -> bool:
    """Whether nothing has been done about the message yet; False when a form comes back after a side question.

    rasa 3.6.21 forms.py puts the form's own execution at the end of what a validator sees.
    """
    done = 0
    for event in reversed(turn.tracker.events):
        if event.get("event") == "user":
            break
        done += event.get("event") == "action"
    return done <= 1


def open_question(turn: "Turn") -> Question | None:
    """Return the question that is open, None if none is.

    A clarifying question is remembered as `RF01:ces_bladder`, by what it clarifies, with `:again` where it
    asks whether that is taken back.
    """
    entry = pending(turn)
    if entry is None:
        return None
    key = str(entry["question"])
    asks: tuple[str, ...] = ()
    again = key.endswith(AGAIN)
    if key.startswith(CONFIRMING):
        key, _, named = key.removesuffix(AGAIN).partition(":")
        asks = tuple(named.split(","))
    for question in turn.services.rules.questions:
        if turn.channel in question.channels and question.name == key:
            return replace(question, asks=asks, again=again) if asks else question
    return None


def answered(turn: "Turn") -> list[tuple[Question, int]]:
    """Return the questions that were answered, the latest first, with the number of the message that did it."""
    by_key = {q.key: q for q in turn.services.rules.questions if turn.channel in q.channels and not q.clarifies}
    done = [e for e in turn.slot("asked") or [] if e["outcome"] == "answered" and e["question"] in by_key]
    return [(by_key[str(e["question"])], int(e["turn"])) for e in sorted(done, key=lambda e: -int(e["turn"]))]


def answered_now(turn: "Turn") -> Question | None:
    """Return the question that this message answered; with one open as well, it corrected an earlier answer."""
    return next((question for question, number in answered(turn) if number == turn.number), None)


def in_intake(turn: "Turn") -> bool:
    """Whether the intake is open, or was left with a question that this message may answer; never that of consent."""
    was_left = active_loop(turn) is None and turn.slot("stage") in {None, GATE}
    left_open = pending(turn) if was_left else None
    return active_loop(turn) == "intake_form" or (left_open is not None and left_open["question"] != CONSENT)


def in_emergency(turn: "Turn") -> bool:
    """Whether emergency care was advised and nothing has released it: nothing else is talked about until then."""
    return bool(turn.slot("stage") == EMERGENCY)


def released() -> list[Any]:
    """Return events that end the talk of nothing but the emergency."""
    return [SlotSet("stage", None), SlotSet("triage_level", None), SlotSet("told_rules", None)]


def interrupts(turn: "Turn") -> bool:
    """Whether the message is a question on the side or a wish to leave, for the rules to act on."""
    if in_emergency(turn):
        return turn.intent in ALWAYS_OPEN and not turn.choices
    if turn.choices or turn.intent not in INTERRUPTING or (turn.intent == "stop" and says_nothing(turn.text)):
        return False
    put_right = answered_now(turn) is not None and pending(turn) is not None
    if put_right or (turn.intent == "correct_answer" and said_something_new(turn)):
        return False
    if turn.intent in ALWAYS_OPEN or asks_or_requests(turn.text):
        return True
    is_odd = any(sign.isdigit() for sign in turn.text) or turn.confidence < CERTAIN
    is_odd = is_odd or len(turn.text.strip()) == 1 or said_something_new(turn)
    if turn.intent in GUESSED and is_odd and active_loop(turn) == "intake_form":
        return False  # an answer that was not understood, or something else that was told
    # "i twisted funny" is an answer, though it was not read; so is "i have asthma", said to a list of illnesses.
    question = open_question(turn) if turn.intent == "other_body_part" else None
    is_answer = turn.intent == "out_of_scope" or (question is not None and question.gate)
    return not is_answer and turn.confidence >= SURE


def asks_to_book(turn: "Turn") -> bool:
    """Whether the message asks for a visit, which is no goal and no complaint: "can i come in mon"."""
    return turn.intent in BOOKING and turn.confidence >= SURE and asks_or_requests(turn.text)


def is_about_the_clinic(turn: "Turn") -> bool:
    """Whether a message is about the clinic or a visit, once a result stands, and not about the pain."""
    if turn.confidence < SURE or turn.choices:
        return False
    return turn.intent in ABOUT_THE_CLINIC or (turn.intent in BOOKING and turn.slot("stage") == "result")


def leaves(turn: "Turn") -> bool:
    """Whether the message is for the rules and not for a booking: a red flag, a side question, a wish to leave."""
    return turn.intent in {RED_FLAG, "deny", "stop"} or interrupts(turn)


def is_text(question: Question) -> bool:
    """Whether any words at all would answer the question."""
    return question.kind in {QuestionKind.TEXT, QuestionKind.GOAL}


def said_something_new(turn: "Turn") -> bool:
    """Whether the message added evidence, although it did not answer the question."""
    return any(item.turn == turn.number for item in turn.evidence)


def asked_event(asked: Asked) -> Any:
    """Return the event that keeps what was asked."""
    return SlotSet("asked", list(asked))


def evidence_events(turn: "Turn", evidence: Iterable[Evidence]) -> list[Any]:
    """Return the event that keeps the evidence; none if it is what is kept already.

    An event holds all that was said so far, and all events are read again at every turn.
    """
    kept = [plain(item) for item in evidence]
    return [] if kept == (turn.slot("evidence") or []) else [SlotSet("evidence", kept)]


def projected(findings: Findings, questions: Iterable[Question], turn: "Turn") -> list[Any]:
    """Return events that show known answers in the questions' slots; unchanged slots are left out."""
    events = []
    for question in questions:
        if question.clarifies or question.gate or question.booking or not is_known(question, findings):
            continue
        value = _shown(question, findings)
        if value is not None and value != turn.slot(question.slot):
            events.append(SlotSet(question.slot, value))
    return events


def _shown(question: Question, findings: Findings) -> Any:
    found = [findings[finding] for finding in question.asks]
    if question.kind is QuestionKind.MULTI:
        if len(found) == 1:
            return sorted(found[0].values) or ["none"]
        return [f for f, known in zip(question.asks, found, strict=True) if known.answer is Answer.YES] or ["none"]
    first = found[0]
    if question.slot == "age":
        return first.number
    if first.number is not None:
        return " ".join(f"{f.number:g}" for f in found if f.number is not None)
    return ", ".join(sorted(first.values)) or first.answer.value


def consent_refused(turn: "Turn") -> bool:
    """Whether the visitor said no to being asked."""
    return bool(turn.slot("consent") == "no")


def consent_reopened(turn: "Turn") -> list[Any]:
    """Return events after which consent is asked for again."""
    return [SlotSet("consent", None), asked_event([e for e in turn.slot("asked") or [] if e["question"] != CONSENT])]


def consent_ends(turn: "Turn") -> bool:
    """Whether the visitor chose something else than to be asked."""
    return turn.slot("consent") in {"no", "staff"}


def grounds(decision: "TriageDecision") -> list[str]:
    """Return what an answer rests on: each rule, and as what it is told."""
    return [f"{fired.id} {fired.reason}" for fired in decision.fired]


def same_grounds(turn: "Turn", decision: "TriageDecision") -> bool:
    """Whether the last answer rested on the same."""
    return set(turn.slot("told_rules") or []) >= set(grounds(decision))


def with_triage(state: InterviewState, decision: "TriageDecision") -> InterviewState:
    """Return the interview's state with what triage says so far."""
    return replace(state, level=decision.level, gate=decision.gate)


def without_booking() -> list[Any]:
    """Return events that empty the booking's slots."""
    return [SlotSet(name, None) for name in ("opening", "patient_name", "contact", "visit", "wishes")]


def emptied(turn: "Turn") -> list[Any]:
    """Return events that empty every slot but the clinic's and a booked visit; consent given stays given."""
    names = [
        name for name, value in turn.tracker.slots.items() if value is not None and name not in KEPT_WHEN_STARTING_OVER
    ]
    consent = [
        entry for entry in turn.slot("asked") or [] if entry["question"] == CONSENT and entry["outcome"] == "answered"
    ]
    lists: dict[str, list[Any]] = {"evidence": [], "asked": consent}
    return [SlotSet(name, lists.get(name)) for name in names]
