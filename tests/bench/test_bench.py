"""The parts of the benchmark that need no server: figures, tables, scripts, and judging predictions."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.calibration import Prediction, calibration_error, confusions, f1_by_intent, threshold_row
from bench.clients import AnswerError, BackstrideTalk
from bench.contest import restaurant_turns
from bench.figures import Summary, around, percentile, ratio, summarize, table
from bench.intents import split
from bench.processes import cpu_seconds, memory_mb
from bench.report import FIGURES, Results
from bench.scripts import FOLDER, Intake, Turn, parse_turn, read_intake, read_turns, repeated


@pytest.mark.parametrize(("percent", "expected"), [(0, 1.0), (50, 2.5), (95, 3.85), (100, 4.0)])
def test_percentiles_lie_between_neighbours(percent: float, expected: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], percent) == pytest.approx(expected)


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 100))
def test_a_percentile_is_within_the_values(values: list[float], percent: float) -> None:
    assert min(values) <= percentile(values, percent) <= max(values) * (1 + 1e-12)


def test_a_summary_counts_failed_turns_too() -> None:
    assert summarize([10.0, 20.0, 30.0], failed=1, wall_s=0.5) == Summary(3, 1, 20.0, 29.0, 29.8, 6.0)


def test_the_time_around_a_turn_is_the_median_of_the_five_up_to_it() -> None:
    times = [float(turn) for turn in range(1, 51)]
    assert [around(times, turn) for turn in (1, 10, 50, 51)] == [1.0, 8.0, 48.0, None]


@pytest.mark.parametrize(("ours", "theirs", "expected"), [(10.0, 40.0, 0.25), (None, 40.0, None), (10.0, None, None)])
def test_a_ratio_needs_both(ours: float | None, theirs: float | None, expected: float | None) -> None:
    assert ratio(ours, theirs) == expected


def test_a_table_puts_numbers_right_and_dashes_for_what_is_missing() -> None:
    assert table(["bot", "ms"], [["one", 1234.5], ["three", None], ["x", 0.5]]) == (
        "bot         ms\n-----  -------\none    1,234.5\nthree        -\nx          0.5"
    )


def test_the_comparison_shows_what_was_measured_and_its_goal() -> None:
    results = Results()
    results.add("ours", "cold start to first answer (s)", 5.0)
    results.add("theirs", "cold start to first answer (s)", 50.0)
    row = results.comparison("ours", "theirs").splitlines()[2]
    assert re.split(r" {2,}", row) == ["cold start to first answer (s)", "50.0", "5", "0.1", "< 8 s"]


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(KeyError):
        Results().add("ours", "speed", 1.0)


def test_results_are_written_as_json(tmp_path: Path) -> None:
    results = Results()
    results.loads = {"ours": {1: Summary(1, 0, 1.0, 1.0, 1.0, 1.0)}}
    assert '"p50": 1.0' in results.write(tmp_path / "new", {"quick": True}).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("hello", Turn(text="hello")),
        ({"choice": "Yes"}, Turn(labels=("Yes",))),
        ({"choice": ["Left", "Right"]}, Turn(labels=("Left", "Right"))),
    ],
)
def test_a_turn_is_a_text_or_labels(entry: object, expected: Turn) -> None:
    assert parse_turn(entry) == expected


@pytest.mark.parametrize("entry", [False, "", 4, {"text": "x"}, {"choice": "a", "text": "b"}])
def test_what_is_no_turn_is_refused(entry: object) -> None:
    with pytest.raises(ValueError, match="not a turn"):
        parse_turn(entry)


def test_an_intake_answers_by_question_then_by_fallback_then_by_the_first_label() -> None:
    patient = Intake({"Q01": Turn(text="34")}, ("None of these", "No"), ())
    assert [
        patient.answer("Q01", ["Me"]),
        patient.answer("Q03", ["Fever", "None of these"]),
        patient.answer("Q31", ["Better", "Same"]),
        patient.answer("Q13", []),
    ] == [Turn(text="34"), Turn(labels=("None of these",)), Turn(labels=("Better",)), Turn(text="not sure")]


def test_the_scripts_are_readable_and_as_long_as_asked() -> None:
    assert len(restaurant_turns(25)) == 25
    assert repeated([Turn("a"), Turn("b")], 3) == (Turn("a"), Turn("b"), Turn("a"))
    assert all(read_turns(FOLDER / name) for name in ("restaurant_long.yml", "after_result.yml"))
    assert read_intake(FOLDER / "intake.yml").answers["Q00"] == Turn(labels=("Yes",))


async def test_a_label_that_was_not_offered_is_an_error() -> None:
    talk = BackstrideTalk.__new__(BackstrideTalk)
    talk.offered = {"Yes": "c1"}
    with pytest.raises(AnswerError, match="No"):
        await talk.say(Turn(labels=("No",)))


def test_this_process_holds_memory() -> None:
    assert memory_mb(os.getpid()) > 1


def test_this_process_uses_the_processor() -> None:
    before = cpu_seconds(os.getpid())
    while cpu_seconds(os.getpid()) == before:
        sum(range(100_000))
    assert before < cpu_seconds(os.getpid()) < before + 5


PREDICTIONS = [
    Prediction("greet", "greet", 0.9, 0.05),
    Prediction("greet", "thank", 0.4, 0.35),
    Prediction("thank", "thank", 0.6, 0.3),
    Prediction("thank", "thank", 0.2, 0.19),
]


def test_predictions_are_judged() -> None:
    assert f1_by_intent(PREDICTIONS) == pytest.approx({"greet": 2 / 3, "thank": 0.8})
    assert calibration_error(PREDICTIONS) == pytest.approx((0.1 + 0.4 + 0.4 + 0.8) / 4)
    assert confusions(PREDICTIONS, 5) == [["greet", "thank", 1]]


def test_a_threshold_trades_wrong_answers_for_questions() -> None:
    assert threshold_row(PREDICTIONS, 0.3, 0.1) == [0.3, 0.1, 0.5, 1.0, 0.0, 0.25]
    assert threshold_row(PREDICTIONS, 0.0, 0.0) == [0.0, 0.0, 0.0, 0.75, 0.25, 0.0]


def test_folds_share_out_every_intent_that_is_large_enough() -> None:
    examples = [("a", "greet")] * 4 + [("b", "rare")]
    dealt = split(examples, 2, seed=1)
    assert sorted(len(fold) for fold in dealt) == [2, 2]
    assert dealt[0] | dealt[1] == {0, 1, 2, 3}


def test_every_goal_belongs_to_a_figure() -> None:
    assert [goal for goal in FIGURES.values() if goal] == ["<= 1/3", "< 400 MB", "< 8 s", "< 5 ms", "< 3 s"]
