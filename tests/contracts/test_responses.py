"""All copy: one wording per channel, short and plain enough, and nothing that a carrier would take for a command."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from backstride.domain.gsm import is_gsm7, length, segments
from backstride.domain.reading_level import grade
from backstride.domain.self_care import HOLDS, MAY_RUN, NO_RUNNER
from backstride.services.clinic import NAME_LIMIT, load_clinic
from tests.knowledge.content_copy import product_content

ROOT = Path(__file__).parents[2]
CLINIC = {**load_clinic(ROOT / "clinic.yml").placeholders(), "clinic_name": "n" * NAME_LIMIT}
# What an action fills in, each with a value about as long as they get.
CONTENT = product_content()
CARE = CONTENT.self_care
SAID = [
    *CARE.statements.values(),
    *(statement for condition in CONTENT.conditions for statement in condition.plain.values()),
    *(question.why for question in CONTENT.rules.questions if question.why),
]
# Told on the web alone, or with a frame of their own that is about as short as they are long.
LONG_BY_DESIGN = {"pt_does", "safety_net", "card.medicine", "card.cut_load", "return_to_run"}
OPTIONS = [option for question in CONTENT.rules.questions for option in question.options]
FILLED = {
    "label": max((option.label for option in OPTIONS), key=len),
    "meaning": max((option.means for option in OPTIONS), key=len),
    "card": max(
        (
            " ".join(entry.sms for entry in CARE.card if entry.sms and entry.running in {"", running})
            for running in (MAY_RUN, HOLDS, NO_RUNNER)
        ),
        key=len,
    ),
    "certainty": max((band.sms for band in CONTENT.ranking.certainty), key=len),
    "criteria": " ".join(CARE.ladder.start_criteria),
    "exercises": ". ".join(f"{one.name}: {one.dose}" for one in CARE.exercises.items),
    "follows": "Stop for 48 hours and book a visit.",
    "happened": "Pain over 5 out of 10, a limp, leg symptoms, night pain, or bone pain in one spot",
    "lines": "",
    "names": "Menezes Costa 2012, CMAJ; Wallwork 2024, CMAJ; Smart 2011, Clin J Pain",
    "points": "the pain is in one area and fits how much you move; the pain disturbs your sleep",
    "reps": "8",
    "rules": CARE.exercises.rules_sms,
    "run": "10",
    "stage": "6",
    "stages": "\n".join(f"Stage {n}: run 10 min, walk 1 min, 3 times." for n in range(1, 8)),
    "statement": max((one.on("sms") for one in SAID if one.id not in LONG_BY_DESIGN), key=len),
    "walk": "2",
    "warm_up": CARE.ladder.warm_up,
    "beyond": CARE.ladder.beyond,
    "answer": "Yes, newer than 2 weeks or getting worse",
    "avoid": max((advice.avoid for advice in CARE.advice), key=len),
    "contact": "(555) 555-0123",
    "due": "Mon, Nov 23 at 8:00 AM",
    "do": max((advice.do for advice in CARE.advice), key=len),
    "level": "L1",
    "link": "https://chat.example-clinic.com/staff/conversations/" + "0" * 32,
    "name": "Maximiliane Featherstone",
    "next_open": "Mon, Nov 23 at 8:00 AM",
    "openings": "\n".join(f"{number} Wed, Nov 25 at 10:30 AM" for number in range(1, 7)),
    "pattern": "pain from the joint at the base of the spine",
    "quote": "my leg went numb when i sat down after the run",
    "reasons": "you said it hurts to sit; you answered below the knee",
    "summary": "right low back, into the calf, 2 weeks, 6 of 10 now",
    "told": "Maximiliane Featherstone, +15555550123",
    "timeline": "It takes weeks to a few months.",
    "when": "Mon, Nov 23 at 8:00 AM",
}
MOST_GRADE = 6.0
SHORT, LONG = 160, 320
SHORT_NAMES = (
    "utter_ask_",
    "utter_clarify_",
    "utter_confirm_",
    "utter_triage_l1_",
    "utter_after_hours_l1",
)
LISTS = {"utter_ask_opening"}  # a list of times, as long as it has to be
# Carriers act on these words, so nobody is told to send one; STOP and HELP are named only for what they do.
COMMAND = re.compile(r"\b(YES|START|UNSTOP|STOP|STOPALL|UNSUBSCRIBE|CANCEL|END|QUIT|REVOKE)\b")
ASKED_FOR = re.compile(
    r"\b(?:reply|text|type|send|write|say)\W+(?:with\W+)?(?:yes|start|stop|cancel|end|quit)\b",
    re.IGNORECASE,
)
NEVER_SAID = re.compile(
    r"\b(safe|cleared|normal|nothing serious|guaranteed|you have (?:a|an) \w+ (?:disc|strain))\b",
    re.IGNORECASE,
)


def _responses() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((ROOT / "data" / "responses").glob("*.yml")):
        for name, variants in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items():
            assert name not in found, f"{path.name}: {name} is defined twice"
            found[name] = variants
    return found


RESPONSES = _responses()


def _text(name: str, channel: str) -> str:
    texts: list[str] = [v["text"] for v in RESPONSES[name] if v.get("channel", "web") == channel]
    return texts[0]


def _sms(name: str) -> str:
    return _text(name, "sms").format_map({**CLINIC, **FILLED})


each_response = pytest.mark.parametrize("name", sorted(RESPONSES))


def test_there_is_copy() -> None:
    assert len(RESPONSES) > 200


@each_response
def test_one_web_text_and_its_twin_for_text_messages(name: str) -> None:
    assert [(sorted(variant), variant.get("channel")) for variant in RESPONSES[name]] == [
        (["text"], None),
        (["channel", "text"], "sms"),
    ]


@each_response
def test_placeholders_are_known(name: str) -> None:
    used = {field for channel in ("web", "sms") for field in re.findall(r"\{(.*?)\}", _text(name, channel))}
    assert used <= CLINIC.keys() | FILLED.keys()


@each_response
def test_no_blank_line(name: str) -> None:
    assert all("\n\n" not in _text(name, channel) and _text(name, channel).strip() for channel in ("web", "sms"))


@each_response
def test_text_message_fits(name: str) -> None:
    text = _sms(name)
    assert is_gsm7(text)
    if name not in LISTS:
        assert length(text) <= (SHORT if name.startswith(SHORT_NAMES) else LONG)
        assert segments(text) <= (1 if name.startswith(SHORT_NAMES) else 2)


@each_response
def test_text_message_asks_for_no_command(name: str) -> None:
    text = _text(name, "sms").replace("STOP to opt out", "").replace("STOP to quit", "")
    assert COMMAND.findall(text) == []
    assert ASKED_FOR.findall(text) == []


@pytest.mark.parametrize("name", sorted(n for n in RESPONSES if not n.startswith("utter_spanish_")))
def test_web_text_is_plain(name: str) -> None:
    """The grade is a formula for English."""
    text = _text(name, "web").replace("{clinic_name}", "our clinic")
    assert grade(re.sub(r"\{.*?\}", "it", text)) <= MOST_GRADE


@each_response
def test_words_that_promise_too_much_are_not_said(name: str) -> None:
    assert [NEVER_SAID.findall(_text(name, channel)) for channel in ("web", "sms")] == [
        [],
        [],
    ]


@pytest.mark.parametrize(
    "name",
    sorted(name for name in RESPONSES if name.startswith(("utter_triage_l1_", "utter_triage_l2_"))),
)
def test_urgent_words_need_only_the_clinics_numbers_and_give_the_emergency_one(name: str) -> None:
    for channel in ("web", "sms"):
        used = set(re.findall(r"\{(.*?)\}", _text(name, channel)))
        assert {"emergency_number"} <= used <= CLINIC.keys()


@pytest.mark.parametrize("reason", ["cardiac", "vascular", "stroke"])
@pytest.mark.parametrize("channel", ["web", "sms"])
def test_nothing_stands_before_the_call(reason: str, channel: str) -> None:
    assert _text(f"utter_triage_l1_{reason}", channel).startswith("Call {emergency_number} now.")


@pytest.mark.parametrize("name", ["utter_after_hours_l1", "utter_after_hours_l2"])
def test_after_hours_no_call_is_promised(name: str) -> None:
    assert not re.search(r"\bcall you\b|\bcall back\b", _text(name, "web") + _text(name, "sms"))


@pytest.mark.parametrize("flag", range(1, 31))
def test_every_red_flag_can_be_asked_about(flag: int) -> None:
    assert f"utter_clarify_rf{flag:02}" in RESPONSES


def test_every_question_has_its_words() -> None:
    questions = yaml.safe_load((ROOT / "content" / "questions.yml").read_text(encoding="utf-8"))["questions"]
    assert len(questions) > 30
    assert [
        q["slot"] for q in questions if not q["id"].startswith("RF") and f"utter_ask_{q['slot']}" not in RESPONSES
    ] == []
