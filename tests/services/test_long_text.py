"""Long texts are read to their end, and nothing in them is mentioned twice."""

from datetime import datetime

import pytest

from backstride.domain.findings import Status
from backstride.domain.mentions import Mention, Reading
from backstride.nlu import windows
from backstride.services.long_text import LONGEST, OVERLAP, PIECE, LongTextReader


class Words:
    """Finds the word `danger`, in what a reader with a limit would read."""

    def read(self, text: str, *, subject: str = "me", now: datetime | None = None) -> Reading:
        del subject, now
        short = text[: PIECE + 1]
        found = [i for i in range(len(short)) if short.startswith("danger", i)]
        return Reading(text, tuple(Mention("chest", Status.PRESENT, i, i + 6, "danger") for i in found), bool(found))


READER = LongTextReader(Words())


@pytest.mark.parametrize("at", [0, 100, PIECE - 3, PIECE - OVERLAP - 2, PIECE, 3 * PIECE - 5, 60_000])
@pytest.mark.parametrize("filler", ["word ", "x"], ids=["words", "one-word"])
def test_what_stands_anywhere_is_found_once_and_where_it_stands(at: int, filler: str) -> None:
    text = (filler * 70_000)[:at] + "danger" + (filler * 70_000)[: LONGEST - at - 6]
    reading = READER.read(text)
    assert [(m.start, m.end, text[m.start : m.end]) for m in reading.mentions] == [(at, at + 6, "danger")]
    assert (reading.text, reading.in_scope) == (text, True)


def test_a_text_is_cut_only_where_a_reader_stops() -> None:
    assert PIECE == windows.LONGEST  # cut earlier, `understand` read long messages twice: in pieces and whole


def test_a_short_text_is_read_as_it_is() -> None:
    assert READER.read("danger") == Words().read("danger")
    assert READER.read("") == Reading("")


def test_what_no_channel_lets_in_is_not_read() -> None:
    assert READER.read("x" * LONGEST + "danger").mentions == ()
