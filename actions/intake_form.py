"""The intake form: asks what the core says to ask next, and closes when there is nothing left or danger.

The form holds no state of its own. What was said is kept by `record.py` before this runs; here only
the next question is chosen. The slot `asked` is always handed back: a validator that returns no slot
makes Rasa reject the form, and the fallback would then revert what was said.
"""

from rasa_sdk.events import SlotSet

from actions import asides, slots
from actions import asked as asked_list
from actions.base import BackstrideAction, Events
from actions.decisions import as_record
from actions.explaining import beside_a_doubt
from actions.late import EMERGENCY_GATES, goes_on, is_bare_time
from actions.side_questions import BESIDE, answer_beside, is_about_an_emergency
from actions.turn import Turn
from backstride.domain.asking_back import About, AskedBack
from backstride.domain.findings import Answer, Evidence, Status
from backstride.domain.fragments import is_unfinished
from backstride.domain.interview import InterviewState, Question, QuestionKind, next_question, open_gates
from backstride.domain.question_value import matters
from backstride.domain.replies import Reply, short_reply
from backstride.domain.summary import spoken
from backstride.domain.triage import Level, TriageDecision, decide
from backstride.domain.trimming import asks_also, says_nothing

OPEN_QUESTION = "Q02"
LATE = 3
"""So many messages after a question what is told may still belong to the one before."""
_TOLD = frozenset({Status.PRESENT, Status.NEGATED})
FIRST_TEXT = 2
"""The opening counts as a message."""
_ASKED_BACK = {
    About.COUNTS: "utter_does_it_count",
    About.HOW_MANY: "utter_how_many_questions",
    About.ALL_OF_IT: "utter_question_unclear",
    About.ON_FILE: "utter_no_records",
    About.MUST: "utter_booking_after_questions",
}
RECAPPED = ("location", "side", "radiation", "triggers", "relievers", "quality", "duration_days")


class ValidateIntakeForm(BackstrideAction):
    """Choose the next question."""

    def name(self) -> str:
        """Return the action's name."""
        return "validate_intake_form"

    async def act(self, turn: Turn) -> Events:
        """Settle the open question, then ask the core; leave side questions to the rules."""
        asked = slots.gates_reopened(turn)
        entry = slots.pending(turn)
        state = slots.interview_state(asked)
        if entry and slots.active_loop(turn) == "intake_form" and slots.is_new(turn):
            question = slots.open_question(turn)
            asked_back = asides.asks_back(turn, question) if question is not None else None
            if asked_back is None and slots.interrupts(turn):
                return []
            if question is not None and asked_back is not None:
                _answer_back(turn, question, asked_back)
            elif question is not None and _is_no_try(turn, int(entry["turn"])):
                _ = _say_questions_first(turn) or asides.tell_of_whom(turn)
            elif question is not None:
                _say_unclear(turn, question, is_second=question.key in state.reasked)
                state = state.not_understood(question)
                outcome = "skipped" if question.key in state.skipped else "again"
                asked = asked_list.settled(asked, question.key, outcome, turn.number)
                if outcome == "skipped":
                    turn = turn.with_evidence([*turn.evidence, *_left_open(turn, question)])
        decision = _decision(turn, state)
        taken_back = _say_taken_back(turn, decision)
        if taken_back:
            asked = _without_open_lists(turn, asked)
            state = slots.interview_state(asked)
        following = _next(turn, state, decision)
        if following is not None:
            _say_beside(turn, decision)
            _say_private_help(turn)
        if following is not None and not following.clarifies:
            _say_recap(turn)
            _say_noted(turn, following)
        elif following is not None and entry and entry["question"] == following.key:
            _say_meanwhile(turn, following)
        kept = [*slots.evidence_events(turn, turn.evidence), *taken_back]
        if following is None:
            return [*kept, slots.asked_event(asked), SlotSet("requested_slot", None)]
        return [
            *kept,
            slots.asked_event(asked_list.put(asked, following.key, turn.number)),
            SlotSet(following.slot, None),
            SlotSet("requested_slot", following.slot),
        ]


