"""Short replies and numbers, as people type them."""

import pytest

from backstride.domain.replies import (
    Reply,
    after_reply,
    days_and_miles,
    leading_reply,
    numbers_among,
    only_numbers,
    other_number,
    plain,
    short_reply,
    words_and_number,
)


def test_plain_text_has_no_case_punctuation_or_curly_quotes() -> None:
    assert plain("  I Don\u2019t  know... really?! ") == "i dont know really"


@pytest.mark.parametrize(
    "text",
    [
        "yes", "Y", "Yeah!", "yep.", "yes i do", "sure", "Yes I am", "yes a bit", "yeah, a little", "yep both",
        "it does", "yes they do", "yes, sort of", "yes, hard to say", "yes i think so", "afraid so", "a tiny bit",
        "sometimes", "I have", "yes that's right", "yesss", "she does", "yeah tho", "s\u00ed",
        "\U0001f44d", "\U0001f44d\U0001f3fd",
    ],
)  # fmt: skip
def test_yes(text: str) -> None:
    assert short_reply(text) is Reply.YES


@pytest.mark.parametrize(
    "text",
    [
        "no", "N", "nope", "None", "none of these", "no none of that applies", "nothing", "I don't have any of these",
        "No I don't", "no i do not", "i haven't", "no it didn't", "no they aren't", "not that I know of",
        "nope, all good",
        "nah im fine", "no, it's all normal", "No, everything works fine", "none that I'm aware of",
        "nothing like that",
        "no nothing of the sort", "never", "Nope, never had any of those", "I have none of these", "not at all",
        "no, no and no",
        "i dont have any of those symptoms", "none of those, thank god", "no to everything", "neither of them",
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
        "not sure", "idk", "I don\u2019t know", "maybe", "?", "no idea", "i dont think so", "No, I don't think so",
        "kind of",
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
    ("text", "known", "is_more", "other"),
    [
        ("today a 2, yesterday was 6", 2.0, True, 6.0),
        ("4/10 now 8/10 worst", 4.0, True, 8.0),
        ("worst 9 else like 5", 9.0, False, 5.0),
        ("5 for 2 days", 5.0, True, None),
        ("5 at 6am", 5.0, True, None),
        ("6, was 4", 6.0, True, None),
        ("1 2 3", 1.0, True, None),
        ("3 to 5", 3.0, True, None),
    ],
)
def test_the_other_of_two_scores(text: str, known: float, is_more: bool, other: float | None) -> None:
    assert other_number(text, known, is_more=is_more) == other


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no, but my foot is weak", Reply.NO),
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
        ("5 days", (5, None)),
        ("5", (5, None)),
        ("30", (None, 30)),
        ("now and then", (None, None)),
    ],
)
def test_days_and_miles(text: str, expected: tuple[float | None, float | None]) -> None:
    assert days_and_miles(text) == expected
