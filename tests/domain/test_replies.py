"""Short replies and numbers, as people type them."""

import pytest

from backstride.domain.replies import Reply, after_reply, is_a_question, leading_reply, plain, short_reply
from backstride.domain.reply_numbers import days_and_miles, numbers_among, only_numbers, scores_among, words_and_number
from backstride.domain.self_correction import self_corrected


def test_plain_text_has_no_case_punctuation_or_curly_quotes() -> None:
    assert plain("  I Don\u2019t  know... really?! ") == "i dont know really"


@pytest.mark.parametrize(
    "text",
    [
        "yes", "Y", "Yeah!", "yep.", "yes i do", "sure", "Yes I am", "yes a bit", "yeah, a little", "yep both",
        "it does", "yes they do", "yes, sort of", "yes, hard to say", "yes i think so", "afraid so", "a tiny bit",
        "sometimes", "I have", "yes that's right", "yesss", "she does", "yeah tho", "s\u00ed", "sure why not",
        "\U0001f44d", "\U0001f44d\U0001f3fd",
    ],
)  # fmt: skip
def test_yes(text: str) -> None:
    assert short_reply(text) is Reply.YES


@pytest.mark.parametrize(
    "text",
    [
        "nil", "Nil of note", "no thank you, i have none of those complaints", "nothing on that list",
        "i am free of all that",
        "no", "N", "nope", "None", "none of these", "no none of that applies", "nothing", "I don't have any of these",
        "No I don't", "no i do not", "i haven't", "no it didn't", "no they aren't", "not that I know of",
        "nope, all good",
        "nah im fine", "no, it's all normal", "No, everything works fine", "none that I'm aware of",
        "nothing like that",
        "no nothing of the sort", "never", "Nope, never had any of those", "I have none of these", "not at all",
        "no, no and no",
        "i dont have any of those symptoms", "none of those, thank god", "no to everything", "neither of them",
        "she hasn't complained about any of that", "he never mentioned any of those", "not that she's said",
        "he hasn't said anything like that", "they don't seem to have any of those",
        "no problems so far", "not right now", "no none right now", "nope i feel fine otherwise", "no changes there",
        "all no",
        "nah none of em lol", "no he doesn't", "she has none of those", "nope shes good", "nooo", "no rn", "ninguna",
        "no, nada de eso", "they haven't", "no they dont have any of em", "neither of em",
        "\U0001f44e", "neg x all", "denies all", "not yet lol",
        "none, everything is normal down there", "no problems with any of that", "no, healthy otherwise",
    ],
)  # fmt: skip
def test_no(text: str) -> None:
    assert short_reply(text) is Reply.NO


@pytest.mark.parametrize(
    "text",
    [
        "not sure", "idk", "I don\u2019t know", "maybe", "\U0001f44d?", "no idea", "i dont think so",
        "No, I don't think so", "kind of",
        "not rly", "prob not", "no s\u00e9", "\U0001f937", "\U0001f44d\U0001f44e",
        "not really", "no not really", "I think so", "probably not", "i hope not", "it depends",
        "i don't think so, maybe", "not sure. maybe", "yes, no", "no. yes",
    ],
)  # fmt: skip
def test_not_sure(text: str) -> None:
    assert short_reply(text) is Reply.UNSURE


@pytest.mark.parametrize(
    "text",
    [
        "skip",
        "rather not say",
        "I'd rather not answer",
        "None of your business",
        "mind your own business",
        "next question",
        "skip this one",
        "too personal",
    ],
)
def test_skip(text: str) -> None:
    assert short_reply(text) is Reply.SKIP


@pytest.mark.parametrize(
    "text",
    [
        "",
        "k",
        "nil feeling in my foot",
        "no signs of feeling",
        "i am free of pain",
        "no fever but numb",
        "yes since monday",
        "none but my foot",
        "1",
        "not really numb",
        "no i do",
        "no it does",
        "no i cant",
        "no she cant",
        "shes fine",
        "no hes fine but his foot",
        "they do not feel",
        "no tengo fuerza",
        "denies numbness",
        "\U0001f600",
        "i cant",
        "no feeling",
        "no control",
        "i am fine",
        "all good",
        "none of it works",
        "she does not say anything",
        "i havent mentioned any of those",
        "he never mentioned that until today",
        "nothing works",
        "i do feel it",
        "i have it on both sides",
        "not that leg",
        "never used to",
        "no idea where it came from",
        "skip to my knee",
        "both",
        "i have never felt worse",
        "no, skip",
        "no. my foot",
        "no changes in feeling",
        "yes, numb",
        "sometimes it leaks",
        "none of these " * 2_000 + "but",
    ],
)
def test_a_reply_that_says_more_is_not_short(text: str) -> None:
    assert short_reply(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no, but my foot is weak", Reply.NO),
        ("no he's steady", Reply.NO),
        ("No but it tingles", Reply.NO),
        ("yes, since monday", Reply.YES),
        ("yes", Reply.YES),
        ("no numbness", None),
        ("no feeling in my foot", None),
        ("No it stays in my back", Reply.NO),
        ("nope stays put", Reply.NO),
        ("no i can't tell", None),
        ("no, I'm not really sure", None),
        ("nope, well, maybe the toe", None),
        ("no, i'm sure it is fine", Reply.NO),
        ("no im not going to the er", None),
        ("nope, dont need no ambulance", None),
        ("no, i was at the er for my knee", Reply.NO),
        ("yes left foot since monday", Reply.YES),
        ("sure about that", None),
        ("I\u2019d say yes", None),
        ("numb, yes", None),
        ("", None),
    ],
)
def test_leading_reply(text: str, expected: Reply | None) -> None:
    assert leading_reply(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 4", [1, 4]),
        ("#1, 4", [1, 4]),
        ("one and four", [1, 4]),
        ("0", [0]),
        ("10", [10]),
        ("1.", [1]),
        ("(2)", [2]),
        ("the second one", [2]),
        ("1st and 3rd", [1, 3]),
        ("number 2", [2]),
    ],
)
def test_only_numbers(text: str, expected: list[int]) -> None:
    assert only_numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("yes, left foot", "left foot"), ("Yep - 2 weeks", "2 weeks"), ("yes", "")]
)
def test_what_follows_a_leading_reply(text: str, expected: str) -> None:
    assert after_reply(text) == expected


