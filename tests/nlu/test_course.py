"""How it began, its course, earlier episodes and running."""

import pytest

from backstride.nlu.findings_view import view
from backstride.nlu.reader import Reader


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("low back sore, no pain when i run", "runner", "runner"),
        ("lifted a washing machine and did my back in", "onset", "sudden_event"),
        ("low back eases within minutes of lying down", "onset", None),
        ("my wife has had back pain for 2 months", "prior_episode", None),
        ("it hurts when i push off with the left", "sore_to_touch", None),
        ("hurts if i push on the spot", "sore_to_touch", True),
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
        ("my low back feels loose and achy", "trend", None),
        ("my back goes out three times a year", "prior_episode", "recurrent"),
        ("had this before in 2016, my low back", "prior_episode", "resolved"),
        ("just came back from a holiday, back pain", "prior_episode", None),
        ("my back pain went from a 2 to an 8 this week", "trend", "worse"),
        ("my back pain went from a nine to a five", "trend", "better"),
        ("my back pain gets worse when i walk", "trend", None),
        ("ramping up for a marathon, my back aches", "trend", None),
        ("second time now my back has gone", "prior_episode", "resolved"),
        ("i have had this for 2 weeks, my back", "prior_episode", None),
        ("never had any back trouble before", "prior_episode", "first"),
        ("had the same thing in 2019, my low back", "prior_episode", "resolved"),
        ("low back comes back every winter", "prior_episode", "recurrent"),
        ("it hurts every time i bend, low back", "prior_episode", None),
        ("low back pain was a 7, now a 3", "trend", "better"),
        ("low back. it dropped from an 8 to a 4", "trend", "better"),
        ("low back, started as a 2/10 and now it is a 6/10", "trend", "worse"),
        ("low back pain is a 4 now but it was an 8 last night", "trend", None),
        ("my low back goes from a 3 to an 8 when i bend", "trend", None),
        ("going downhill hurts my low back", "trend", None),
        ("low back is about 60% better", "trend", "better"),
        ("low back, it is the same spot as last year", "trend", None),
        ("low back used to be a 7, these days i would say 3", "trend", "better"),
        ("low back is a 3/10, it started at 8", "trend", "better"),
        ("low back ache after increasing my mileage", "trend", None),
        ("low back hurts if i stand up too quick", "onset", None),
        ("low back after my long runs", "runner", "runner"),
        ("did a parkrun, low back tight", "runner", "runner"),
        ("just started couch to 5k", "runner", "new_runner"),
        ("i do not run, never have", "runner", "not_runner"),
        ("the pain runs down my leg", "runner", None),
        ("i run a shop, my back hurts", "runner", None),
    ],
)
def test_course(text: str, finding: str, value: str | bool | None, reader: Reader) -> None:
    assert view(reader.read(text)).get(finding) == value
