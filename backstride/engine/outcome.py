"""What a turn comes to: the messages, events, findings and decision that are written at its end.

Either everything that Rasa did, or, if it did not finish, the safe message with what the patient told.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from backstride.domain.evidence import as_plain_decision, plain, replayable, revive
from backstride.domain.findings import Evidence
from backstride.domain.gathering import gather
from backstride.domain.rules import Rules
from backstride.domain.taking_back import is_emergency, released
from backstride.domain.triage import URGENT, TriageDecision, decide
from backstride.engine.evidence import latest_evidence, latest_slot, slot_event
from backstride.engine.last_word import LastWord
from backstride.engine.messages import Presenter
from backstride.engine.trace import trace_of
from backstride.engine.turn import Turn
from backstride.services.ports import Decision, TurnWork
from backstride.services.screening import Screen

EMERGENCY = "emergency"
"""The slot `stage` after emergency advice; see `actions/slots.py`."""


class Outcome:
    """Fills a turn's unit of work. `model_id` returns the served model's id, "" if there is none."""

    def __init__(
        self,
        presenter: Presenter,
        last_word: LastWord,
        rules: Rules,
        *,
        content_version: str,
        model_id: Callable[[], str],
    ) -> None:
        """Keep what messages and decisions are made with."""
        self._presenter = presenter
        self._last_word = last_word
        self._rules = rules
        self._content_version = content_version
        self._model_id = model_id

    def keep(self, work: TurnWork, turn: Turn, screen: Screen) -> None:
        """Take over everything that Rasa did, with the emergency message in front if it is missing."""
        events = [*turn.stored_events, *turn.new_events]
        work.tracker_events = turn.new_events
        keep_evidence(work, latest_evidence(turn.stored_events), latest_evidence(events))
        bot = [self._presenter.present(raw, turn.channel, turn.now) for raw in turn.said if raw.get("text")]
        if latest_slot(turn.stored_events, "stage") == latest_slot(events, "stage") == EMERGENCY:
            bot = self._last_word.only_emergency(turn.said, bot, turn.channel, turn.now)
        spoken = self._last_word.ensure(bot, screen, turn.channel, turn.now)
        work.messages += spoken
        work.trace = trace_of(turn, screen)
        told = [raw["decision"] for raw in turn.said if raw.get("decision")]
        if told:
            self._tell(work, told)
        elif len(spoken) > len(bot):
            self._from_message(work, screen)
            work.trace["assessment"] = as_plain_decision(screen.decision)
        flags = {key for raw in turn.said for key in ("wipe", "ended", "opted_out") if raw.get(key)}
        if "wipe" in flags:
            work.wipe, work.state, work.findings, work.tracker_events = True, "declined", None, []
        elif "opted_out" in flags:
            work.state = "opted_out"
        elif "ended" in flags:
            work.state = "ended"

    def rescue(self, work: TurnWork, turn: Turn, screen: Screen) -> None:
        """Throw Rasa's half turn away, say the safe message, and keep what the patient told."""
        broken = self._last_word.broken(screen, turn.channel, turn.now)
        if latest_slot(turn.stored_events, "stage") == EMERGENCY and not screen.is_emergency:
            broken = [self._last_word.reminder(turn.channel, turn.now), *broken]
        work.messages += broken
        self.remember(work, turn.stored_events, screen)

    def remember(self, work: TurnWork, stored_events: Sequence[dict[str, Any]], screen: Screen) -> None:
        """Keep what a message said that the dialogue did not take: the next turn that works starts from there."""
        work.tracker_offset = len(stored_events)
        known = revive(latest_evidence(stored_events))
        slots: dict[str, Any] = {}
        if screen.is_emergency and stored_events:
            slots |= {"stage": EMERGENCY, "triage_level": "L1"}
        if screen.evidence and stored_events:
            work.findings = [*known, *(replace(item, turn=-1) for item in screen.evidence)]
            slots["evidence"] = [plain(item) for item in work.findings]
        work.tracker_events = [slot_event(name, value, work.at) for name, value in slots.items()]
        self._from_message(work, screen)

    def without_words(self, work: TurnWork, screen: Screen) -> None:
        """Keep of a message after consent was refused only how urgent it was, and that staff must look."""
        self._from_message(work, screen)
        if work.decision:
            work.decision = replace(work.decision, evidence={}, inputs=None)

    def release(self, work: TurnWork, stored_events: Sequence[dict[str, Any]], *, login: str) -> bool:
        """End an emergency on the word of staff; False, and nothing is changed, if the rules would still call it one.

        The level is what the rules say without the signs that staff settled; what was said stays, in order.
        """
        known = revive(latest_evidence(stored_events))
        added: list[Evidence] = []
        if is_emergency(gather(known, self._rules.vocabulary), self._rules):
            added = released(known, self._rules, turn=max(item.turn for item in known))
            if not added:
                return False
        evidence = [*known, *added]
        decision = self._decided(evidence)
        slots = {"evidence": [plain(item) for item in evidence], "stage": None, "triage_level": None}
        work.tracker_offset = len(stored_events)
        work.tracker_events = [
            slot_event(name, value, work.at) for name, value in {**slots, "told_rules": None}.items() if stored_events
        ]
        work.findings = evidence if stored_events else None
        work.decision = self._logged(
            work, decision, "staff", replayable(evidence, self._rules.vocabulary, complete=False)
        )
        work.level, work.is_level_known = work.decision.level, True
        work.audit = (login, "emergency.released")
        return True

    def _decided(self, evidence: Sequence[Evidence]) -> TriageDecision:
        return decide(gather(evidence, self._rules.vocabulary), self._rules.triage, complete=False)

    def _from_message(self, work: TurnWork, screen: Screen) -> None:
        """Put down what one message decided on its own, and why staff must look."""
        if screen.has_failed:
            work.alert = "screen_failed"
        if screen.decision.level in URGENT:
            inputs = replayable(screen.evidence, self._rules.vocabulary, complete=False)
            work.decision = self._logged(work, screen.decision, "message", inputs)
            work.level, work.alert = work.decision.level, "triage"

    def _logged(self, work: TurnWork, decided: TriageDecision, origin: Any, inputs: dict[str, Any]) -> Decision:
        return Decision(
            at=work.at,
            level=decided.level.value if decided.level else None,
            rules=decided.rules,
            evidence={fired.id: fired.quotes for fired in decided.fired},
            gate=decided.gate,
            content_version=self._content_version,
            model_id=self._model_id(),
            origin=origin,
            inputs=inputs,
        )

    def _tell(self, work: TurnWork, told: Sequence[dict[str, Any]]) -> None:
        """Put down the last decision that the dialogue told; a level that fell is told to staff, too."""
        last = told[-1]
        falls = any(record.get("taken_back") for record in told)
        work.decision = Decision(
            at=work.at,
            level=last["level"],
            rules=tuple(last["rules"]),
            evidence={rule: tuple(quotes) for rule, quotes in last["evidence"].items()},
            gate=last["gate"],
            content_version=self._content_version,
            model_id=self._model_id(),
            origin="retraction" if falls else "intake",
            inputs=last.get("inputs"),
        )
        work.trace["assessment"] = {key: last[key] for key in last if key not in ("inputs", "taken_back")}
        work.level, work.is_level_known = work.decision.level, falls
        if falls:
            work.alert = "taken_back"
        elif work.level in URGENT:
            work.alert = "triage"


def keep_evidence(work: TurnWork, before: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]]) -> None:
    """Write what became known, if anything did; mostly it is added to what was stored with earlier turns."""
    if now != before:
        work.findings = revive(now)
        pairs = enumerate(zip(before, now, strict=False))
        work.findings_kept = next((i for i, (old, new) in pairs if old != new), min(len(before), len(now)))
