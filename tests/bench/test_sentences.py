"""The measuring of the reader: labels are checked, marks and figures are right, pages hide what is unseen."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.sentences import page, tally
from bench.sentences.answers import Speed
from bench.sentences.judge import NOT_MENTIONED, Mark, judge
from bench.sentences.load import BadSentenceError, Groups, Sentence, complaints, read_groups, read_sentences, vocabulary
from bench.sentences.report import Judged, Report, compare, in_terminal, told_changes

GROUPS = Groups(
    {
        "location": {"low_back": frozenset({"low_back", "midline"})},
        "radiation": {"leg": frozenset({"leg", "calf"}), "calf": frozenset({"leg", "calf"})},
        "flags": {"cord": frozenset({"cord", "paralysis"})},
    }
)


def sentence(text: str = "my back", style: tuple[str, ...] = ("sms",), **expect: Any) -> Sentence:
    return Sentence("s1", style, text, expect)


def answer(**said: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {"in_scope": True, "red_flags": [], "ask_first": [], "mentions": [], "findings": {}}
    whole |= {key: said.pop(key) for key in list(said) if key in {*whole, "level", "gate", "intent"}}
    return whole | {"findings": said}


def marks(expected: Sentence, answered: dict[str, Any], *figures: str) -> list[tuple[str, str, str]]:
    return [(m.figure, m.about, m.outcome) for m in judge(expected, answered, GROUPS) if m.figure in figures]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["low_back"], [("location", "low_back", "hit")]),
        (["midline"], [("location", "low_back", "hit")]),
        (["buttock"], [("location", "low_back", "miss"), ("location", "buttock", "extra")]),
        ([], [("location", "low_back", "miss")]),
        (["low_back", "flank"], [("location", "low_back", "hit")]),
    ],
)
def test_values_are_compared_by_group_and_what_may_be_read_is_no_error(said: list[str], expected: list[Any]) -> None:
    wanted = sentence(location=["low_back"], may={"location": ["flank"]})
    assert marks(wanted, answer(location=said), "location") == expected


def test_a_finer_hit_is_not_an_exact_one() -> None:
    found = judge(sentence(location=["low_back"]), answer(location=["midline"]), GROUPS)
    assert [(m.outcome, m.exact) for m in found if m.figure == "location"] == [("hit", False)]


def test_in_scope_a_value_that_nobody_said_is_one_too_many_and_elsewhere_not_judged() -> None:
    said = answer(quality=["sharp"])
    assert marks(sentence(in_scope=True), said, "quality") == [("quality", "sharp", "extra")]
    assert marks(sentence(in_scope=False), said, "quality") == []


def test_nowhere_is_an_answer_but_never_one_too_many() -> None:
    said = answer(radiation=["none"])
    assert marks(sentence(in_scope=True), said, "radiation") == []
    assert marks(sentence(radiation=["none"]), said, "radiation") == [("radiation", "none", "hit")]


@pytest.mark.parametrize(
    ("denied", "said", "outcome"),
    [
        ("triggers.sitting_long", {"triggers": ["sitting_long"]}, "miss"),
        ("triggers.sitting_long", {"triggers": ["sit_to_stand"]}, "hit"),
        ("radiation.leg", {"radiation": ["calf"]}, "miss"),
        ("radiation.calf", {"radiation": ["leg"]}, "hit"),
        ("radiation.leg", {}, "hit"),
    ],
)
def test_what_is_denied_must_not_be_found(denied: str, said: dict[str, Any], outcome: str) -> None:
    assert marks(sentence(denied=[denied]), answer(**said), "denied") == [("denied", denied, outcome)]


def test_a_side_is_right_wrong_or_invented() -> None:
    both = ("side", "side invented")
    assert marks(sentence(side="left"), answer(side="left"), *both) == [("side", "left", "hit")]
    assert marks(sentence(side="left"), answer(side="right"), *both) == [("side", "left", "miss")]
    assert marks(sentence(in_scope=True), answer(side="right"), *both) == [("side invented", "right", "extra")]
    assert marks(sentence(in_scope=True), answer(side="center"), *both) == []


def test_who_names_nobody_else_writes_of_himself() -> None:
    assert marks(sentence(subject="me"), answer(), "subject") == [("subject", "me", "hit")]
    assert marks(sentence(subject="my_child"), answer(), "subject") == [("subject", "my_child", "miss")]


@pytest.mark.parametrize(("got", "outcome"), [(21, "hit"), (18, "hit"), (17, "miss"), (None, "miss")])
def test_a_length_may_differ_by_its_tolerance(got: float | None, outcome: str) -> None:
    said = answer(duration_days=got) if got is not None else answer()
    assert marks(sentence(duration_days=[21, 3]), said, "numbers") == [("numbers", "duration_days", outcome)]


def test_a_flag_that_is_asked_about_is_found_and_one_that_nobody_said_is_too_many() -> None:
    asked = answer(ask_first=["weak"], red_flags=["fever"])
    assert marks(sentence(flags=["weak"]), asked, "flags") == [("flags", "weak", "hit"), ("flags", "fever", "extra")]


def test_a_flag_of_the_same_danger_is_a_hit() -> None:
    assert marks(sentence(flags=["cord"]), answer(red_flags=["paralysis"]), "flags") == [("flags", "cord", "hit")]


def test_a_flag_that_must_be_quiet_counts_for_its_reason_only() -> None:
    wanted = sentence(absent={"fever": "negated", "cancer": "other_person"})
    found = judge(wanted, answer(red_flags=["fever"]), GROUPS)
    assert [(m.figure, m.about, m.outcome) for m in found if m.figure in ("quiet", "flags")] == [
        ("quiet", "negated", "extra"),
        ("quiet", "other_person", "hit"),
    ]
    assert tally.false_firing(found) == (1, 2)
    assert tally.false_firing(found, ("historical",)) == (0, 0)


def test_a_question_is_needless_only_where_nothing_is_in_doubt() -> None:
    asked = answer(ask_first=["weak"])
    assert marks(sentence(), asked, "needless") == [("needless", "question", "extra")]
    assert marks(sentence(may={"flags": ["weak"]}), asked, "needless") == [("needless", "question", "hit")]
    assert marks(sentence(ask_first=["weak"]), asked, "needless", "doubts") == [("doubts", "weak", "hit")]


def test_the_status_of_a_flag_is_that_of_its_most_urgent_mention() -> None:
    wanted = sentence(flags=["weak"], ask_first=["fever"], absent={"cancer": "other_person", "gi": "idiom"})
    said = answer(red_flags=["fever"], mentions=[{"finding": "cancer", "status": "historical"}])
    assert tally.status_confusion(judge(wanted, said, GROUPS)) == {
        ("present", NOT_MENTIONED): 1,
        ("uncertain", "present"): 1,
        ("other_person", "historical"): 1,
        ("idiom", NOT_MENTIONED): 1,
    }


@pytest.mark.parametrize(("got", "outcome"), [("L1", "hit"), ("L2", "hit"), ("L3", "miss"), (None, "miss")])
def test_a_level_may_be_more_urgent_than_expected(got: str | None, outcome: str) -> None:
    assert marks(sentence(level="L2"), answer(level=got), "level") == [("level", "L2", outcome)]


def test_what_the_answer_does_not_hold_is_not_judged() -> None:
    assert marks(sentence(level="L1", intent=["greet"]), answer(), "level", "intent") == []


@given(st.lists(st.sampled_from([Mark("x", "a", outcome) for outcome in ("hit", "miss", "extra")])))
def test_f1_lies_between_precision_and_recall(some: list[Mark]) -> None:
    score = tally.score(some)
    if score.precision is not None and score.recall is not None and score.f1 is not None:
        assert min(score.precision, score.recall) <= score.f1 + 1e-12
        assert score.f1 <= max(score.precision, score.recall) + 1e-12


def test_figures_without_a_case_are_missing_not_full() -> None:
    assert set(tally.figures([]).values()) == {None}


def test_scores_by_value_come_with_the_most_cases_first() -> None:
    some = [Mark("quality", "sharp", "hit"), Mark("quality", "burning", "miss"), Mark("quality", "burning", "hit")]
    by_value = tally.by_about(some, "quality")
    assert list(by_value) == ["burning", "sharp"]
    assert (by_value["burning"].recall, by_value["burning"].precision, by_value["sharp"].f1) == (0.5, 1.0, 1.0)


def test_a_missed_danger_is_worse_than_several_missed_details() -> None:
    details = [Mark("quality", "sharp", "miss")] * 7
    assert tally.weight([Mark("flags", "weak", "miss")]) > tally.weight(details)


def mention(start: int, end: int, finding: str, status: str = "present", value: str | None = None) -> dict[str, Any]:
    return {"start": start, "end": end, "finding": finding, "value": value, "status": status}


def test_overlapping_mentions_are_drawn_and_the_narrowest_colours() -> None:
    text = "no numb groin"
    drawn = page.pieces(text, [mention(3, 13, "ces_saddle", "negated"), mention(8, 13, "location", value="groin")])
    assert [(p.text, p.names, p.status) for p in drawn] == [
        ("no ", (), ""),
        ("numb ", ("ces_saddle (negated)",), "negated"),
        ("groin", ("ces_saddle (negated)", "location=groin (present)"), "present"),
    ]


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_the_pieces_are_the_text_again(text: str, spans: list[tuple[int, int]]) -> None:
    inside = [mention(min(a, b), max(a, b), "weak") for a, b in spans if max(a, b) <= len(text)]
    assert "".join(piece.text for piece in page.pieces(text, inside)) == text


@pytest.fixture
def report() -> Report:
    wanted = sentence("numb <b>down there</b>", in_scope=True, flags=["ces_saddle"], location=["low_back"])
    said = answer(level=None, location=["flank"], mentions=[mention(0, 4, "quality")])
    fine = Sentence("s2", ("forum",), "hello", {"in_scope": False})
    judged = [Judged(s, a, judge(s, a, GROUPS)) for s, a in ((wanted, said), (fine, answer(in_scope=False)))]
    return Report("dev", judged, Speed(100.0, 1.0, 2.0, {"only digits": 3.0, "a story": 201.0, "a book": None}))


def test_the_worst_are_the_wrong_ones_and_say_what_is_wrong(report: Report) -> None:
    assert [one.wrong for one in report.worst(20)] == [
        [
            "location: low_back missed, read flank",
            "location: flank is not said",
            "flags: ces_saddle missed, read not mentioned",
        ]
    ]


def test_the_terminal_shows_figures_and_no_words_of_a_sentence(report: Report) -> None:
    shown = in_terminal(report)
    assert "red-flag recall" in shown
    assert [line.split() for line in shown.splitlines()[-3:]] == [
        ["only", "digits", "3", "<=", "200", "yes"],
        ["a", "story", "201.0", "<=", "200", "NO"],
        ["a", "book", "refused", "<=", "200", "yes"],
    ]
    assert "location  low_back  flank" in shown
    assert "down there" not in shown


def test_the_page_is_one_file_draws_spans_and_escapes(report: Report, tmp_path: Path) -> None:
    page.write(report, tmp_path / "a.html", with_sentences=True)
    html = (tmp_path / "a.html").read_text("utf-8")
    assert '<mark class="present" title="quality (present)">numb</mark> &lt;b&gt;down there&lt;/b&gt;' in html
    assert [word for word in ("src=", "href=", "http") if word in html] == []


def test_the_page_of_the_unseen_half_shows_no_sentence(report: Report, tmp_path: Path) -> None:
    page.write(report, tmp_path / "a.html", with_sentences=False)
    assert "down there" not in (tmp_path / "a.html").read_text("utf-8")


def test_the_next_run_names_the_sentences_that_changed(report: Report) -> None:
    before = json.loads(json.dumps(report.plain()))
    assert compare(report, before) == []
    before["wrong"]["s1"] = ["side: left missed, read right"]
    before["wrong"]["s2"] = ["scope: False missed, read True"]
    assert compare(report, before) == [
        "s1  numb <b>down there</b>",
        "  + right now: side: left missed, read right",
        "  - wrong now: location: low_back missed, read flank",
        "  - wrong now: location: flank is not said",
        "  - wrong now: flags: ces_saddle missed, read not mentioned",
        "s2  hello",
        "  + right now: scope: False missed, read True",
    ]
    assert compare(report, None) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"dev": None}, "no earlier run to compare with; the next one names the sentences that change"),
        ({"dev": [], "dev2": []}, "nothing changed since the last run"),
        ({"dev": None, "dev2": []}, "dev.jsonl: no earlier run to compare with\n\nnothing changed since the last run"),
        ({"dev": [], "dev2": ["s1  hello"]}, "changed since the last run, dev2.jsonl\ns1  hello"),
    ],
)
def test_a_run_ends_with_what_changed_and_a_first_run_says_that_it_is_one(changed: Any, told: str) -> None:
    assert told_changes(changed) == told


@pytest.mark.parametrize(
    ("expect", "wrong"),
    [
        ({"location": ["loin"]}, ["location has no loin"]),
        ({"side": "leftish"}, ["side has no leftish"]),
        ({"flags": ["numbness"]}, ["no finding numbness"]),
        ({"absent": {"weak": "denied"}}, ["no reason denied"]),
        ({"denied": ["triggers.sofa"]}, ["denied triggers.sofa"]),
        ({"placement": 1, "may": {"colour": [1]}}, ["unknown key placement", "unknown key may.colour"]),
        ({"may": {"quality": ["vague"]}}, ["quality has no vague"]),
        ({"location": ["low_back"], "may": {"flags": ["weak"], "age": [3]}}, []),
    ],
)
def test_a_label_is_checked_against_the_vocabulary(expect: dict[str, Any], wrong: list[str]) -> None:
    assert complaints(expect) == wrong


def test_a_file_with_a_bad_label_is_refused(tmp_path: Path) -> None:
    line = json.dumps({"id": "s1", "style": [], "text": "x", "expect": {"side": "up"}})
    (tmp_path / "dev.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(BadSentenceError, match="s1: side has no up"):
        read_sentences("dev", folder=tmp_path)
    (tmp_path / "dev.jsonl").write_text('{"id": "s1", "style": [], "text": "x", "expect": {}}\n' * 2, encoding="utf-8")
    with pytest.raises(BadSentenceError, match="twice"):
        read_sentences("dev", folder=tmp_path)


def test_groups_name_values_of_the_vocabulary() -> None:
    known = vocabulary()
    table = read_groups().table
    assert set(table) == {"location", "radiation", "triggers", "relievers", "quality", "flags"}
    for finding, values in table.items():
        for value, group in values.items():
            assert {value, *group} <= (set(known) if finding == "flags" else known[finding])
            assert value in group