@pytest.mark.parametrize("text", ["", "1 leg", "both", "day 5", "4x", "first thing in the morning"])
def test_numbers_with_words_are_not_only_numbers(text: str) -> None:
    assert only_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 7", [4, 7]),
        ("4/10 now, worst 8 out of 10", [4, 8]),
        ("4-5", [5]),
        ("about seven", [7]),
        ("6.5", [6.5]),
        ("3 weeks", []),
        ("now", []),
    ],
)
def test_numbers_among_filler(text: str, expected: list[float]) -> None:
    assert numbers_among(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("run 5k 3", ("run 5k", 3)),
        ("lift my kid, 4/10", ("lift my kid", 4)),
        ("run", ("run", None)),
        ("7", ("7", None)),
    ],
)
def test_words_and_number(text: str, expected: tuple[str, float | None]) -> None:
    assert words_and_number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 20", (4, 20)),
        ("3x a week, about 25 miles", (3, 25)),
        ("30 mpw", (None, 30)),
        ("three days, twenty-five miles", (3, 25)),
        ("4 days 50 km", (4, 31.1)),
        ("5 days", (5, None)),
        ("5", (5, None)),
        ("30", (None, 30)),
        ("now and then", (None, None)),
        ("three days, about sixteen miles", (3.0, 16.0)),
        ("seventeen", (None, 17.0)),
    ],
)
def test_days_and_miles(text: str, expected: tuple[float | None, float | None]) -> None:
    assert days_and_miles(text) == expected


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("what does that matter", True),
        ("is this really needed", True),
        ("how much longer", True),
        ("my back?", True),
        ("when i run", False),
        ("did hill repeats", False),
        ("does hurt when i land", False),
        ("where the belt sits", False),
    ],
)
def test_a_reply_that_asks_back_is_told_from_one_that_answers(text: str, *, asks: bool) -> None:
    assert is_a_question(text) is asks


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("yes. sorry, I meant no", Reply.NO),
        ("no wait, yes", Reply.YES),
        ("nope bro", Reply.NO),
        ("yes dear", Reply.YES),
        ("haha no", Reply.NO),
        ("he says no", Reply.NO),
        ("she hasn't had any of these", Reply.NO),
        ("definitely not", Reply.NO),
        ("nothing like that, he's pretty healthy", Reply.NO),
        ("not sure when exactly", Reply.UNSURE),
        ("no, healthy as a horse", Reply.NO),
        ("no man can stand this", None),
        ("he says no feeling there", None),
        ("yes since monday. sorry, no since tuesday", None),
    ],
)
def test_whom_it_is_said_to_and_by_changes_nothing(text: str, reply: Reply | None) -> None:
    assert short_reply(text) is reply


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("left, no wait, right", ("left", "right")),
        ("oops, I meant 34", ("", "34")),
        ("running, wait also stairs", ("", "")),
        ("left. wait and the right", ("", "")),
        ("sorry", ("", "")),
        ("it stays in my back", ("", "")),
    ],
)
def test_what_a_reply_takes_back(text: str, parts: tuple[str, str]) -> None:
    assert self_corrected(text) == parts


def test_a_correction_makes_a_yes_of_a_no_and_no_more_than_that() -> None:
    assert leading_reply("no. oh wait, yes last week") is Reply.YES
    assert leading_reply("yes since monday. sorry, no since tuesday") is Reply.YES


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("3 sitting, 7 after 5 miles", [3, 7]),
        ("zero now but six on stairs", [0, 6]),
        ("5 or 6", [6]),
        ("i took 2 pills since the 3rd", []),
        ("one of the worst, 9", [9]),
    ],
)
def test_scores_among_any_words(text: str, scores: list[float]) -> None:
    assert scores_among(text) == scores
