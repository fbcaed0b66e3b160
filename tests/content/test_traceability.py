"""Every sentence about conditions or advice that a result holds stands in content with a source, or in a frame.

Plays the results of every written patient on both channels, with the real words and the real content. A response
that is in none of the lists below fails: it must be said whether it claims something, and on whose word.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.container import Services
from actions.explaining import DEPENDING, explain_result
from actions.triage import ActionTriage
from actions.turn import Turn
from backstride.channels.gsm_text import compose
from backstride.domain.conditions import ConditionKnowledge, Statement
from backstride.domain.evidence import plain
from backstride.domain.findings import Evidence, Status
from backstride.domain.self_care import SelfCare
from backstride.engine.messages import Presenter
from backstride.knowledge.wording import Wording
from backstride.services.assessment import AssessmentService
from backstride.services.clinic import load_clinic
from tests.content.given import RULES, evidence
from tests.content.test_cases import CASES as TRIAGE_CASES
from tests.content.test_cases import read
from tests.domain.test_ranking_vignettes import CASES
from tests.knowledge.content_copy import product_content

ROOT = Path(__file__).parents[2]
CONTENT = product_content()
CARE = CONTENT.self_care
CLINIC = load_clinic(ROOT / "clinic.yml")
WORDING = Wording(ROOT / "data" / "responses", CLINIC.placeholders())

# What a level means (content/dispositions.yml) and what the rules that fired ask for; the decision rides along.
LEVELS = re.compile(r"utter_(triage_|no_running|after_hours|emergency_reminder|gate_|booking_offer|callback_offer)")
# Nothing is claimed: how the bot works, what it is not, what can be done next.
PROCEDURAL = {
    "utter_result_intro", "utter_result_after", "utter_result_next", "utter_result_no_pattern", "utter_disclaimer",
    "utter_run_plan_offer", "utter_running_visit_offer", "utter_faq_what_is", "utter_faq_self_care",
    "utter_source", "utter_source_none", "utter_check_in_offer", "utter_result_check_in",
}  # fmt: skip
WHOLE = {
    "utter_safety_net": "safety_net", "utter_self_care_not_now": "answers.run_not_now", "utter_faq_why": "",
    # When to come back: the rule that would then fire.
    "utter_come_back_l2": "R22", "utter_come_back_l3": "R24", "utter_come_back_l4": "R45", "utter_come_back_l5": "R45",
    "utter_come_back_l4_leg": "R45",
}  # fmt: skip
STATEMENTS: dict[str, Statement] = {
    one.id: one
    for one in (
        *CARE.statements.values(),
        *(statement for condition in CONTENT.conditions for statement in condition.plain.values()),
        *(question.why for question in RULES.questions if question.why),
    )
}
FEATURES = {f"{c.id}.{f.id}": f for c in CONTENT.conditions for f in c.features}
CITED = {
    **{name: one.citations for name, one in STATEMENTS.items()},
    **{name: one.citations for name, one in FEATURES.items()},
    **{c.id: c.citations for c in CONTENT.conditions},
    **{f"by_pattern.{advice.id}": advice.citations for advice in CARE.advice},
    **{rule.id: rule.sources for rule in RULES.triage},
    "exercises": CARE.exercises.citations,
    "return_to_run": CARE.ladder.citations,
}


class FromFiles:
    """The knowledge base without a database."""

    def knowledge(self) -> ConditionKnowledge:
        return ConditionKnowledge(CONTENT.version, CONTENT.conditions, CONTENT.ranking, CONTENT.sources)

    def self_care(self) -> SelfCare:
        return CARE


SERVICES = Services(
    rules=RULES,
    reader=None,  # type: ignore[arg-type]
    assessment=AssessmentService(RULES.triage, FromFiles()),
    booking=None,  # type: ignore[arg-type]
    clinic=CLINIC,
    wording=WORDING,
)


def _turn(facts: Any, channel: str, intent: str, slots: dict[str, Any]) -> tuple[Turn, CollectingDispatcher]:
    said = [plain(item) for item in [*_gates(), *evidence(facts)]]
    message = {"text": "", "intent": {"name": intent}, "metadata": {"now": "2026-11-20T10:00:00-05:00"}}
    state = {"evidence": said, "consent": "yes", **slots}
    tracker = Tracker("c1", state, message, [], False, None, {}, "action_listen")
    tracker.get_latest_input_channel = lambda: channel  # type: ignore[method-assign]
    dispatcher = CollectingDispatcher()
    return Turn.of(tracker, dispatcher, SERVICES), dispatcher


def _gates() -> list[Any]:
    asked = [(q.id, finding) for q in RULES.questions if q.gate for finding in q.asks]
    return [Evidence(finding, Status.NEGATED, None, question) for question, finding in asked]


async def _results(facts: Any, channel: str) -> Iterator[list[dict[str, Any]]]:
    turn, dispatcher = _turn(facts, channel, "answer", {})
    events = await ActionTriage(SERVICES).act(turn)
    turns = [dispatcher.messages]
    slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    for intent, answer in {**DEPENDING, "ask_result": explain_result}.items():
        turn, dispatcher = _turn(facts, channel, intent, slots)
        answer(turn)
        turns.append(dispatcher.messages)
    return iter(turns)


def _unfounded(message: dict[str, Any]) -> str:
    """Return what is wrong with a message, "" if it stands on something."""
    name = message["response"]
    if LEVELS.match(name):
        fired = set(message.get("decision", {}).get("rules", ()))
        bare = [rule.id for rule in RULES.triage if rule.id in fired and not rule.sources]
        return f"{name}: {bare} has no source" if bare else ""
    if name in PROCEDURAL:
        return ""
    content = message.get("content") or ([WHOLE[name]] if name in WHOLE else [])
    missing = [one for one in content if one and not CITED.get(one)]
    if missing:
        return f"{name}: {missing} has no source in content"
    if not content:
        return f"{name}: says nothing of where it comes from"
    if name not in WHOLE and not message.get("sources"):
        return f"{name}: shows no source"
    stray = [part for part in _parts(message) if part not in KNOWN]
    return f"{name}: {stray} stands in no content entry" if stray else ""


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+|\n", text.strip()) if part]


KNOWN = {
    sentence
    for text in (
        *(one.text for one in STATEMENTS.values()),
        *(one.sms for one in STATEMENTS.values()),
        *(f"{n}. {entry.title} {entry.text}" for n, entry in enumerate(CARE.card, 1)),
        *(text for advice in CARE.advice for text in (advice.do, advice.avoid, advice.timeline)),
        *(entry.sms for entry in CARE.card),
        CARE.exercises.rules, CARE.exercises.rules_sms, CARE.ladder.stop_now_sms, CARE.ladder.warm_up,
        CARE.ladder.beyond, *CARE.ladder.start_criteria,
        *(band.text for band in CONTENT.ranking.certainty),
    )
    for sentence in _sentences(text)
} | {band.sms for band in CONTENT.ranking.certainty} | {c.name for c in CONTENT.conditions}  # fmt: skip
LABELS = {text for feature in FEATURES.values() for text in (feature.label, feature.label_no)} | {
    one.label for one in CARE.ladder.not_for
}
CLAIMING = (
    "statement",
    "card",
    "do",
    "avoid",
    "timeline",
    "rules",
    "criteria",
    "warm_up",
    "beyond",
    "certainty",
    "pattern",
)


def _parts(message: dict[str, Any]) -> Iterator[str]:
    """Yield every sentence that a message was filled with, and every reason without its quotes."""
    for key in CLAIMING:
        if key in message and message["response"] != "utter_run_plan_when":
            yield from _sentences(str(message[key]))
    for line in str(message.get("lines", "")).split("\n"):
        for frame in ("For it: ", "Against it: ", "I do not know if "):
            if line.startswith(frame):
                for reason in re.split(r"; |, or if ", re.sub(r" \([^()]*\)", "", line[len(frame) :]).rstrip(".")):
                    yield reason if reason not in LABELS else next(iter(KNOWN))


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_every_sentence_of_a_result_traces_to_content(case: Any, channel: str) -> None:
    turns = list(await _results(case.facts, channel))
    assert len(turns) == len(DEPENDING) + 2
    messages = [message for turn in turns for message in turn]
    assert [wrong for message in messages if (wrong := _unfounded(message))] == []


@pytest.mark.parametrize("path", TRIAGE_CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
async def test_so_does_every_sentence_of_every_triage_case(path: Path) -> None:
    turns = list(await _results(read(path)["findings"], "web"))
    assert [wrong for turn in turns for message in turn if (wrong := _unfounded(message))] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_explanation_fits_two_texts(case: Any) -> None:
    turns = list(await _results(case.facts, "sms"))
    explaining = [
        m for m in turns[0] if m["response"].startswith(("utter_result_p", "utter_result_in", "utter_result_c"))
    ]
    for told in (explaining, turns[-1]):
        assert len(compose([_presented(message) for message in told])) <= 2


def _presented(message: dict[str, Any]) -> Any:
    values = {key: value for key, value in message.items() if isinstance(value, str) and key != "response"}
    text = WORDING.say(message["response"], "sms", **values)
    return Presenter(RULES.questions).present(
        {"text": text, "utter_action": message["response"]}, "sms", datetime.now(UTC)
    )


STATISTIC = re.compile(
    r"\bpercent\b|%|\b\d+ (?:in|of|out of) \d+ (?:people|runners)|\b\d[\d,]* (?:people|runners)", re.IGNORECASE
)
# A dose, a pain limit or a date to act by: an instruction, not a figure about how things go.
INSTRUCTIONS = {
    "card.keep_moving",
    "card.cut_load",
    "card.hold_runs",
    "card.less_load",
    "card.heat",
    "card.recheck",
    "return_to_run",
    "answers.run_by_feel",
    "answers.sitting",
    "answers.other_sport",
    "safety_net",
}


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=lambda one: one.id)
def test_only_checked_figures_are_shown(statement: Statement) -> None:
    texts = [text.replace("911", "") for text in (statement.text, statement.sms)]
    if statement.tag != "V":
        assert [text for text in texts if STATISTIC.search(text)] == []
        assert statement.id in INSTRUCTIONS or [text for text in texts if re.search(r"\d", text)] == []
    else:
        assert [c.source_id for c in statement.citations if CONTENT.sources[c.source_id].tag == "V"] != []


def test_how_long_advice_takes_is_a_figure_only_where_it_is_checked() -> None:
    assert [a.id for a in CARE.advice if re.search(r"\d", a.timeline)] == ["strain_sprain_spasm"]


def test_no_response_holds_a_statistic() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "data" / "responses").glob("*.yml")}
    assert len(texts) >= 8
    assert {name: STATISTIC.findall(text) for name, text in texts.items() if STATISTIC.search(text)} == {}
