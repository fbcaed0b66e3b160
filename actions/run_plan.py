"""Tells the plan to run again: as short steps that fit a text, and on the web as a page to print."""

from actions.citing import cite, knowledge
from actions.turn import Turn
from backstride.domain.run_plan import NoRunPlan, RunPlan, RunStage, fit
from backstride.services.assessment import Assessment


def plan_of(turn: Turn, assessment: Assessment) -> RunPlan | NoRunPlan | None:
    """Return the plan that fits what is known, why there is none, or None if it cannot be read."""
    known = knowledge(turn)
    if known is None:
        return None
    level = assessment.decision.level
    shown = [pattern.condition_id for pattern in assessment.patterns]
    return fit(known[1].ladder, turn.findings, level=level.value if level else None, shown=shown)


def tell_plan(turn: Turn, plan: RunPlan) -> None:
    """Say where to begin and what first, then a step a line, then when to go on and when to stop."""
    ladder = plan.ladder
    about: dict[str, object] = {"content": ["return_to_run"], "sources": cite(turn, ladder.citations)}
    turn.say("utter_run_plan_intro", stage=plan.first_stage, kind="file", **about)
    turn.say("utter_run_plan_first", criteria=" ".join(ladder.start_criteria), **about)
    turn.say("utter_run_plan_stages", stages="\n".join(_step(turn, s) for s in plan.stages), **about)
    turn.say("utter_run_plan_rules", warm_up=ladder.warm_up, beyond=ladder.beyond, **about)
    rules = [
        turn.words("utter_run_plan_rule", happened=happened, follows=follows) for happened, follows in ladder.rules
    ]
    turn.say("utter_run_plan_when", rules="\n".join(rules), **about)
    turn.say(
        "utter_run_plan_stop", statement=ladder.stop_now_sms if turn.channel == "sms" else ladder.stop_now, **about
    )


def _step(turn: Turn, stage: RunStage) -> str:
    name = "utter_run_plan_stage" if stage.walk_min else "utter_run_plan_stage_whole"
    return turn.words(name, stage=stage.stage, run=stage.run_min, walk=stage.walk_min, reps=stage.reps)
