"""Keeps what every message says, in any state, before any policy decides what to do about it.

Two kinds of evidence come from a message: mentions anywhere in its words, and the answer to the
question that is open. Rasa calls this action on every message and again when a form opens; a message
is recorded once.
"""

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.events import SlotSet

from actions import asides, late, slots
from actions.asked import settled
from actions.base import BackstrideAction, Events
from actions.correcting import Corrected, corrected, correction_in
from actions.parts import (
    before_more,
    before_more_words,
    behind_a_question,
    behind_its_question,
    in_full,
    in_full_by_itself,
    parsed,
    read,
)
from actions.turn import Turn
from backstride.domain.answers import ParsedAnswer, left_in_doubt, parse_answer, parse_choices
from backstride.domain.corrections import takes_all_back
from backstride.domain.findings import Evidence, Status
from backstride.domain.fragments import is_unfinished
from backstride.domain.gathering import gather
from backstride.domain.interview import Question, QuestionKind
from backstride.domain.mentions import Mention, Reading, with_doubts
from backstride.domain.replies import Reply, leading_reply, plain, short_reply
from backstride.domain.self_correction import self_corrected
from backstride.domain.taking_back import confirmable, held, is_emergency
from backstride.domain.trimming import asks_or_requests, before_a_question, says_nothing, trimmed
from backstride.domain.whom import asks_for_somebody
from backstride.domain.wishes import is_only_a_wish

OPENING_WORDS = "Q02"
_AMOUNTS = frozenset({"duration_days", "pain_nrs", "pain_nrs_worst"})
_OF_OTHERS = frozenset({"age", "minor", "subject"})
"""Whom a goal names makes no child of the patient: "walk round the lake with my wife, 4"."""
_SOMEBODY, _NAMED = frozenset({"he", "she", "his", "her", "hes", "shes", "him"}), frozenset({"my", "our"})
_WORDS = 6
"""As for the second look (backstride/nlu/second_look.py), which counts what stands around an answer, too."""


class ActionValidateSlotMappings(BackstrideAction):
    """Turn the message into evidence, and the open question into an answered one."""

    def name(self) -> str:
        """Return the name under which Rasa calls an action on every message."""
        return "action_validate_slot_mappings"

    async def act(self, turn: Turn) -> Events:
        """Record the message; show what is known in the questions' slots."""
        if turn.slot("recorded") == turn.number:
            return []
        question = slots.open_question(turn) if slots.in_intake(turn) else None
        turn, reading = _in_one(turn, question)
        # The second look adds doubts, and none about what the open question asks: there the answer counts.
        asked_now = question.asks if question is not None else ()
        doubts = () if _is_brief(turn) else turn.entities()
        heard = with_doubts(reading, doubts, about=turn.services.rules.vocabulary, but=asked_now)
        said: Sequence[Evidence] = [mention.as_evidence(turn=turn.number) for mention in _that_count(turn, heard)]
        asked = list(turn.slot("asked") or [])
        events: Events = [SlotSet("recorded", turn.number)]
        fixed = _corrected(turn, question)
        if fixed is not None:
            said = [*said, *fixed.evidence]
            asked = settled(asked, fixed.question.key, "answered", turn.number)
        elif more := asides.more_of_the_age(turn, question):
            said = more
        elif question is not None:
            answer = _answer(turn, question, reading)
            said = [item for item in said if not asides.is_about_the_answer(turn, question, item, answer)]
            if answer.understood and _takes_part_back(turn, question):
                said = [item for item in said if item.finding not in question.asks]
            if answer.understood and not answer.volunteered:
                said = [item for item in said if item.finding == "subject"]  # "this is his wife now. none of those"
            said = [*said, *answer.evidence, *late.told_length(turn, question, answer)]
            if answer.understood:
                asked = settled(asked, question.key, "answered", turn.number)
                if question.kind is QuestionKind.CONSENT:
                    events.append(SlotSet(question.slot, answer.chosen[0]))
        said = [
            replace(item, turn=turn.number)
            for item in dict.fromkeys([*said, *asides.parent_is_here(turn), *asides.comes_back_to(turn)])
        ]
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


def _in_one(turn: Turn, question: Question | None) -> tuple[Turn, Reading]:
    """Return the turn and what is read from it, with unfinished messages before it unless it is an answer alone."""
    whole, reading = late.in_one(turn), read(turn, turn.text)
    if whole is turn or (question is not None and _answer(turn, question, reading).understood):
        return turn, reading
    return whole, read(whole, whole.text)


