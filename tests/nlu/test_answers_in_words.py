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
        ("Q11", "tingly toes", "numb_area", ["leg"]),
        ("Q11", "the ball of my foot", "numb_area", ["leg"]),
        ("Q11", "yes, the side of my calf", "numb_area", ["leg"]),
        ("Q11", "the outer side of my foot is numb", "numb_area", ["foot_outer"]),
        ("Q13", "like a 2 today, after work yesterday a 5", "pain_nrs_worst", [5.0]),
        ("Q13", "3ish, maybe a 5 at night", "pain_nrs", [3.0]),
        ("Q13", "4, 8", "pain_nrs_worst", [8.0]),
        ("Q13", "she says 5 and 9", "pain_nrs_worst", [9.0]),
        ("Q13", "zero when i sit but four on stairs", "pain_nrs_worst", [4.0]),
        ("Q13", "a 4 after 3 miles", "pain_nrs", [4.0]),
        ("Q13", "9 yesterday night, 4 now", "pain_nrs", [4.0]),
        ("Q14", "in the middle of a tempo run", "onset", ["sudden"]),
        ("Q14", "while i was jogging", "onset", ["sudden"]),
        ("Q14", "around mile 9", "onset", ["sudden"]),
        ("Q14", "right after practice", "onset", ["sudden"]),
        ("Q14", "the day after my half marathon", "onset", ["training_change"]),
        ("Q14", "began trail running", "onset", ["training_change"]),
        ("Q14", "i turned funny", "onset", ["sudden_event"]),
        ("Q14", "when i was carrying a couch", "onset", ["sudden_event"]),
        ("Q14", "from driving all day", "onset", ["gradual"]),
        ("Q20", "i bumped up my long run", "load_change", ["long_run"]),
        ("Q20", "began running trails", "load_change", ["shoes_ground"]),
        ("Q20", "yes a little more", "load_change", ["more_miles"]),
        ("Q20", "added an extra run", "load_change", ["more_miles"]),
        ("Q20", "just got back into it", "load_change", ["comeback"]),
        ("Q20", "running less", "load_change", ["none"]),
        ("Q22", "it does hurt landing on it", "bsi", [None]),
        ("Q22", "gets worse the further i go", "bsi", [None]),
        ("Q24", "it goes and comes", "prior_episode", ["recurrent"]),
        ("Q24", "all my life", "prior_episode", ["recurrent"]),
        ("Q24", "i haven't had this", "prior_episode", ["first"]),
        ("Q31", "pretty much the same honestly", "trend", ["same"]),
        ("Q31", "alil better", "trend", ["better"]),
        ("Q13", "today a 2, yesterday was 6", "pain_nrs_worst", [6.0]),
        ("Q13", "worst 9 else like 5", "pain_nrs", [5.0]),
        ("Q05", "my left leg is weak but its been that way since polio as a kid", "weak", ["old"]),
        ("Q10", "into my hip", "radiation", ["buttock"]),
        ("Q15", "its been around 12 days now i think", "duration_days", [12.0]),
        ("Q15", "since like 3 wks", "duration_days", [21.0]),
        ("Q31", "up n down", "trend", ["same"]),
        ("Q34", "quit in 2005", "smoker", [None]),
        ("Q34", "used to as a student", "smoker", [None]),
        ("Q34", "ex smoker", "smoker", [None]),
        ("Q31", "slightly worse i guess", "trend", ["worse"]),
        ("Q32", "feels that way", "constant", [None]),
        ("Q24", "nothing like it", "prior_episode", ["first"]),
        ("Q30", "he/him", "sex", ["male"]),
        ("Q05", "no. oh wait, yes since tuesday", "weak", ["new"]),
        ("Q06", "no wait yes 3 days ago", "trauma", ["recent"]),
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
        ("Q03", "no he's not well"),
        ("Q03", "he says no pain"),
        ("Q06", "maybe from lifting"),
        ("Q06", "from lifting, but i also hit the ground"),
        ("Q13", "i took 2 pills"),
        ("Q13", "since the 3rd"),
        ("Q14", "it hurts when i bend"),
        ("Q23", "no stress fractures"),
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


@pytest.mark.parametrize(
    "text",
    ["i turned funny", "was carrying a couch", "woke up like this", "over a few weeks", "on a run", "deadlifting"],
)
def test_how_it_did_begin_is_no_fall(text: str, reader: Reader) -> None:
    answer = answered("Q06", text, reader)
    assert (answer.understood, {(e.finding, e.status) for e in answer.evidence}) == (True, {("trauma", Status.NEGATED)})


@pytest.mark.parametrize(
    "text", ["after a scrum", "i got tackled", "collided with a cyclist", "crashed and twisted it"]
)
def test_a_hit_is_not_taken_for_a_twist(text: str, reader: Reader) -> None:
    assert {e.status for e in answered("Q06", text, reader).evidence} <= {Status.PRESENT, Status.UNCERTAIN}


def test_one_part_of_a_question_that_is_no_gate_answers_it(reader: Reader) -> None:
    answer = answered("Q18", "it never wakes me", reader)
    assert answer.understood
    assert {e.finding for e in answer.evidence} <= {"night_pain", "night_unrelieved"}, "stiffness stays unknown"


def test_the_words_of_the_frame_are_not_quoted(reader: Reader) -> None:
    assert {e.quote for e in answered("Q11", "my heel", reader).evidence} == {"my heel"}


@pytest.mark.parametrize("text", ["all good there", "everything's normal down there", "it's all fine", "neg"])
def test_all_is_well_is_no_where_danger_is_asked_about(text: str, reader: Reader) -> None:
    answer = answered("Q04", text, reader)
    assert {e.finding for e in answer.evidence if e.status is Status.NEGATED} >= set(QUESTIONS["Q04"].asks)
    assert answered("Q00", text, reader).chosen == (("no",) if text == "neg" else ()), "and never a no to being asked"
