"""How it began, its course, earlier episodes and running."""

import pytest

from backstride.nlu.findings_view import view
from backstride.nlu.reader import Reader


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("low back sore, no pain when i run", "runner", "runner"),
        ("lifted a washing machine and did my back in", "onset", "sudden_event"),
        ("bent down for a sock and my back went", "onset", "sudden_event"),
        ("low back hurts when i lift the kids", "onset", None),
        ("one minute fine, the next my back was in agony", "onset", "sudden"),
        ("started as a niggle in my low back and built", "onset", "gradual"),
        ("low back sore since switching to new shoes", "onset", "training_change"),
        ("came off my bike onto my low back", "onset", "fall"),
        ("the weight is falling off me, back pain", "onset", None),
        ("went to bed fine and woke up with a sore back", "onset", "woke_with"),
        ("low back a bit better each day", "trend", "better"),
        ("my back is better with heat", "trend", None),
        ("no improvement at all in my back", "trend", "same"),
        ("low back worse by the day", "trend", "worse"),
        ("my back is worse when i sit", "trend", None),
        ("never had any back trouble before", "prior_episode", "first"),
        ("had the same thing in 2019, my low back", "prior_episode", "resolved"),
        ("low back comes back every winter", "prior_episode", "recurrent"),
        ("it hurts every time i bend, low back", "prior_episode", None),
        ("low back after my long runs", "runner", "runner"),
        ("did a parkrun, low back tight", "runner", "runner"),
        ("just started couch to 5k", "runner", "new_runner"),
        ("i do not run, never have", "runner", "not_runner"),
        ("the pain runs down my leg", "runner", None),
        ("i run a shop, my back hurts", "runner", None),
    ],
)
def test_course(text: str, finding: str, value: str | None, reader: Reader) -> None:
    assert view(reader.read(text)).get(finding) == value
