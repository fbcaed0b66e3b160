"""What stands around an answer in a text message."""

import pytest

from backstride.domain.trimming import (
    after_a_question,
    asks_also,
    asks_or_requests,
    before_a_question,
    only_takes_in,
    says_nothing,
    trimmed,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi again, none of them", "none of them"),
        ("so sorry for the delay. just saw this. 2", "2"),
        ("my husband says his left", "his left"),
        ("shes saying no", "no"),
        ("like i already told you about a month", "about a month"),
        ("3 weeks, as i said", "3 weeks"),
        ("oh lol none thx", "none"),
        ("listen, i haven't got time for this. none", "none"),
        ("im in a hurry, no to all", "no to all"),
        ("ok right", "right"),
        ("umm ok 4", "4"),
        ("Hi, this is her daughter now. none of those", "none of those"),
        ("no ffs", "no"),
        ("its a 6 ok", "its a 6"),
        ("hi sorry um hi sorry um hi sorry um 3", "hi sorry um 3"),  # not endlessly
    ],
)
def test_what_says_nothing_is_taken_off(text: str, expected: str) -> None:
    assert {trimmed(text, keeps_doubt=True), trimmed(text, keeps_doubt=False)} == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("idk maybe 5", "5"),
        ("i think its worse", "its worse"),
        ("left i guess", "left"),
        ("better-ish", "better"),
        ("prob the right", "the right"),
    ],
)
def test_a_guess_is_taken_off_where_it_may_be(text: str, expected: str) -> None:
    assert (trimmed(text, keeps_doubt=True), trimmed(text, keeps_doubt=False)) == (text, expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sorry",
        "ok",
        "lol",
        "no",
        "right",
        "back",
        "fine i guess",
        "so-so",
        "sort of",
        "liked it",
        "ok " * 100 + "no",
    ],
)
def test_what_is_all_there_is_stays(text: str) -> None:
    assert trimmed(text, keeps_doubt=True) == text.strip()


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("nope, why do you need that", "nope"),
        ("none what does it have to do with my back", "none"),
        ("2 whats next", "2"),
        ("no how would i know", ""),
        ("no, what if i can't tell", ""),
        ("why do u ask", ""),
        ("no whatever", ""),
    ],
)
def test_a_question_behind_an_answer(text: str, before: str) -> None:
    assert before_a_question(text) == before


@pytest.mark.parametrize(
    "text",
    [
        "whats that",
        "ok can i run",
        "sitting?",
        "tell me a joke",
        "i want to book",
        "please call me",
        "wouldn't a brace help",
        "shouldnt i see a surgeon first",
    ],
)
def test_a_question_or_a_request(text: str) -> None:
    assert asks_or_requests(text)


@pytest.mark.parametrize(
    "text",
    [
        "sittin at work",
        "he has that for years",
        "derecha",
        "i had it before",
        "playing golf",
        "isnt that bad",
        "dont think so",
    ],
)
def test_an_answer(text: str) -> None:
    assert not asks_or_requests(text)


@pytest.mark.parametrize("text", ["none. do u have weekend hours", "left and is that bad", "no why do u ask"])
def test_a_question_that_comes_along(text: str) -> None:
    assert asks_also(text)


def test_no_question_that_comes_along() -> None:
    assert not asks_also("none of them, left side. since monday")
    assert not asks_also("sure why not")


@pytest.mark.parametrize(
    "text",
    [
        "hold on",
        "hold on asking her",
        "let me check with my wife",
        "just a sec",
        "haha sorry for all the messages",
        "ok",
        "hmm, wait",
        "so sorry about the typos",
        "Hey!",
    ],
)
def test_what_only_fills_the_time(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["", "no", "wait, yes", "sorry, the left", "ok numb", "hold on to the rail"])
def test_what_says_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text", ["ok", "Okay then", "alright, makes sense", "got it", "good to know", "hm i see", "\U0001f64f"]
)
def test_what_is_taken_in(text: str) -> None:
    assert only_takes_in(text)


@pytest.mark.parametrize(
    "text", ["", "yes", "ok yes", "ok?", "ok book it", "sure", "sounds good", "okay no", "\U0001f641"]
)
def test_what_accepts_or_asks(text: str) -> None:
    assert not only_takes_in(text)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("are you kidding? no", "no"),
        ("seriously? none", "none"),
        ("why do you need that? the left", "the left"),
        ("numb? no", ""),
        ("no?", ""),
        ("why? how much is it", ""),
        ("no", ""),
    ],
)
def test_an_answer_behind_a_question(text: str, after: str) -> None:
    assert after_a_question(text) == after
