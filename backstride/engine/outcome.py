"""What a turn comes to: the messages, events, findings and decision that are written at its end.

Either everything that Rasa did, or, if it did not finish, the safe message with what the patient told.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from backstride.domain.evidence import as_plain_decision, plain, revive
from backstride.domain.findings import Evidence
from backstride.domain.triage import Level
from backstride.engine.evidence import latest_evidence
from backstride.engine.last_word import LastWord
from backstride.engine.messages import Presenter
from backstride.engine.trace import trace_of
from backstride.engine.turn import Turn
from backstride.services.ports import Decision, TurnWork
from backstride.services.screening import Screen


class Outcome:
    """Fills a turn's unit of work. `model_id` returns the served model's id, "" if there is none."""

    def __init__(
        self, presenter: Presenter, last_word: LastWord, *, content_version: str, model_id: Callable[[], str]
    ) -> None:
        """Keep what messages and decisions are made with."""
        self._presenter = presenter
        self._last_word = last_word
        self._content_version = content_version
        self._model_id = model_id

    def keep(self, work: TurnWork, turn: Turn, screen: Screen) -> None:
        """Take over everything that Rasa did, with the emergency message in front if it is missing."""
        bot = [self._presenter.present(raw, turn.channel, turn.now) for raw in turn.said if raw.get("text")]
        spoken = self._last_word.ensure(bot, screen, turn.channel, turn.now)
        work.messages += spoken
        work.tracker_events = turn.new_events
        work.findings = revive(latest_evidence([*turn.stored_events, *turn.new_events]))
        work.trace = trace_of(turn, screen)
        told = next((raw["decision"] for raw in turn.said if raw.get("decision")), None)
        if told:
            work.decision = Decision(
                at=turn.now, content_version=self._content_version, model_id=self._model_id(), **_frozen(told)
            )
            work.trace["assessment"] = told
        elif len(spoken) > len(bot):
            work.decision = self.decision(screen, turn.now)
            work.trace["assessment"] = as_plain_decision(screen.decision)
        if work.decision:
            work.level, work.alert = work.decision.level, work.decision.level in ("L1", "L2")
        flags = {key for raw in turn.said for key in ("wipe", "ended") if raw.get(key)}
        if "wipe" in flags:
            work.wipe, work.state, work.findings, work.tracker_events = True, "declined", None, []
        elif "ended" in flags:
            work.state = "ended"

    def rescue(self, work: TurnWork, turn: Turn, screen: Screen, known: Sequence[Evidence]) -> None:
        """Throw Rasa's half turn away, say the safe message, and keep what the patient told."""
        work.messages += self._last_word.broken(screen, turn.channel, turn.now)
        said = [m.as_evidence(turn=-1) for m in screen.reading.mentions]
        if said and turn.stored_events:
            # The mentions stay in the conversation: the next turn that works starts from them.
            work.findings = [*known, *said]
            work.tracker_events = [
                {
                    "event": "slot",
                    "name": "evidence",
                    "value": [plain(e) for e in work.findings],
                    "timestamp": turn.now.timestamp(),
                }
            ]
        if screen.decision.level in (Level.L1, Level.L2):
            work.decision = self.decision(screen, turn.now)
            work.level, work.alert = work.decision.level, True

    def decision(self, screen: Screen, at: datetime) -> Decision:
        """Return what a single message decided, for the log."""
        decided = screen.decision
        return Decision(
            at=at,
            level=decided.level.value if decided.level else None,
            rules=decided.rules,
            evidence={fired.id: fired.quotes for fired in decided.fired},
            gate=decided.gate,
            content_version=self._content_version,
            model_id=self._model_id(),
            origin="message",
        )


def _frozen(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "level": told["level"],
        "rules": tuple(told["rules"]),
        "evidence": {rule: tuple(quotes) for rule, quotes in told["evidence"].items()},
        "gate": told["gate"],
        "origin": "intake",
    }