def _doubted(turn: Turn, question: Question, reading: Reading) -> tuple[Evidence, ...]:
    """Return signs that a safety question asks about and that are told of "him" or "her", whoever it is, as doubts."""
    words = set(plain(turn.text).split())
    if not question.gate or not words & _SOMEBODY or words & _NAMED:
        return ()
    told = [m for m in reading.mentions if m.status is Status.OTHER_PERSON and m.finding in question.asks]
    return tuple(Evidence(m.finding, Status.UNCERTAIN, m.value, "", turn.text) for m in told)


def _is_brief(turn: Turn) -> bool:
    """Whether a reply is too short to be guessed at once what says nothing is off: "i told u 2 wks"."""
    return len(trimmed(turn.text, keeps_doubt=True).split()) < _WORDS


def _that_count(turn: Turn, heard: Reading) -> Sequence[Mention]:
    """Return the mentions that are kept; signs of danger always are.

    "Is there parking on saturday" says nothing of the pain, whatever was read in it; "run my half in may, 6" is a goal.
    """
    questions = turn.services.rules.questions
    kept = {finding for question in questions if question.is_of_danger for finding in question.asks}
    if slots.is_about_the_clinic(turn):
        return [m for m in heard.mentions if m.finding in kept or asides.is_told_beside(turn, m.text)]
    question = slots.open_question(turn)
    is_goal = question is not None and slots.is_text(question) and question.id != OPENING_WORDS
    is_ahead = not slots.active_loop(turn) and (asks_or_requests(turn.text) or is_only_a_wish(turn.text))  # "not today"
    is_ahead = is_ahead or (slots.asks_to_book(turn) and is_only_a_wish(turn.text))  # "can i come in on monday"
    is_goal = is_goal or asks_for_somebody(turn.text)  # "i was with ann last year, can i see her again"
    dropped = (_AMOUNTS if is_goal else frozenset()) | ({"duration_days"} if is_ahead else frozenset())
    if late.is_younger_than_the_pain(turn, heard):
        dropped |= {"duration_days"}
    dropped |= asides.only_asked_about(turn) - set(question.asks if question is not None else ())
    named = _OF_OTHERS if question is not None and question.kind is QuestionKind.GOAL else frozenset()
    told = (mention for mention in heard.mentions if mention.finding not in named)
    return [mention for mention in told if mention.finding in kept or mention.finding not in dropped]


def _answer(turn: Turn, question: Question, reading: Reading) -> ParsedAnswer:
    if turn.choices:
        return parse_choices(question, turn.choices, turn.channel, turn=turn.number)
    is_wish = slots.asks_to_book(turn) and (is_only_a_wish(turn.text) or not reading.mentions)
    is_aside = slots.is_text(question) and (is_wish or (slots.interrupts(turn) and not reading.mentions))
    is_aside = is_aside or (slots.is_text(question) and (says_nothing(turn.text) or is_unfinished(turn.text)))
    is_aside = is_aside or (question.id == OPENING_WORDS and not any(sign.isalpha() for sign in turn.text))  # "34"
    if is_aside or asides.asks_back(turn, question) is not None:
        return behind_its_question(turn, question) or ParsedAnswer()  # "how much does it cost?" is no answer
    answer = _in_place(turn, question) or _in_words(turn, question, reading)
    if asides.is_only_asked(turn, question, answer):  # "why would i have chest pain?": the rest of the list is open
        answer = replace(answer, understood=False)
    if question.kind is QuestionKind.CONSENT and not answer.understood:
        return _consent_in_words(turn, answer)
    if answer.plain_yes and question.id in late.EMERGENCY_GATES and question.key in turn.state.reasked:
        # Two bare yeses to a list of emergencies: nobody waits for a third answer.
        yes = Evidence(question.asks[0], Status.PRESENT, None, question.id, turn.text)
        return ParsedAnswer((yes,), understood=True)
    if question.clarifies and not answer.evidence and _is_not_asked_again(turn, question, reading):
        return replace(answer, evidence=left_in_doubt(question, turn.text, turn=turn.number))
    return answer


def _is_not_asked_again(turn: Turn, question: Question, reading: Reading) -> bool:
    """Whether no second try follows a reply that clarifies nothing: it was the last, or tells an emergency."""
    told = [mention.as_evidence(turn=turn.number) for mention in reading.mentions]
    if is_emergency(gather([*turn.evidence, *told], turn.services.rules.vocabulary), turn.services.rules):
        return True
    is_no_try = asides.asks_aside(turn) or (says_nothing(turn.text) and short_reply(turn.text) is None)
    return (question.again or question.key in turn.state.reasked) and not is_no_try


