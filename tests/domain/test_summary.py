import pytest

from backstride.domain.findings import Evidence, Status
from backstride.domain.gathering import gather
from backstride.domain.summary import spoken
from tests.content.given import RULES


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "since today"), (1, "1 day"), (13, "13 days"), (14, "2 weeks"), (42, "6 weeks"), (45, "about 6 weeks"),
        (120, "4 months"), (365, "1 year"), (400, "about 1 year"), (1095, "3 years"),
    ],
)  # fmt: skip
def test_how_long_it_has_lasted_is_said_as_people_say_it(days: float, said: str) -> None:
    findings = gather([Evidence("duration_days", Status.PRESENT, days)], RULES.vocabulary)
    assert spoken(findings, ["duration_days"]) == f"how long it has lasted: {said}"