class ActionAskClarification(BackstrideAction):
    """Ask about a red flag that was mentioned in doubt, in that red flag's own words."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_ask_clarification"

    async def act(self, turn: Turn) -> Events:
        """Say the clarifying question; where it got no answer, what to do meanwhile: nobody waits for a bot."""
        question = slots.open_question(turn)
        if question is not None and slots.in_emergency(turn):
            turn.say("utter_emergency_reminder", kind="emergency")
        elif question is not None and _was_interrupted(turn, question):
            _say_meanwhile(turn, question)
        elif question is not None:
            beside_a_doubt(turn, question)
        if question is not None:
            turn.say(f"utter_clarify_{question.name.lower().replace('.', '_')}", question=question.id)
        return []


def _was_interrupted(turn: Turn, question: Question) -> bool:
    """Whether the question was put in an earlier turn and something else was answered since."""
    entry = slots.pending(turn)
    return entry is not None and entry["question"] == question.key and int(entry["turn"]) < turn.number


def _say_meanwhile(turn: Turn, question: Question) -> None:
    """Tell where to call before a question about an emergency sign is put once more."""
    if is_about_an_emergency(turn, question):
        turn.say("utter_clarify_meanwhile")


def _answer_back(turn: Turn, question: Question, asked: AskedBack) -> None:
    """Say what an option means, whether something counts, how many questions are left; to "what?" ask it again."""
    if slots.in_emergency(turn):
        return  # the reminder follows
    if asked.about is About.MEANING and asked.option is not None:
        option = asked.option
        if option.means:
            turn.say("utter_option_means", meaning=option.means)
        else:
            turn.say("utter_option_is", label=option.label)
    elif asked.about is About.ALL_OF_IT and question.kind is QuestionKind.CONSENT:
        turn.say("utter_faq_bot")  # "whats this", of the whole talk
    elif asked.about is not About.REPEAT:
        turn.say(_ASKED_BACK[asked.about])


def _say_beside(turn: Turn, decision: TriageDecision) -> None:
    """Say that an earlier answer was put right, and answer the question that came along with an answer."""
    answered = slots.answered_now(turn)
    if answered is None or decision.level is Level.L1 or not slots.is_new(turn):
        return
    if slots.pending(turn) is not None and turn.slot("requested_slot") != answered.slot:
        turn.say("utter_corrected")
    elif turn.intent in BESIDE and turn.confidence >= slots.SURE and asks_also(turn.text):
        answer_beside(turn, answered)


def _is_no_try(turn: Turn, asked_at: int) -> bool:
    """Whether the message did not try to answer the open question: it corrected or told something else, or came first.

    Who texts first has seen no question yet; who tells one thing in three texts answers the question late. The same
    words again tell nothing else.
    """
    question = slots.open_question(turn)
    said = [item.finding for item in turn.evidence if item.turn == turn.number and item.status in _TOLD]
    told = {*said, *(str(mention.get("entity")) for mention in turn.entities())} - {"choice"}
    is_new = turn.number - asked_at <= LATE and turn.text not in turn.said[:-1]
    if question is not None and told - set(question.asks) and is_new:
        return True
    if slots.answered_now(turn) is not None or _wants_to_book(turn):
        return True
    is_greeting = turn.intent == "greet" and turn.confidence >= slots.SURE
    is_greeting = is_greeting or says_nothing(turn.text) or is_unfinished(turn.text)
    if is_greeting and (question is None or question.kind is not QuestionKind.CONSENT):
        return True
    return _came_first(turn) or turn.intent == "start" or asides.resumes(turn)


def _came_first(turn: Turn) -> bool:
    return turn.channel == "sms" and turn.number <= FIRST_TEXT


def _left_open(turn: Turn, question: Question) -> list[Evidence]:
    """Return that what was asked twice in vain is not known: no self-care may rest on it.

    A gate needs no such mark: while it is open there is no routine result at all.
    """
    if question.gate or question.clarifies:
        return []
    unknown = (f for f in question.asks if turn.findings[f].answer is Answer.UNKNOWN)
    return [Evidence(f, Status.UNCERTAIN, None, question.id, "", turn.number) for f in unknown]


def _say_unclear(turn: Turn, question: Question, *, is_second: bool) -> None:
    """Say that the answer was not understood; after a bare yes to a list of emergencies, what to do first."""
    if slots.in_emergency(turn):
        return  # the reminder follows
    if question.id in EMERGENCY_GATES and short_reply(turn.text) is Reply.YES:
        turn.say("utter_gate_yes")
    elif asides.tell_of_other_numbers(turn) or asides.tell_of_whom(turn):
        return
    elif question.kind is QuestionKind.CONSENT and turn.intent == "greet" and not is_second:
        turn.say("utter_consent_hello")
    elif not slots.said_something_new(turn):
        again = "utter_unclear_again" if is_second else "utter_unclear"
        if question.gate and _is_refused(turn):
            again = "utter_gate_needed"
        elif question.id == OPEN_QUESTION and not is_second:
            again = "utter_unclear_words"
        turn.say("utter_consent_needed" if question.kind is QuestionKind.CONSENT else again)


def _is_refused(turn: Turn) -> bool:
    """Whether the question is turned away: "skip", "how is that your business"."""
    is_meant = turn.intent == "decline_consent" and turn.confidence >= slots.SURE
    return is_meant or short_reply(turn.text) is Reply.SKIP


def _say_questions_first(turn: Turn) -> bool:
    """Tell somebody who wants to book that the questions come first; return whether anybody wanted to."""
    if _wants_to_book(turn) and not goes_on(turn):  # "since", and then "monday"
        turn.say("utter_booking_after_questions")
    return _wants_to_book(turn)


def _wants_to_book(turn: Turn) -> bool:
    wants_to = turn.intent in slots.BOOKING and turn.confidence >= slots.SURE and not slots.in_emergency(turn)
    return wants_to and not is_bare_time(turn.text)


def _say_recap(turn: Turn) -> None:
    """After the open question, say in one line what was taken from it, so that it need not be asked again."""
    answered = any(e["question"] == OPEN_QUESTION and e["turn"] == turn.number for e in turn.slot("asked") or [])
    if answered and turn.channel == "web" and slots.active_loop(turn) == "intake_form" and slots.is_new(turn):
        summary = spoken(turn.findings, RECAPPED)
        if summary:
            turn.say("utter_recap", summary=summary)


def _say_noted(turn: Turn, question: Question) -> None:
    """Say that what was told is kept, where else the same question would only be put again."""
    entry = slots.pending(turn)
    is_again = entry is not None and entry["question"] == question.key and slots.is_new(turn)
    said = {item.finding for item in turn.evidence if item.turn == turn.number and item.status in _TOLD}
    if not is_again or turn.has_spoken or slots.in_emergency(turn) or _came_first(turn):
        return
    if not said:
        if turn.entities() and question.kind is not QuestionKind.CONSENT:
            turn.say("utter_unclear")  # "that was all clear in august": of what was read nothing counts
    elif question.kind is QuestionKind.CONSENT:
        turn.say("utter_noted_consent")
    else:
        turn.say("utter_noted" if said.isdisjoint(question.asks) else "utter_noted_part")


def _say_private_help(turn: Turn) -> None:
    """Name the line for people who are not safe at home at once, before anything more is asked."""
    said = [e for e in turn.evidence if e.finding == "abuse" and e.turn == turn.number and e.status is Status.PRESENT]
    if said and slots.is_new(turn):
        turn.say("utter_triage_l2_abuse")


def _decision(turn: Turn, state: InterviewState) -> TriageDecision:
    rules = turn.services.rules
    return decide(turn.findings, rules.triage, complete=False, gates_open=open_gates(state, rules.questions))


def _say_taken_back(turn: Turn, decision: TriageDecision) -> Events:
    """Say that the emergency no longer holds, if it does not; the record makes the server tell staff.

    It can only stop holding by the answer to a confirming question: see `record.py`.
    """
    if not slots.in_emergency(turn) or decision.level is Level.L1:
        return []
    turn.say("utter_taken_back", decision=as_record(turn, decision, complete=False))
    return slots.released()


def _without_open_lists(turn: Turn, asked: asked_list.Asked) -> list[dict[str, object]]:
    """Return what was asked, without a list of emergencies of which only the sign that is taken back is known."""
    unknown = {f for f in turn.services.rules.vocabulary if turn.findings[f].answer is Answer.UNKNOWN}
    lists = [q for q in turn.services.rules.questions if q.id in EMERGENCY_GATES and unknown & set(q.asks)]
    return [dict(entry) for entry in asked if entry["question"] not in {q.key for q in lists}]


def _next(turn: Turn, state: InterviewState, decision: TriageDecision) -> Question | None:
    if slots.consent_ends(turn) and not slots.in_emergency(turn):
        return None
    findings, rules = turn.findings, turn.services.rules
    gates = open_gates(state, rules.questions)
    left = [q for q in rules.questions if q.key not in state.asked and not q.clarifies]
    stakes = turn.services.assessment.stakes(rules, left)
    return next_question(
        findings,
        slots.with_triage(state, decision),
        rules.questions,
        turn.channel,
        matters=None if stakes is None else lambda question: matters(question, findings, stakes, gates_open=gates),
    )
