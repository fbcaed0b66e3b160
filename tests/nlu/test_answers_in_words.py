"""Questions of the interview, answered in a few words of one's own: the reader and the questions' frames together."""

import pytest

from backstride.domain.answers import ParsedAnswer, parse_answer
from backstride.domain.ellipsis import answer_in_full
from backstride.domain.findings import Status
from backstride.nlu.reader import Reader
from tests.content.given import RULES

QUESTIONS = {question.key: question for question in reversed(RULES.questions)}


def answered(key: str, text: str, reader: Reader) -> ParsedAnswer:
    """Answer a question as the dialogue takes it."""
    question = QUESTIONS[key]
    answer = parse_answer(question, text, reader.read(text), "web")
    full = None if answer.understood else answer_in_full(question, text, reader.read, "web")
    return full or answer


@pytest.mark.parametrize(
    ("key", "text", "finding", "values"),
    [
        ("Q01", "thirty one", "age", [31.0]),
        ("Q01", "late fifties", "age", [58.0]),
        ("Q05", "yes my right foot since yesterday", "weak", ["rapid"]),
        ("Q05", "yes for a month and it is getting worse", "weak", ["new"]),
        ("Q06", "yes 3 weeks ago", "trauma", ["weeks"]),
        ("Q06", "yes last night", "trauma", ["recent"]),
        ("Q05", "a little weaker on the right", "weak", ["new"]),
        ("Q06", "just a stumble", "trauma", ["minor"]),
        ("Q07", "i take eliquis", "anticoag", [None]),
        ("Q07", "just the diabetes", "immune", [None]),
        ("Q08", "in the middle", "location", ["midline"]),
        ("Q08", "my left side", "location", ["one_side_low_back"]),
        ("Q08", "mostly the tailbone", "location", ["tailbone"]),
        ("Q09", "r", "side", ["right"]),
        ("Q10", "hamstring", "radiation", ["back_thigh"]),
        ("Q10", "yes down to my ankle", "radiation", ["foot_toes"]),
        ("Q10", "just the back", "radiation", ["none"]),
        ("Q11", "my heel", "numb_area", ["foot_outer"]),
        ("Q11", "little toe", "numb_area", ["foot_outer"]),
        ("Q11", "no numbness", "numb_area", ["none"]),
        ("Q14", "moving a sofa", "onset", ["sudden_event"]),
        ("Q14", "over a few weeks", "onset", ["gradual"]),
        ("Q16", "tying my laces", "triggers", ["socks_shoes"]),
        ("Q16", "after 6 miles", "triggers", ["after_distance"]),
        ("Q17", "a heating pad", "relievers", ["heat"]),
        ("Q17", "advil", "relievers", ["medication"]),
        ("Q17", "not much", "relievers", ["nothing"]),
        ("Q24", "never before", "prior_episode", ["first"]),
        ("Q26", "yes 20 weeks", "preg", ["pregnant"]),
        ("Q19", "not at the moment", "runner", ["not_runner"]),
        ("Q28", "a bit", "worry", ["little"]),
        ("Q28", "pretty worried", "worry", ["lot"]),
        ("Q30", "f", "sex", ["female"]),
        ("Q05", "my left leg is weak but its been that way since polio as a kid", "weak", ["old"]),
        ("Q10", "into my hip", "radiation", ["buttock"]),
        ("Q15", "its been around 12 days now i think", "duration_days", [12.0]),
        ("Q15", "since like 3 wks", "duration_days", [21.0]),
        ("Q31", "up n down", "trend", ["same"]),
        ("Q34", "quit in 2005", "smoker", [None]),
        ("Q34", "used to as a student", "smoker", [None]),
        ("Q34", "ex smoker", "smoker", [None]),
    ],
)
def test_a_reply_in_a_few_words(
    key: str, text: str, finding: str, values: list[str | float | None], reader: Reader
) -> None:
    answer = answered(key, text, reader)
    said = [e for e in answer.evidence if e.finding == finding and e.status is Status.PRESENT]
    assert (answer.understood, sorted({e.value for e in said}, key=str)) == (True, values)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("Q03", "no chest pain"),
        ("Q03", "just belly ache"),
        ("Q04", "yes"),
        ("Q05", "no but my foot tingles"),
        ("Q05", "not weak, only sore"),
        ("Q05", "no i cant tell"),
        ("Q05", "no, hard to say with the pain"),
        ("Q10", "yes"),
        ("Q16", "how much does it cost"),
        ("Q05", "no i cant lift it right"),
        ("Q34", "why do you ask about smoking"),
    ],
)
def test_what_leaves_a_question_open(key: str, text: str, reader: Reader) -> None:
    assert not answered(key, text, reader).understood


@pytest.mark.parametrize("key", ["Q05", "Q06"])
@pytest.mark.parametrize(
    "text", ["no, it came on slowly", "nope just stiff in the morning", "no i don't", "No it hasn't"]
)
def test_a_no_denies_the_whole_question(key: str, text: str, reader: Reader) -> None:
    answer = answered(key, text, reader)
    assert {e.finding for e in answer.evidence if e.status is Status.NEGATED} >= set(QUESTIONS[key].asks)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("yes i can pee normally", Status.NEGATED),
        ("yes, I pee fine", Status.NEGATED),
        ("yes it is hard", Status.PRESENT),
        ("yes since friday", Status.PRESENT),
        ("yes I can't pee", Status.PRESENT),
        ("no it's fine", Status.NEGATED),
        ("no i can't pee", Status.PRESENT),
        ("no its not true", Status.NEGATED),
        ("kind of", Status.UNCERTAIN),
        ("no, i can't really tell", Status.UNCERTAIN),
        ("i dont think so", Status.UNCERTAIN),
    ],
)
def test_a_clarifying_question_goes_by_the_words_behind_a_yes_or_no(text: str, status: Status, reader: Reader) -> None:
    evidence = answered("RF01:ces_bladder", text, reader).evidence
    assert {e.status for e in evidence if e.finding == "ces_bladder"} == {status}


def test_the_words_of_the_frame_are_not_quoted(reader: Reader) -> None:
    assert {e.quote for e in answered("Q11", "my heel", reader).evidence} == {"my heel"}
