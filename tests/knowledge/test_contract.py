"""The contract of the content: the product keeps it, and each way of breaking it is found."""

from datetime import date
from pathlib import Path

import pytest

from backstride.knowledge.contract import Problem, check
from backstride.knowledge.load import load_content
from tests.knowledge.content_copy import CONTENT, change, copy_content, product_content

TODAY = date(2026, 11, 22)
CASES = CONTENT.parent / "tests" / "content" / "cases"
NO_CASES = Path("nowhere")


def _problems(directory: Path, *, release: bool = False, cases: Path = NO_CASES) -> list[Problem]:
    content = product_content() if directory == CONTENT else load_content(directory)
    return check(content, cases=cases, today=TODAY, release=release)


def test_the_product_keeps_its_contract() -> None:
    assert [str(problem) for problem in _problems(CONTENT, release=True, cases=CASES)] == []


SPRAIN = "conditions/lumbar_ligament_sprain.yml"


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        (
            SPRAIN,
            "sources: [{id: expert_judgement",
            "sources: [{id: nobody_1999",
            Problem(
                SPRAIN,
                "lumbar_ligament_sprain",
                "no source 'nobody_1999' in sources.yml; add it there or correct the id",
            ),
        ),
        (
            SPRAIN,
            "at: 'clinical notes, section 2.4'",
            "at: ' '",
            Problem(
                SPRAIN, "lumbar_ligament_sprain", "source 'expert_judgement' has no place; say where in it with `at:`"
            ),
        ),
        (
            "sources.yml",
            "sources:\n",
            "sources:\n  - {id: extra_2020, citation: Extra, tag: M}\n",
            Problem("sources.yml", "extra_2020", "no entry cites it; remove it or say why it is kept in `background:`"),
        ),
        (
            SPRAIN,
            "lt18: 0.03056",
            "lt18: 0.13056",
            Problem("conditions/", "priors lt18", "the priors of all conditions sum to 1.1000, not to 1"),
        ),
        (
            "self_care.yml",
            "not_for_patterns: [sacral_pelvic_bsi",
            "not_for_patterns: [nowhere",
            Problem("self_care.yml", "return_to_run", "no condition 'nowhere' in conditions/; correct the id"),
        ),
        (
            "self_care.yml",
            "- {stage: 4, when:",
            "- {stage: 9, when:",
            Problem("self_care.yml", "return_to_run", "no stage 9 to start at; correct the number"),
        ),
        (
            SPRAIN,
            "askable: true",
            "askable: false",
            Problem(SPRAIN, "onset_twist", "`askable: true` goes with a `when:`, and false with none"),
        ),
        (
            "conditions/renal_stone.yml",
            "stat: 'STONE score 10-13 ~ 89-90% stone'",
            "note: nothing",
            Problem(
                "conditions/renal_stone.yml", "stone_score", "neither a ratio nor a `stat:`; say what the source gives"
            ),
        ),
        (
            "rulings.yml",
            "applied_in: [R09, lumbar_muscle_spasm]",
            "applied_in: [R99, lumbar_muscle_spasm]",
            Problem("rulings.yml", "arm_symptoms", "no entry 'R99' in any file; correct `applied_in:`"),
        ),
        (
            "dermatomes.yml",
            "numb_area: [shin_inner]",
            "numb_area: [shin]",
            Problem("dermatomes.yml", "L4", "'numb_area' has no value 'shin'; correct it"),
        ),
        (
            "ranking.yml",
            "always: nonspecific_mechanical_lbp",
            "always: renal_stone",
            Problem("ranking.yml", "renal_stone", "is no ranked condition; correct the id"),
        ),
        (
            "self_care.yml",
            "conditions: [hip_referred_pain]",
            "conditions: [hip]",
            Problem("self_care.yml", "hip_like", "no condition 'hip' in conditions/; correct the id"),
        ),
        (
            SPRAIN,
            "status: draft",
            "status: approved",
            Problem(SPRAIN, "lumbar_ligament_sprain", "approved by nobody; add a `review:` or set `status: draft`"),
        ),
    ],
)
def test_each_breach_is_found_and_named(tmp_path: Path, file: str, before: str, after: str, expected: Problem) -> None:
    directory = copy_content(tmp_path)
    change(directory / file, before, after)
    assert expected in _problems(directory)


def test_a_number_needs_a_tag_or_a_source(tmp_path: Path) -> None:
    directory = copy_content(tmp_path)
    schema = directory / "schema" / "ranking.json"
    change(schema, '"shown",\n    "sources"', '"shown"')
    path = directory / "ranking.yml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("sources:"), text.index("age_bands:")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    found = [str(problem) for problem in _problems(directory) if "without a tag" in problem.message]
    assert found[0] == (
        "ranking.yml:5: age_bands 18_39: 'from' is a number without a tag or a source; add `tag:` or `sources:`"
    )


def test_a_contributor_has_no_priors_and_every_other_condition_has_all(tmp_path: Path) -> None:
    directory = copy_content(tmp_path)
    change(directory / SPRAIN, "kind: ranked", "kind: contributor")
    contributor = directory / "conditions" / "leg_length_contributor.yml"
    change(contributor, "kind: contributor", "kind: ranked")
    found = [problem for problem in _problems(directory) if problem.entry == "priors"]
    assert found == [
        Problem(
            "conditions/leg_length_contributor.yml", "priors", "needs one prior for each of lt18, 18_39, 40_59, ge60"
        ),
        Problem(SPRAIN, "priors", "a contributor has none; remove them"),
    ]


@pytest.mark.parametrize(("due", "release", "expected"), [
    ("2026-11-22", True, []),
    ("2026-11-21", False, ["warning: "]),
    ("2026-11-21", True, [""]),
])  # fmt: skip
def test_an_overdue_review_warns_and_fails_a_release(
    tmp_path: Path, due: str, release: bool, expected: list[str]
) -> None:
    directory = copy_content(tmp_path)
    review = f"status: approved\nreview: {{by: A. Clinician, role: PT, on: 2025-11-21, due: {due}}}"
    change(directory / SPRAIN, "status: draft", review)
    message = f"{SPRAIN}:2: lumbar_ligament_sprain: the review was due on {due}; review it and set a new date"
    assert [str(problem) for problem in _problems(directory, release=release)] == [lead + message for lead in expected]


def test_a_rule_needs_a_case_of_each_kind(tmp_path: Path) -> None:
    for kind in ("positive", "unknown"):
        case = tmp_path / "R01" / f"{kind}.yml"
        case.parent.mkdir(exist_ok=True)
        case.write_text(f"kind: {kind}\n", encoding="utf-8")
    where = "tests/content/cases"
    assert [problem for problem in _problems(CONTENT, cases=tmp_path) if problem.entry in {"R01", "R02"}] == [
        Problem("red_flags.yml", "R01", f"no negative case in {where}/R01/; add one with `kind: negative`"),
        Problem("red_flags.yml", "R02", f"no negative case in {where}/R02/; add one with `kind: negative`"),
        Problem("red_flags.yml", "R02", f"no positive case in {where}/R02/; add one with `kind: positive`"),
        Problem("red_flags.yml", "R02", f"no unknown case in {where}/R02/; add one with `kind: unknown`"),
    ]


def test_a_retired_rule_needs_no_case(tmp_path: Path) -> None:
    directory = copy_content(tmp_path)
    change(directory / "red_flags.yml", "  - id: R57\n    status: draft", "  - id: R57\n    status: retired")
    (tmp_path / "cases").mkdir()
    assert "R57" not in [problem.entry for problem in _problems(directory, cases=tmp_path / "cases")]
