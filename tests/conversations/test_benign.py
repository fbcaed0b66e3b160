"""A hundred people with ordinary back pain and one tempting phrase each: crying wolf costs trust, and then lives.

All of them are read and decided in memory, as they stand and with every safety question denied; every
seventh of them is a whole conversation with the real dialogue.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from backstride.domain.findings import Evidence, Status
from backstride.domain.gathering import gather
from backstride.domain.triage import URGENT, decide
from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING
from tests.conversations.driver import Clock, Player, finish

pytestmark = pytest.mark.conversation

FILE = Path(__file__).parent / "benign.yml"
MOST_ESCALATED = 3
"""How many of a hundred benign conversations may come out at L1 or L2 before nobody believes the alarm."""


@dataclass(frozen=True)
class Benign:
    """One person: what they write, and the red flag that it tempts to."""

    tempts: str
    say: tuple[str, ...]


@cache
def people() -> tuple[Benign, ...]:
    return tuple(Benign(one["tempts"], tuple(one["say"])) for one in yaml.safe_load(FILE.read_text())["conversations"])


def escalated(app: Backstride, person: Benign) -> list[str]:
    """Return the rules of L1 and L2 that fire on what was said and on every gate denied."""
    rules = app.content.rules
    read = [mention for text in person.say for mention in app.reader.read(text, now=FRIDAY_MORNING).mentions]
    said = [mention.as_evidence(turn=1) for mention in read]
    gates = {(q.id, finding) for q in rules.questions if q.gate for finding in q.asks}
    denied = [Evidence(finding, Status.NEGATED, None, question) for question, finding in sorted(gates)]
    decisions = [decide(gather(e, rules.vocabulary), rules.triage, complete=False) for e in (said, [*said, *denied])]
    return sorted({rule.id for decision in decisions for rule in decision.fired if rule.level in URGENT})


def test_there_are_a_hundred_and_they_tempt_to_every_red_flag() -> None:
    assert len(people()) == 100
    flags = {f"RF{number:02}" for number in range(1, 31)} - {"RF21", "RF25"}  # neither is ever urgent
    assert {person.tempts for person in people()} == flags


def test_at_most_three_in_a_hundred_are_escalated(app: Backstride) -> None:
    wrong = {person.say: rules for person in people() if (rules := escalated(app, person))}
    assert len(wrong) <= MOST_ESCALATED, wrong


@pytest.mark.parametrize(
    ("channel", "person"),
    [(("web", "sms")[place % 2], person) for place, person in enumerate(people()[::7])],
    ids=lambda value: value if isinstance(value, str) else value.say[0][:40],
)
async def test_a_whole_conversation_ends_in_a_routine_result(
    app: Backstride, clock: Clock, channel: str, person: Benign
) -> None:
    clock.now = FRIDAY_MORNING
    player = Player(app, channel)
    await player.open()
    await player.say("yes")
    await player.say("38")
    for text in person.say:
        await player.say(text)
    last = await finish(player, "no")
    assert last.state["done"]
    assert last.state["level"] in {"L4", "L5"}
