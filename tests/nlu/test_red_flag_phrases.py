"""What must and must not raise a red flag, on the phrase table of the clinical owner.

The rows are examples of wording, not the space of wordings: the floors below are a tripwire, the
real measure is taken on patients' own words.
"""

import csv
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from backstride.domain.findings import Status, Vocabulary
from backstride.domain.triage import Level
from backstride.knowledge.load import load_content
from backstride.nlu.reader import Reader
from backstride.services.screening import Screener
from tests.nlu.conftest import CONTENT

TABLE = Path(__file__).parent / "held_out" / "red_flag_phrases.tsv"

# Rows that do not come out as the table says, and why. This list may only get shorter.
KNOWN = {
    "fell on my butt on ice last week": "a small fall is present with the value minor, which raises nothing alone",
    "sore after race 8/10": "training soreness is read as soreness; dark urine is asked for in the gate",
    "had my period twice this month with bad back pain n passed out": "the fainting raises it, at the same level",
}


@dataclass(frozen=True)
class Row:
    flag: str
    level: str
    expected: str
    text: str


@cache
def rows() -> tuple[Row, ...]:
    with TABLE.open(encoding="utf-8") as file:
        read = csv.DictReader(file, delimiter="\t")
        return tuple(Row(r["flag_id"], r["expected_level_if_fired"], r["expected"], r["text"]) for r in read)


def of(expected: str) -> list[Row]:
    return [r for r in rows() if r.flag.startswith("RF") and r.expected == expected and r.text not in KNOWN]


def flags(reader: Reader, vocabulary: Vocabulary, text: str, now: datetime, status: Status) -> set[str]:
    mentions = reader.read(text, now=now).mentions
    return {vocabulary[m.finding].red_flag for m in mentions if m.status is status} - {""}


def test_the_table_is_whole() -> None:
    assert (len(of("fire")), len(of("no_fire")), len(of("ask"))) == (171, 126, 42)


@pytest.mark.parametrize("row", of("fire"), ids=lambda row: row.text)
def test_what_is_said_raises_its_flag(row: Row, reader: Reader, vocabulary: Vocabulary, now: datetime) -> None:
    if row.flag in flags(reader, vocabulary, row.text, now, Status.PRESENT):
        return
    content = load_content(CONTENT).rules
    decision = Screener(reader, content.triage, vocabulary).screen(row.text, now=now).decision
    assert decision.level is not None, "neither the flag nor a rule fired"
    assert decision.level <= Level(row.level)


@pytest.mark.parametrize("row", of("no_fire"), ids=lambda row: row.text)
def test_what_is_denied_past_or_anothers_raises_nothing(
    row: Row, reader: Reader, vocabulary: Vocabulary, now: datetime
) -> None:
    raised = {s: flags(reader, vocabulary, row.text, now, s) for s in (Status.PRESENT, Status.UNCERTAIN)}
    assert row.flag not in raised[Status.PRESENT] | raised[Status.UNCERTAIN]


@pytest.mark.parametrize("row", of("ask"), ids=lambda row: row.text)
def test_what_is_ambiguous_is_asked_about(row: Row, reader: Reader, vocabulary: Vocabulary, now: datetime) -> None:
    assert row.flag not in flags(reader, vocabulary, row.text, now, Status.PRESENT)
    if row.level == "L1":
        assert row.flag in flags(reader, vocabulary, row.text, now, Status.UNCERTAIN)


MIXED = [r for r in rows() if r.flag in ("MIX", "SMS") and re.match(r"RF\d\d|NONE|NO|UNKNOWN", r.expected)]


@pytest.mark.parametrize("row", MIXED, ids=lambda row: row.text)
def test_mixed_messages_raise_what_they_say_and_no_more(
    row: Row, reader: Reader, vocabulary: Vocabulary, now: datetime
) -> None:
    raised = flags(reader, vocabulary, row.text, now, Status.PRESENT)
    wanted = re.match(r"RF\d\d", row.expected)
    assert (wanted.group() in raised) if wanted else raised == set()


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("no puedo orinar", "ces_bladder"),
        ("me oriné encima", "ces_bladder"),
        ("no siento cuando me limpio", "ces_saddle"),
        ("entumecido entre las piernas", "ces_saddle"),
        ("no puedo mover las piernas", "paralysis"),
        ("dolor de pecho", "chest"),
        ("no puedo respirar", "chest"),
        ("me desmayé", "syncope"),
        ("quiero morirme", "si"),
        ("fiebre y dolor de espalda", "fever"),
    ],
)
def test_emergencies_in_spanish_are_seen(text: str, finding: str, reader: Reader) -> None:
    assert (finding, Status.PRESENT) in {(m.finding, m.status) for m in reader.read(text).mentions}
