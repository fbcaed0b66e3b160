"""Plays a scenario against the real engine and says what came of each step.

A scenario is YAML that a clinician can read (docs/contributing: scenarios). Steps:
`user:` words that are typed · `choose:` one label or several of the last offer · `use:` a fragment of fragments.yml ·
`bot:` the names of all responses of the last turn, in order · `assert:` level, state, stage or `sms` (every text fits).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from backstride.domain.evidence import plain
from backstride.domain.findings import Evidence
from backstride.domain.gsm import is_gsm7
from backstride.engine.evidence import latest_evidence
from backstride.services.ports import ChatMessage, TurnResult, TurnWork
from backstride.wiring import Backstride

HERE = Path(__file__).parent
LIMIT = 30
PLAIN = (
    "None of these",
    "None",
    "No",
    "Nothing",
    "No, stays put",
    "Same",
    "Skip",
    "Slowly",
    "Not a runner",
    "First time",
    "Not at all",
)
"""Labels of the plainest options, the first that is offered wins."""


class Clock:
    """A clock that stands where it is put."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Scenario:
    """One case of a scenario file."""

    name: str
    channel: str
    now: datetime | None
    steps: Sequence[Mapping[str, Any]]


def scenarios() -> list[Scenario]:
    """Every case of every file; one that names both channels is two."""
    fragments = yaml.safe_load((HERE / "fragments.yml").read_text())
    made = []
    for path in sorted((HERE / "scenarios").glob("*.yml")):
        for case in yaml.safe_load(path.read_text())["test_cases"]:
            meta = case.get("metadata", {})
            now = datetime.fromisoformat(meta["now"]) if "now" in meta else None
            for channel in ("web", "sms") if meta.get("channel", "both") == "both" else (meta["channel"],):
                steps = _expanded(case["steps"], fragments)
                made.append(Scenario(f"{path.stem}: {case['test_case']} ({channel})", channel, now, steps))
    return made


def _expanded(steps: Sequence[Mapping[str, Any]], fragments: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    out: list[Mapping[str, Any]] = []
    for step in steps:
        out += _expanded(fragments[step["use"]], fragments) if "use" in step else [step]
    return out


@dataclass
class Player:
    """One conversation."""

    app: Backstride
    channel: Any
    conversation: str = ""
    token: str = ""
    last: TurnResult | None = None
    offer: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def after(cls, app: Backstride, channel: Any, *words: str) -> "Player":
        """Return a conversation in which these messages were written."""
        player = cls(app, channel)
        await player.open()
        for text in words:
            await player.say(text)
        return player

    async def open(self) -> TurnResult:
        self.conversation, self.token, result = await self.app.conversations.open(self.channel)
        return self._took(result)

    async def say(self, text: str, **more: Any) -> TurnResult:
        return self._took(await self.app.conversations.say(self.conversation, text=text, **more))

    async def choose(self, labels: str | Sequence[str], **more: Any) -> TurnResult:
        wanted = [labels] if isinstance(labels, str) else labels
        missing = [label for label in wanted if label not in self.offer]
        assert not missing, f"{missing} not offered; there is {list(self.offer)}"
        ids = [self.offer[label] for label in wanted]
        return self._took(await self.app.conversations.say(self.conversation, choices=ids, **more))

    async def fork(self, *, evidence: Sequence[Evidence] = ()) -> "Player":
        """Return a second conversation that stands where this one does and knows `evidence` as well."""
        twin = Player(self.app, self.channel, last=self.last, offer=dict(self.offer))
        twin.conversation, twin.token, _ = await self.app.conversations.open(self.channel, greet=False)
        store, here = self.app.store, self.app.store.get(self.conversation)
        assert here is not None
        events = store.tracker_events(self.conversation)
        if evidence:
            known = [*latest_evidence(events), *(plain(item) for item in evidence)]
            events.append({"event": "slot", "name": "evidence", "value": known, "timestamp": events[-1]["timestamp"]})
        work = TurnWork(twin.conversation, here.last_at, state=here.state, level=here.level, tracker_events=events)
        work.messages = [replace(message, seq=0) for message in store.messages(self.conversation)]
        store.commit_turn(work)
        return twin

    @property
    def question(self) -> ChatMessage | None:
        """The question that is open, None if the last turn asked nothing."""
        assert self.last is not None
        return next((message for message in reversed(self.last.messages) if message.question), None)

    @property
    def plainest(self) -> str | None:
        """The label of the open question's plainest option, None if it has none."""
        asked = self.question
        return next((label for label in PLAIN if label in self.offer and asked and asked.choices), None)

    async def answer(self, default: str = "not sure") -> TurnResult:
        """Answer the open question with its plainest option, or with `default` if it has no options."""
        return await (self.choose(self.plainest) if self.plainest else self.say(default))

    def _took(self, result: TurnResult) -> TurnResult:
        self.last = result
        for message in result.messages:
            if message.choices:
                self.offer = {choice.label: choice.id for choice in message.choices}
        return result

    @property
    def responses(self) -> list[str]:
        assert self.last is not None
        return list(self.last.trace.get("responses", []))

    @property
    def texts(self) -> list[str]:
        assert self.last is not None
        return [message.text for message in self.last.messages]

    def check(self, wanted: Mapping[str, Any]) -> None:
        assert self.last is not None
        slots = self.last.trace.get("slots", {})
        seen = {
            "level": self.last.state["level"],
            "state": self.last.state["state"],
            "stage": slots.get("stage"),
            "question": self.last.state["question"],
            "kinds": [message.kind for message in self.last.messages],
            "sms": all(is_gsm7(text) and "\n\n" not in text for text in self.texts),
        }
        for key, value in wanted.items():
            if key == "slots":
                assert {name: slots.get(name) for name in value} == value
            elif key == "says":
                assert any(value in text for text in self.texts), self.texts
            else:
                assert seen[key] == value, (key, seen[key], self.responses)


async def finish(player: Player, default: str) -> TurnResult:
    """Answer every further question with its plainest option; return the turn that tells a result or an emergency."""
    for _ in range(LIMIT):
        if player.question is None:
            assert player.last is not None
            return player.last
        await player.answer(default if default != "no" else "not sure")
    raise AssertionError(f"no result after {LIMIT} questions")


async def play(player: Player, steps: Sequence[Mapping[str, Any]], *, opened: bool = False) -> None:
    """Take every step; a step that fails names its number and words."""
    if not opened:
        await player.open()
    for number, step in enumerate(steps, start=1):
        at = f"step {number}: {dict(step)}"
        if "user" in step:
            await player.say(str(step["user"]))
        elif "choose" in step:
            await player.choose(step["choose"])
        elif "finish" in step:
            await finish(player, str(step["finish"]))
        elif "bot" in step:
            wanted = [name if name.startswith("utter_") else f"utter_{name}" for name in step["bot"]]
            assert player.responses == wanted, f"{at}: {player.responses}"
        elif "assert" in step:
            player.check(step["assert"])
        else:
            raise AssertionError(f"{at}: no such step")
