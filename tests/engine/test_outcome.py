"""What is written of a turn is what is not stored yet."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.evidence import revive
from backstride.engine.outcome import keep_evidence
from backstride.services.ports import TurnWork

SAID = st.lists(
    st.fixed_dictionaries(
        {"finding": st.sampled_from(["fever", "side"]), "status": st.just("present"), "turn": st.integers(1, 2)}
    ),
    max_size=5,
)


@given(before=SAID, now=SAID)
def test_what_is_stored_and_what_is_written_make_up_the_evidence(
    before: list[dict[str, Any]], now: list[dict[str, Any]]
) -> None:
    work = TurnWork("c1", datetime.now(UTC))
    keep_evidence(work, before, now)
    if work.findings is None:
        assert before == now
    else:
        stored = revive(before)[: work.findings_kept]
        assert [*stored, *work.findings[work.findings_kept :]] == revive(now) == work.findings


@given(before=SAID, added=SAID.filter(bool))
def test_what_is_added_is_all_that_is_written(before: list[dict[str, Any]], added: list[dict[str, Any]]) -> None:
    work = TurnWork("c1", datetime.now(UTC))
    keep_evidence(work, before, [*before, *added])
    assert work.findings_kept == len(before)
