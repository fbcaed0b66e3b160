"""Questions about the pain itself, answered from the knowledge base: what it is, how long, how serious, may I run.

What is said depends on the level that was told and on the patterns that were shown. At L1 to L3 nothing is
said that could keep somebody from being checked.
"""

from collections.abc import Callable
from dataclasses import replace

from actions import slots
from actions.citing import knowledge, last_cited, say_statements, short_names
from actions.offers import NEXT_STEPS, PLAN_OFFER, VISIT_OFFER, offered
from actions.run_plan import plan_of, tell_plan
from actions.telling import fitting, tell_exercises, tell_self_care, tell_tips, tell_why
from actions.turn import Turn
from backstride.domain.conditions import Citation, Condition, Statement
from backstride.domain.interview import Question, open_gates
from backstride.domain.run_plan import NoRunPlan, RunPlan
from backstride.domain.self_care import SelfCare
from backstride.domain.topics import asks_whether
from backstride.domain.trimming import asks_or_requests
from backstride.services.assessment import Assessment

ROUTINE = frozenset({"L4", "L5"})
NAMES_LENGTH = {"web": 1000, "sms": 250}
_TOPICS = 2
"""So many topics of one question are answered."""
_SENT_ON = frozenset({"answers.scan", "answers.surgery"})
_PILLS, _MISUSE = "card.medicine", "meds_misuse"
_BLAMED = frozenset({"answers.posture"})
_RACE = frozenset({"answers.race"})


def assess(turn: Turn) -> Assessment:
    """Assess what is known now."""
    gates = open_gates(turn.state, turn.services.rules.questions)
    return turn.services.assessment.assess(turn.findings, gates_open=gates)


def explain_result(turn: Turn) -> None:
    """Give the reasons of the patterns shown; at other levels, the level's own words again."""
    assessment = assess(turn)
    is_told = turn.slot("triage_level") in ROUTINE and assessment.decision.gate is None
    if is_told and (_tell_whether(turn, assessment) or tell_topics(turn, _BLAMED)):
        return
    if is_told and not turn.is_choice and asks_whether(turn.text):
        turn.say("utter_is_it_unknown")
    if is_told and any(pattern.reasons_for or pattern.reasons_against for pattern in assessment.patterns):
        tell_why(turn, assessment)
        turn.say("utter_result_next", choices=offered(turn, NEXT_STEPS))
    elif assessment.decision.gate == "guardian" and turn.slot("triage_level") in ROUTINE:
        turn.say("utter_gate_guardian_offer", choices=offered(turn, NEXT_STEPS[:2]))  # of a minor nothing is guessed
    else:
        explain_level(turn)


def explain_level(turn: Turn) -> None:
    """Say the level's own words again: what to do."""
    turn.say(turn.services.wording.triage_response(assess(turn).decision))


def _tell_whether(turn: Turn, assessment: Assessment) -> bool:
    """Answer "is it a slipped disc": nobody can tell from here, and what speaks for it; return whether one is named."""
    named = () if turn.is_choice else turn.services.assessment.named_conditions(turn.text)
    if not named:
        return False
    shown = [pattern for pattern in assessment.patterns if pattern.condition_id == named[0].id]
    turn.say("utter_is_it_shown" if shown else "utter_is_it_other")
    if shown:
        tell_why(turn, replace(assessment, patterns=tuple(shown)))
    else:
        say_statements(turn, "utter_statement", [named[0].plain["explain"]])
    return True


def why(turn: Turn) -> None:
    """Say why the open question is asked; with none open, why the result is what it is."""
    question = slots.open_question(turn)
    if question is not None and question.why is not None and slots.active_loop(turn) == "intake_form":
        say_statements(turn, "utter_statement", [question.why])
    elif turn.slot("stage") == "result" and not slots.active_loop(turn):
        explain_result(turn)
    else:
        turn.say("utter_faq_why")


