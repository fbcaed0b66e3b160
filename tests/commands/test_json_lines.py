"""What an audit says of a bad line."""

from datetime import UTC, datetime

import pytest

from backstride.commands.json_lines import Choose, Message, Talk, read_lines, refusal, shaped
from backstride.nlu.windows import LONGEST

MEND = "a line is one JSON object; its fields are in docs/contracts.md, section 2"


def test_lines_keep_their_number_and_a_bad_one_its_error() -> None:
    read = list(read_lines(['{"id": 1}', "  ", "{", "[]"]))
    assert [number for number, _ in read] == [1, 3, 4]
    assert (read[0][1], type(read[1][1]).__name__, read[2][1]) == ({"id": 1}, "JSONDecodeError", [])


@pytest.mark.parametrize(
    ("request_", "wrong"),
    [
        ({"id": 1}, "text: field required"),
        ({"text": 3}, "text: input should be a valid string"),
        ({"text": "my back hurts. " * 700}, "text: string should have at most 6000 characters"),
        ({"text": "hi", "now": "soon"}, "now: input should be a valid datetime or date, input is too short"),
        ([], "no JSON object, but []"),
        ("my back hurts", 'no JSON object, but "my back hurts"'),
        (ValueError("Expecting value"), "no JSON: Expecting value"),
    ],
)
def test_what_is_wrong_is_said_with_the_mend(request_: object, wrong: str) -> None:
    with pytest.raises(ValueError) as told:
        shaped(request_, Message)
    assert str(told.value) == f"{wrong}; {MEND}"


def test_what_is_read_whole_is_taken() -> None:
    assert shaped({"text": "a" * LONGEST}, Message).text == "a" * LONGEST


def test_a_time_without_an_offset_is_utc() -> None:
    assert shaped({"text": "hi", "now": "2026-11-20T10:00"}, Message).now == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_a_talk_has_words_numbers_and_choices() -> None:
    talk = shaped({"turns": ["hi", 4, {"choice": "Yes"}], "answers": None}, Talk)
    assert (talk.turns, talk.answers, talk.channel, talk.default) == (
        ["hi", 4, Choose(choice="Yes")],
        None,
        "web",
        "no",
    )


def test_a_refusal_echoes_the_id_and_names_the_line() -> None:
    assert refusal({"id": "a"}, ValueError("bad"), line=7) == {"id": "a", "error": "line 7: bad"}
    assert refusal([], ValueError("bad")) == {"id": None, "error": "bad"}
