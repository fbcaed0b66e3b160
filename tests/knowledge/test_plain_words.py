"""What patients read about patterns and self-care is at 6th-grade level or below."""

from collections.abc import Iterator

import pytest

from backstride.domain.reading_level import grade
from tests.knowledge.content_copy import product_content

HIGHEST_GRADE = 6.0


def _texts() -> Iterator[tuple[str, str]]:
    content = product_content()
    for condition in content.conditions:
        yield f"{condition.id} name", condition.name
        yield f"{condition.id} explain", condition.explain
    care = content.self_care
    for entry in care.card:
        yield f"card {entry.id}", f"{entry.title} {entry.text}"
    for advice in care.advice:
        yield f"advice {advice.id}", f"{advice.do} {advice.avoid} {advice.timeline}"
    yield "exercises", care.exercises.rules
    yield (
        "ladder",
        " ".join([*care.ladder.start_criteria, care.ladder.warm_up, care.ladder.beyond, care.ladder.stop_now]),
    )
    yield "pt_does", care.pt_does
    yield "safety_net", care.safety_net


@pytest.mark.parametrize(("where", "text"), [pytest.param(*pair, id=pair[0]) for pair in _texts()])
def test_it_is_easy_to_read(where: str, text: str) -> None:
    assert grade(text) <= HIGHEST_GRADE, where


FORBIDDEN = ("you have a ", "you have the ", "diagnos", "nothing serious", "cleared", "guarantee")


@pytest.mark.parametrize(("where", "text"), [pytest.param(*pair, id=pair[0]) for pair in _texts()])
def test_it_is_no_verdict(where: str, text: str) -> None:
    text = text.lower().replace("if you have ", "").replace("or you have ", "")
    assert [word for word in FORBIDDEN if word in text] == [], where
