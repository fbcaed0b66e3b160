"""Looking things up in the rules."""

import pytest

from backstride.domain.triage import Level
from tests.content.given import RULES


def test_a_question_is_found_by_id_channel_and_part() -> None:
    assert [option.id for option in RULES.question("Q07", channel="sms", part=2).options][:2] == [
        "anticoag",
        "spine_proc",
    ]
    assert len(RULES.question("Q07").options) == 13
    with pytest.raises(KeyError):
        RULES.question("Q39", channel="sms")


def test_each_level_has_a_disposition() -> None:
    assert [RULES.disposition(level).booking for level in Level] == ["none", "optional", "priority", "main", "offered"]
