"""The audits and the training as a stranger would run them: the installed command, its output and its exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMMAND = Path(sys.executable).parent / "backstride"
VIGNETTES = [json.loads(line) for line in (Path(__file__).parent / "vignettes.jsonl").read_text("utf-8").splitlines()]


def run(*words: str, lines: list[Any] | None = None, **environment: str) -> tuple[int, list[dict[str, Any]], str]:
    """Run a command and return its status, the objects it wrote, and what it said beside them."""
    given = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines or [])
    done = subprocess.run(
        [COMMAND, *words], input=given, text=True, capture_output=True, check=False, env={**os.environ, **environment}
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.fixture(scope="module")
def talks() -> dict[str, dict[str, Any]]:
    requests = [
        {
            "id": f"{v['id']} {channel}",
            "channel": channel,
            "turns": [v["text"]],
            "answers": v["answers"],
            "now": v["now"],
        }
        for v in VIGNETTES
        for channel in ("web", "sms")
    ]
    status, answers, _ = run("converse", lines=["{broken", *requests])
    assert (status, answers[0]["id"]) == (0, None)
    assert answers[0]["error"].startswith("line 1: no JSON: ")
    assert [answer["id"] for answer in answers[1:]] == [request["id"] for request in requests]
    return {answer["id"]: answer for answer in answers[1:]}


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda vignette: str(vignette["id"]))
def test_a_vignette_comes_to_its_level_and_pattern(
    talks: dict[str, dict[str, Any]], vignette: dict[str, Any], channel: str
) -> None:
    talk, expected = talks[f"{vignette['id']} {channel}"], vignette["expected"]
    assert (talk["level"], talk["gate"]) == (expected["level"], expected.get("gate"))
    assert set(expected["rules"]) <= set(talk["rules"])
    first = [pattern["condition"] for pattern in talk["patterns"]][:3]
    assert not expected["patterns_judged"] or expected["top"] in first
    twice = {question for question in talk["asked"] if talk["asked"].count(question) > 1}
    assert twice <= ({"Q07"} if channel == "sms" else set())  # a gate in two parts, by text


def test_single_messages_are_understood_line_by_line() -> None:
    lines = [{"id": 1, "text": "my groin is numb when I wipe"}, "[]", {"id": 3, "text": ""}, {"id": "d", "text": "hi"}]
    status, answers, _ = run("understand", lines=lines)
    assert (status, [answer.get("id") for answer in answers]) == (0, [1, None, 3, "d"])
    assert [answer.get("error", "")[:40] for answer in answers] == [
        "",
        "line 2: no JSON object, but []; a line i",
        "",
        "",
    ]
    wiped = answers[0]
    assert (wiped["level"], wiped["rules"], wiped["red_flags"]) == ("L1", ["R02"], ["ces_saddle"])
    assert all(set(answer) == set(wiped) for answer in answers if "error" not in answer)


def test_training_says_two_lines_and_is_not_repeated(tmp_path: Path) -> None:
    first, _, said = run("train", BACKSTRIDE_MODEL_DIR=str(tmp_path))
    again, _, said_again = run("train", BACKSTRIDE_MODEL_DIR=str(tmp_path))
    (model,) = tmp_path.glob("*")
    assert (first, said.splitlines()) == (0, ["• training the model (under a minute) …", f"• trained {model.name}"])
    assert (again, said_again) == (0, f"• model is up to date: {model.name}\n")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["export", "12"], 1, "backstride export: "),
        (["nonsense"], 2, "usage: backstride"),
        (["serve", "--port", "99999"], 2, "backstride serve: cannot listen on 127.0.0.1:99999"),
    ],
)
def test_a_wrong_call_is_told_in_words(words: list[str], status: int, said: str, tmp_path: Path) -> None:
    done, _, heard = run(*words, BACKSTRIDE_DATABASE_URL=f"sqlite:///{tmp_path}/empty.db")
    assert (done, heard.startswith(said), "Traceback" in heard) == (status, True, False)