def what_is(turn: Turn) -> None:
    """Explain the pattern that the question names; failing that, the first that was shown."""
    about = _about(turn)
    if about is not None:
        say_statements(turn, "utter_statement", [about.plain["explain"]])
    elif slots.active_loop(turn) == "intake_form" and slots.open_question(turn) is not None:
        turn.say("utter_question_unclear")
    else:
        turn.say("utter_faq_what_is")


def is_serious(turn: Turn) -> None:
    """Say what can be said of it before, and after, the level was told."""
    level = turn.slot("triage_level")
    if tell_topics(turn, _SENT_ON):
        return
    name = "serious_before" if not level else "serious_after" if level in ROUTINE else "serious_urgent"
    _answer(turn, "utter_faq_is_serious_answered" if level else "utter_faq_is_serious", name)
    if level in ROUTINE:
        turn.say(turn.services.wording.come_back_response(assess(turn).decision))


def how_long(turn: Turn) -> None:
    """Say how long the pattern that is meant often lasts; before a result, how back pain goes."""
    known, level = knowledge(turn), turn.slot("triage_level")
    if known is None:
        turn.say("utter_faq_what_is")
        return
    about = _about(turn)
    if level and level not in ROUTINE:
        _answer(turn, "utter_statement", "how_long_urgent")
    elif about is not None and "course" in about.plain:
        say_statements(turn, "utter_how_long_pattern", [about.plain["course"]], pattern=about.name)
    else:
        say_statements(turn, "utter_how_long", [known[1].statements["claims.course"]])


def can_i_run(turn: Turn) -> None:
    """Say whether to run, by level, answers and patterns; offer the plan where there is one."""
    level = turn.slot("triage_level")
    if not level:
        _statement(turn, "utter_faq_can_i_run", "return_to_run")
        return
    if level not in ROUTINE:
        _answer(turn, "utter_statement", "run_not_now")
        return
    plan = plan_of(turn, assess(turn))
    if isinstance(plan, RunPlan):
        tell_topics(turn, _RACE)
        _answer(turn, "utter_can_run", "run_ladder", stage=plan.first_stage, choices=offered(turn, PLAN_OFFER))
    else:
        _no_plan(turn, plan)


def run_plan(turn: Turn) -> None:
    """Tell the plan to run again, or why there is none."""
    plan = plan_of(turn, assess(turn)) if turn.slot("triage_level") in ROUTINE else None
    if isinstance(plan, RunPlan):
        tell_plan(turn, plan)
    else:
        can_i_run(turn)


def _no_plan(turn: Turn, plan: NoRunPlan | None) -> None:
    if plan is None or not plan.runs:
        _answer(turn, "utter_statement", "run_by_feel")
    elif plan.reasons:
        _answer(turn, "utter_run_hold", "run_hold", reasons=", ".join(dict.fromkeys(plan.reasons)))
    else:
        _answer(turn, "utter_run_hold_bone", "run_hold")


def running(turn: Turn) -> None:
    """Say what is known of shoes, ground, hills, form and load; that running has to wait, where that was told."""
    level, known = turn.slot("triage_level"), knowledge(turn)
    if level and level not in ROUTINE:
        _answer(turn, "utter_statement", "run_not_now")
        return
    care = known[1] if known else None
    tips = (care.tips_about(turn.text) or care.tips(turn.findings))[:2] if care else ()
    if tips:
        tell_tips(turn, tips)
    else:
        _statement(turn, "utter_running_tip", "running.load")
    if level and any(tip.id == "running.video" for tip in tips) and not slots.active_loop(turn):
        turn.say("utter_running_visit_offer", choices=offered(turn, VISIT_OFFER))


def self_care(turn: Turn) -> None:
    """Say what to do today, where that is allowed."""
    level = turn.slot("triage_level")
    if level not in ROUTINE:
        turn.say("utter_self_care_not_now" if level else "utter_faq_self_care")
        return
    assessment = assess(turn)
    if tell_topics(turn) or _tell_exercises_alone(turn, assessment):
        return
    tell_self_care(turn, assessment)
    if isinstance(plan_of(turn, assessment), RunPlan) and not slots.active_loop(turn):
        turn.say("utter_run_plan_offer", choices=offered(turn, PLAN_OFFER))


