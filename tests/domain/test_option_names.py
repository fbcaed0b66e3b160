"""Options as patients name them: labels, other words, beginnings, numbers and places in the list."""

import pytest

from backstride.domain.interview import Option
from backstride.domain.option_names import named_options, named_place, unhedged

OPTIONS = (
    Option("running", "Running", sms=1),
    Option("running_downhill", "Downhill", sms=2, also=("going down",)),
    Option("sitting", "Sitting or driving", sms=3),
    Option("night", "Night"),
    Option("none", "None of these", sms=0),
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Running", ["running"]),
        ("mostly running", ["running"]),
        ("just when going down", ["running_downhill"]),
        ("night, running", ["night", "running"]),
        ("running and sitting", ["running", "sitting"]),
        ("running, running and going down", ["running", "running_downhill"]),
        ("sitt", ["sitting"]),
        ("the second one", ["running_downhill"]),
        ("first and third", ["running", "sitting"]),
        ("option 2", ["running_downhill"]),
        ("number four please", []),
        ("none", ["none"]),
        ("r", []),
        ("running hurts", []),
        ("", []),
    ],
)
def test_what_a_reply_names(text: str, ids: list[str]) -> None:
    assert [option.id for option in named_options(OPTIONS, text, "web")] == ids


@pytest.mark.parametrize(
    ("channel", "text", "ids"),
    [("web", "0", ["none"]), ("web", "4", ["night"]), ("sms", "0", ["none"]), ("sms", "4", [])],
)
def test_numbers_are_those_the_channel_shows(channel: str, text: str, ids: list[str]) -> None:
    offered = OPTIONS if channel == "web" else tuple(option for option in OPTIONS if option.sms is not None)
    assert [option.id for option in named_options(offered, text, channel)] == ids


TIMES = ("Mon, Nov 30 at 8:45 AM", "Tue, Dec 1 at 8:45 AM", "Wed, Dec 2 at 9:15 AM")
STEPS = ("Book a visit", "Have us call you", "Tell me why", "Self-care at home")


@pytest.mark.parametrize(
    ("labels", "text", "place"),
    [
        (TIMES, "Tue, Dec 1 at 8:45 AM", 1),
        (TIMES, "2", 1),
        (TIMES, "the second one please", 1),
        (TIMES, "Tuesday works", 1),
        (TIMES, "wed is good", 2),
        (TIMES, "dec 2", 2),
        (TIMES, "9:15", 2),
        (TIMES, "8:45", None),
        (TIMES, "tuesday afternoon", None),
        (TIMES, "4", None),
        (TIMES, "yes please", None),
        (STEPS, "book", 0),
        (STEPS, "call", 1),
        (STEPS, "why", 2),
        (STEPS, "why do you ask", None),
        (STEPS, "self-care", 3),
        (STEPS, "you", None),
        (STEPS, "i want to end it", None),
        ((), "book", None),
        (("Mon", "Tue", "Wed"), "the last one please", 2),
        (("Mon", "Tue", "Wed"), "i'll take the middle one", 1),
        (("Mon", "Tue"), "the middle one", None),
        ((), "the last one", None),
    ],
)
def test_the_one_label_that_is_named(labels: tuple[str, ...], text: str, place: int | None) -> None:
    assert named_place(labels, range(1, len(labels) + 1), text) == place


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("ok 1", ["running"]),
        ("1 pls", ["running"]),
        ("its a 3", ["sitting"]),
        ("1 n 3", ["running", "sitting"]),
        ("ok", []),
        ("no 3", []),
        ("3 days", []),
        ("yes one", []),
        ("2 then i guess", ["running_downhill"]),
        ("maybe 3", ["sitting"]),
        ("0 i guess", []),
        ("the last one", []),
    ],
)
def test_numbers_among_small_words(text: str, ids: list[str]) -> None:
    assert [option.id for option in named_options(OPTIONS, text, "web")] == ids


@pytest.mark.parametrize(
    ("text", "ids"), [("lil better", ["better"]), ("way worse", ["worse"]), ("not much better", [])]
)
def test_how_much_of_an_answer(text: str, ids: list[str]) -> None:
    options = (Option("better", "Better", 1), Option("worse", "Worse", 2))
    assert [option.id for option in named_options(options, text, "sms")] == ids


@pytest.mark.parametrize(("text", "ids"), [("the last one", ["c"]), ("the middle one", ["b"]), ("last time", [])])
def test_places_of_one_answer(text: str, ids: list[str]) -> None:
    options = tuple(Option(name, f"Answer {name}", number) for number, name in enumerate("abc", start=1))
    assert [option.id for option in named_options(options, text, "sms")] == ids


def test_a_bare_yes_names_no_option_by_its_id() -> None:
    harm = Option("si", "Thoughts of hurting myself", 1)
    assert named_options((harm,), "si", "sms") == []
    assert named_options((harm,), "thoughts of hurting myself", "sms") == [harm]


@pytest.mark.parametrize(
    ("text", "bare"), [("Worse I think", "worse"), ("better, honestly", "better"), ("i think worse", "i think worse")]
)
def test_the_doubt_that_ends_a_reply_is_left_out(text: str, bare: str) -> None:
    assert unhedged(text) == bare


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ((Option("a", "A", 1), Option("no", "No", 2)), ["no"]),
        ((Option("a", "A", 1), Option("nothing", "Nothing", 2)), ["nothing"]),
        ((Option("a", "A", 1), Option("b", "B", 2)), []),
        ((Option("yes", "Yes", 1), Option("no", "No", 2)), []),
        ((Option("few", "Few", 0), Option("no", "No", 2)), ["few"]),
    ],
)
def test_nought_by_text_is_none_of_a_list(options: tuple[Option, ...], ids: list[str]) -> None:
    assert [option.id for option in named_options(options, "0", "sms")] == ids
