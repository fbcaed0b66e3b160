from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backstride.console.inspector import Inspection, Piece, cut, inspect_turn
from backstride.services.ports import ChatMessage
from backstride.services.ports_staff import TurnView

NOW = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)


def mention(text: str, start: int, end: int) -> dict[str, Any]:
    return {"finding": "f", "value": None, "status": "present", "start": start, "end": end, "text": text[start:end]}


def test_a_text_is_cut_at_the_borders_of_its_mentions() -> None:
    text = "left leg is numb"
    leg, left_leg, numb = mention(text, 5, 8), mention(text, 0, 8), mention(text, 12, 16)
    assert cut(text, [leg, left_leg, numb]) == (
        Piece("left ", (left_leg,)),
        Piece("leg", (leg, left_leg)),
        Piece(" is "),
        Piece("numb", (numb,)),
    )


def test_what_does_not_fit_is_left_out() -> None:
    text = "numb"
    changes: list[dict[str, Any]] = [{"text": "pain"}, {"end": 5}, {"start": None}, {"start": 4}]
    wrong = [mention(text, 0, 4) | change for change in changes]
    assert cut(text, wrong) == (Piece("numb"),)
    assert cut("", [mention("", 0, 0)]) == ()


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-3, 33), st.integers(-3, 33)), max_size=6))
def test_the_pieces_are_the_text_again(text: str, spans: list[tuple[int, int]]) -> None:
    pieces = cut(text, [mention(text, start, end) for start, end in spans])
    assert "".join(piece.text for piece in pieces) == text


def test_an_empty_trace_shows_nothing() -> None:
    turn = TurnView(NOW, (ChatMessage("patient", "hi", NOW),), {})
    assert inspect_turn(turn) == Inspection((Piece("hi"),), "", None, (), (), (), None, ())


def test_a_partly_filled_trace_is_shown_as_far_as_it_goes() -> None:
    trace = {"mentions": [{"finding": "fever"}], "actions": [{"action": "a"}], "slots": {"n": 1}, "intent": None}
    seen = inspect_turn(TurnView(NOW, (), trace))
    assert [m["finding"] for m in seen.mentions] == ["fever"]
    assert [(a["action"], a["policy"]) for a in seen.actions] == [("a", None)]
    assert seen.slots == (("n", "1"),)