def tell_topics(turn: Turn, names: frozenset[str] = frozenset()) -> bool:
    """Answer only what a question names ("heat or ice?"), where self-care may be told; return whether it does.

    Args:
        turn: The message.
        names: The statements that may answer it; all but the race if empty.
    """
    known = knowledge(turn)
    if known is None or turn.is_choice or turn.slot("triage_level") not in ROUTINE:
        return False
    named = known[1].about(turn.text)
    told = tuple(one for one in named if (one.id in names if names else one.id not in _RACE))[:_TOPICS]
    if told:
        say_statements(turn, "utter_statement", told)
    return bool(told)


def beside_a_doubt(turn: Turn, question: Question) -> None:
    """Say whom to ask about pain pills, where a question about them ("can i take advil") is asked back about."""
    known = knowledge(turn)
    about = known[1].about(turn.text) if known is not None and asks_or_requests(turn.text) else ()
    pills = [one for one in about if one.id == _PILLS]
    if pills and _MISUSE in question.asks:
        say_statements(turn, "utter_statement", pills)


def _tell_exercises_alone(turn: Turn, assessment: Assessment) -> bool:
    known = knowledge(turn)
    is_asked = known is not None and not turn.is_choice and known[1].asks_for_exercises(turn.text)
    return is_asked and tell_exercises(turn, assessment)


def what_pt_does(turn: Turn) -> None:
    """Say what a therapist does, for the pattern that is meant and in general."""
    about = _about(turn) if turn.slot("triage_level") in ROUTINE or turn.text else None
    if about is not None and "pt" in about.plain:
        say_statements(turn, "utter_pt_does_pattern", [about.plain["pt"]], pattern=about.name)
    else:
        _statement(turn, "utter_statement", "pt_does")


def source(turn: Turn) -> None:
    """Name the sources of what was said last; failing that, those of the level that was told."""
    sources = last_cited(turn)
    if not sources and turn.slot("triage_level"):
        fired = set(assess(turn).decision.rules)
        cited = [Citation(s.id, s.at) for rule in turn.services.rules.triage if rule.id in fired for s in rule.sources]
        known = knowledge(turn)
        sources = [
            {"id": one.id, "citation": one.citation, "at": place, "url": one.url}
            for one, place in (known[0].cite(tuple(cited)) if known else ())
        ]
    if sources:
        names = fitting((f"{name};" for name in short_names(sources).split("; ")), NAMES_LENGTH[turn.channel])
        turn.say("utter_source", names=names.rstrip(";"), sources=sources)
    else:
        turn.say("utter_source_none")


def _about(turn: Turn) -> Condition | None:
    """Return the condition that a question names, else the first pattern that was shown, else None."""
    named = turn.services.assessment.named_conditions(turn.text)
    if named:
        return named[0]
    known = knowledge(turn)
    if known is None or turn.slot("triage_level") not in ROUTINE:
        return None
    assessment = assess(turn)
    shown = assessment.patterns if assessment.decision.gate is None else ()
    return known[0].condition(shown[0].condition_id) if shown else None


def _answer(turn: Turn, response: str, name: str, **values: object) -> None:
    _statement(turn, response, f"answers.{name}", **values)


def _statement(turn: Turn, response: str, name: str, **values: object) -> None:
    """Say a statement of content/self_care.yml; without the knowledge base, whom to ask."""
    known = knowledge(turn)
    if known is None:
        turn.say("utter_faq_what_is")
    else:
        say_statements(turn, response, [_of(known[1], name)], **values)


def _of(care: SelfCare, name: str) -> Statement:
    return care.statements[name]


DEPENDING: dict[str, Callable[[Turn], None]] = {
    "ask_why": why,
    "ask_what_is": what_is,
    "ask_is_serious": is_serious,
    "ask_how_long": how_long,
    "ask_can_i_run": can_i_run,
    "ask_run_plan": run_plan,
    "ask_running": running,
    "ask_self_care": self_care,
    "ask_what_pt_does": what_pt_does,
    "ask_source": source,
}
"""Intent -> what answers it."""
