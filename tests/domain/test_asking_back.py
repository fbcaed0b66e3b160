"""Replies that ask about the open question itself."""

import pytest

from backstride.domain.asking_back import About, AskedBack, asked_back, come_back_to
from backstride.domain.interview import Option

SHOT = Option("shot", "Spine shot", sms=2, means="A needle in your back.")
SLAP = "The foot slaps the ground or catches on it."
OPTIONS = (
    Option("thin", "Blood thinners", sms=1, means="Pills that slow clots."),
    SHOT,
    Option("new", "Yes, newer", sms=3, means=SLAP),
    Option("old", "Yes, older", sms=4, means=SLAP),
    Option("sex", "Sex", sms=5),
)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("what is a spine shot", SHOT),
        ("whats the shot?", SHOT),
        ("wait what does 2 mean", SHOT),
        ("what's number 2", SHOT),
        ("what means spine shot?", SHOT),
        ("what do u mean slapping", OPTIONS[2]),
        ("explain blood thinner pls", OPTIONS[0]),
        ("what does 5 mean", OPTIONS[4]),
        ("whats a spine shot? like a vaccine?", SHOT),
        ("what's blood thinner, aspirin?", OPTIONS[0]),
        ("what counts as a spine shot", SHOT),
        ("idk what a spine shot is", SHOT),
        ("never heard of a blood thinner", OPTIONS[0]),
        ("what is a spine shot like", SHOT),
        ("i dont get 2", SHOT),
    ],
)
def test_what_an_option_means(text: str, option: Option) -> None:
    assert asked_back(OPTIONS, text, "sms") == AskedBack(About.MEANING, option)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("does a flu shot count", About.COUNTS),
        ("would a bruise be included?", About.COUNTS),
        ("picked up my kid funny does that count", About.COUNTS),
        ("huh?", About.REPEAT),
        ("sorry what was the question again", About.REPEAT),
        ("can you repeat that", About.REPEAT),
        ("how many more questions", About.HOW_MANY),
        ("same as the last visit", About.ON_FILE),
        ("it should be in my records", About.ON_FILE),
        ("you must have all this from the last visit", About.ON_FILE),
        ("same number as last time", About.ON_FILE),
        ("use the number on file", About.ON_FILE),
        ("you guys already have all of this", About.ON_FILE),
        ("my doctor knows all this", About.ON_FILE),
        ("i already told the front desk", About.ON_FILE),
        ("are we almost done", About.HOW_MANY),
        ("how long does this take", About.HOW_MANY),
        ("is aspirin a blood thinner", About.COUNTS),
        ("are pills blood thinners", About.COUNTS),
        ("what do you mean by that", About.ALL_OF_IT),
        ("i dont understand the question", About.ALL_OF_IT),
        ("whats that", About.ALL_OF_IT),
        ("where were we?", About.REPEAT),
        ("do i really have to do all this to see someone?", About.MUST),
        ("why so many questions", About.MUST),
        ("is all this really necessary?", About.MUST),
    ],
)
def test_other_questions_about_it(text: str, about: About) -> None:
    assert asked_back(OPTIONS, text, "sms") == AskedBack(about)


@pytest.mark.parametrize(
    "text",
    [
        "", "2", "no",
        "what is wrong with me", "what is sex", "what does 9 mean", "i had a spine shot", "what helps",
        "how long does it take to heal", "how much does it cost", "is it bad", "i am confused and dizzy",
        "what if i cant feel my foot", "what " * 40, "is my leg a weak leg", "i dont get hard anymore",
        "same as last time, right side", "same as before", "you have my back pain wrong", "i told my wife",
        "is this a joke", "what do you think it is", "i dont know what is wrong with me", "im confused",
    ],
)  # fmt: skip
def test_no_question_about_it(text: str) -> None:
    assert asked_back(OPTIONS, text, "sms") is None


def test_what_is_made_of_it_is_no_question_about_a_word() -> None:
    germs = Option("immune", "Weak immune system", means="An illness that makes it hard to fight germs.")
    assert asked_back(OPTIONS, "What do you make of it?", "web", others=(germs,)) is None


def test_a_word_of_another_question_is_explained_too() -> None:
    calf = Option("calf", "Swollen calf", means="The back of a lower leg is swollen.")
    assert asked_back(OPTIONS, "what is a calf", "web", others=(calf,)) == AskedBack(About.MEANING, calf)
    assert asked_back(OPTIONS, "what is a blood thinner", "web", others=(calf,)) == AskedBack(About.MEANING, OPTIONS[0])
    assert asked_back(OPTIONS, "is a cramp a swollen calf", "web", others=(calf,)) == AskedBack(About.COUNTS)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("wait about that blood thing", [OPTIONS[0]]),
        ("about the shot", [SHOT]),
        ("ok so about that foot one", [OPTIONS[2], OPTIONS[3]]),
        ("about that", []),
        ("about the weather", []),
        ("about 2 weeks", []),
        ("i read about the shot", []),
    ],
)
def test_what_a_message_comes_back_to(text: str, options: list[Option]) -> None:
    assert come_back_to(OPTIONS, text) == options
