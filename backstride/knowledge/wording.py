"""The responses of `data/responses/`, for words that must not depend on Rasa: the last word and SMS keywords.

Rasa reads the same files when it trains; here they are read directly, so that a missing model or a
broken turn still has something to say, in the one wording there is per channel.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from string import Formatter

import yaml

from backstride.domain.errors import ContentError
from backstride.domain.triage import URGENT, Level, TriageDecision
from backstride.services.ports import Channel

CALL_FIRST = "Call {emergency_number} now."
"""How the words begin where nobody may lose time with driving to an emergency room."""
LINES = frozenset({"crisis_number", "poison_number", "abuse_number"})
"""Placeholders of the lines that only some reasons need."""


class Wording:
    """Looks up a response by name and channel and fills its placeholders."""

    def __init__(self, folder: Path, placeholders: Mapping[str, str]) -> None:
        """Read every `*.yml` of a folder.

        Args:
            folder: `data/responses/`.
            placeholders: Values known for the whole process (the clinic's name, phone, ...).

        Raises:
            ContentError: A file is not YAML, or a response lacks a text.
        """
        self._placeholders = dict(placeholders)
        self._texts: dict[str, dict[str, str]] = {}
        for path in sorted(folder.glob("*.yml")):
            try:
                responses = yaml.safe_load(path.read_text(encoding="utf-8")).get("responses", {})
                for name, variants in responses.items():
                    self._texts[name] = {variant.get("channel", "web"): variant["text"] for variant in variants}
            except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
                raise ContentError(f"{path}: not a file of responses ({error})") from error

    def fillers(self, name: str) -> dict[str, str]:
        """Return the process-wide placeholders that a response names on any channel."""
        texts = self._texts.get(name, {}).values()
        named = {field for text in texts for _, field, _, _ in Formatter().parse(text) if field}
        return {field: self._placeholders[field] for field in sorted(named & self._placeholders.keys())}

    def variants(self, name: str) -> dict[str, str]:
        """Return channel -> text of a response with its placeholders as they are; empty if there is none."""
        return dict(self._texts.get(name, {}))

    def names(self) -> frozenset[str]:
        """Return the names of all responses."""
        return frozenset(self._texts)

    def say(self, name: str, channel: Channel, /, **values: object) -> str:
        """Return a response's text for a channel; `values` win over the process-wide placeholders.

        Raises:
            ContentError: There is no such response, or a placeholder of it has no value.
        """
        variants = self._texts.get(name)
        if variants is None:
            raise ContentError(f"no response {name} in data/responses/")
        text = variants.get(channel) or variants["web"]
        known = {**self._placeholders, **{key: str(value) for key, value in values.items()}}
        missing = {field for _, field, _, _ in Formatter().parse(text) if field} - known.keys()
        if missing:
            raise ContentError(f"response {name}: no value for {{{sorted(missing)[0]}}}")
        return text.format_map(known)

    def triage_response(self, decision: TriageDecision, *, said_now: Collection[str] = ()) -> str:
        """Return the name of the response that tells a decision: the most urgent rule's own, else its level's.

        Args:
            said_now: Ids of the findings that the message being answered spoke of. Of several emergencies those come
                first, and among them the one that sends nobody to drive: its words begin with the number to call.
        """
        level = decision.level.value.lower() if decision.level else "none"
        own = [f"utter_triage_{level}_{reason}" for reason in decision.reasons]
        if decision.level is Level.L1:
            of_reason = [rule for rule in decision.fired if rule.level is decision.level]
            of_reason.sort(key=lambda rule: (set(said_now).isdisjoint(rule.facts), not self._calls_first(rule.reason)))
            own = [f"utter_triage_l1_{rule.reason}" for rule in of_reason]
        found = (name for name in (*own, f"utter_triage_{level}_default") if name in self._texts)
        return next(found, f"utter_triage_{level}")

    def come_back_response(self, decision: TriageDecision) -> str:
        """Return the name of the response that says what would change the advice, as `triage_response` finds it."""
        name = f"utter_come_back_{str(decision.level).lower()}"
        own = (f"{name}_{reason}" for reason in decision.reasons)
        return next((one for one in own if one in self._texts), name)

    def crisis_responses(self, decision: TriageDecision) -> tuple[str, ...]:
        """Return the responses that name a line of their own to call, to be said whatever is told first."""
        urgent = [rule for rule in decision.fired if rule.level in URGENT]
        names = [f"utter_triage_{str(rule.level).lower()}_{rule.reason}" for rule in urgent]
        return tuple(name for name in dict.fromkeys(names) if self._names_a_line(name))

    def _calls_first(self, reason: str) -> bool:
        text = self._texts.get(f"utter_triage_l1_{reason}", {}).get("web", "")
        return text.startswith(CALL_FIRST)

    def _names_a_line(self, name: str) -> bool:
        fields = {field for _, field, _, _ in Formatter().parse(self._texts.get(name, {}).get("web", "")) if field}
        return not fields.isdisjoint(LINES)