def _in_place(turn: Turn, question: Question) -> ParsedAnswer | None:
    """Return what a reply says in place of what it takes back."""
    if not _takes_part_back(turn, question):
        return None
    answer = _answer_to(turn, question, self_corrected(turn.text)[1])
    return replace(answer, volunteered=True) if answer.understood else None


def _in_words(turn: Turn, question: Question, reading: Reading) -> ParsedAnswer:
    answer = parse_answer(question, turn.text, reading, turn.channel, turn=turn.number)
    if not question.gate and answer.volunteered and (behind := behind_its_question(turn, question, is_short=True)):
        return behind  # "who has pain all the time? no"
    if not answer.understood:
        answer = _in_other_words(turn, question, answer)
    elif answer.volunteered and not answer.chosen and question.kind is QuestionKind.MULTI and len(question.asks) == 1:
        answer = _and_in_full(turn, question, answer)
    if not answer.understood and (doubted := _doubted(turn, question, reading)):
        return replace(answer, evidence=(*answer.evidence, *doubted), understood=True, volunteered=True)
    return answer


def _in_other_words(turn: Turn, question: Question, answer: ParsedAnswer) -> ParsedAnswer:
    """Answer without what stands around the reply, together with its question, or with what stands before a question.

    Of a question on the side only an option or a number counts: "k thanks, the left".
    """
    matters = question.is_of_danger or question.kind is QuestionKind.CONSENT
    bare = trimmed(turn.text, keeps_doubt=matters)
    tried: list[ParsedAnswer | None] = [] if bare == turn.text.strip() else [parsed(turn, question, bare)]
    head = before_a_question(bare)
    if not asks_or_requests(turn.text) and not (head and asides.asks_aside(turn)):
        tried += [in_full(turn, question, words) for words in dict.fromkeys([bare, turn.text])]
    if head:
        tried.append(parsed(turn, question, head))
    tried += behind_a_question(turn, question) + before_more(turn, question) + before_more_words(turn, question)
    is_aside = asides.asks_aside(turn) and (bool(head) or asks_or_requests(turn.text))
    full = next((a for a in tried if a and a.understood and (a.chosen or not is_aside or not a.volunteered)), None)
    return answer if full is None else replace(full, evidence=(*answer.evidence, *full.evidence))


def _and_in_full(turn: Turn, question: Question, answer: ParsedAnswer) -> ParsedAnswer:
    """Add what a list says together with its question: of "calf and butt" only one may be an answer alone."""
    full = None if asides.asks_aside(turn) else in_full(turn, question, turn.text)
    more = (
        () if full is None else (e for e in full.evidence if e.status is Status.PRESENT and e.finding in question.asks)
    )
    known = {(e.finding, e.value) for e in answer.evidence}
    return replace(answer, evidence=(*answer.evidence, *(e for e in more if (e.finding, e.value) not in known)))


def _answer_to(turn: Turn, question: Question, words: str) -> ParsedAnswer:
    """Return what words say to a question that is not open any more; what follows a yes may be said to the open one."""
    answer = parsed(turn, question, words)
    if answer.understood or leading_reply(words) is Reply.YES:
        return answer
    return in_full_by_itself(turn, question, words) or answer


def _corrected(turn: Turn, question: Question | None) -> Corrected | None:
    """Return an earlier answer that is put right; words that answer the open question as well do so if they may."""
    said = correction_in(turn)
    if said is None or (question is not None and question.kind is QuestionKind.CONSENT):
        return None
    if not said.is_plain and question is not None:
        for words in (turn.text, said.says):
            if parsed(turn, question, words).understood:
                return None
    return corrected(turn, said, _answer_to)


def _takes_part_back(turn: Turn, question: Question) -> bool:
    """Whether a reply corrects itself ("left, no wait, right"); where danger is asked about, all of it counts."""
    is_whole = question.is_of_danger or slots.is_text(question) or bool(turn.choices)
    return not is_whole and all(self_corrected(turn.text))


def _in_emergency(turn: Turn, said: Sequence[Evidence]) -> Sequence[Evidence]:
    """Return what counts of what is said after emergency advice; words that take it back as a whole deny its signs."""
    kept = held(turn.evidence, said, turn.services.rules)
    confirmable_now = confirmable(turn.findings, turn.services.rules)
    is_about = any(item.finding in confirmable_now for item in said)
    is_taken_back = turn.intent in slots.TAKING_BACK and turn.confidence >= slots.SURE
    if is_about or turn.choices or not (is_taken_back or takes_all_back(turn.text)):
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
