"""A change of content in clinicians' words, and the cases that come out otherwise."""

from pathlib import Path

import pytest

from backstride.domain.errors import UnknownFindingError
from backstride.knowledge.cases import Case, read_cases
from backstride.knowledge.content_diff import changes, outcomes
from backstride.knowledge.load import Content, load_content
from tests.knowledge.content_copy import CONTENT, change, copy_content, product_content

CASES = CONTENT.parent / "tests" / "content" / "cases"
DISC = "conditions/lumbar_disc_herniation.yml"


def _changed(tmp_path: Path, *edits: tuple[str, str, str]) -> Content:
    directory = copy_content(tmp_path)
    for file, before, after in edits:
        change(directory / file, before, after)
    return load_content(directory)


def test_nothing_differs_from_itself() -> None:
    content = product_content()
    assert changes(content.documents, content.documents) == []
    assert outcomes(content, content, read_cases(CASES)[:20]) == []


def test_what_is_gone_new_and_changed_is_told_in_words(tmp_path: Path) -> None:
    old = product_content()
    new = _changed(
        tmp_path,
        (DISC, "lr_pos: 1.8", "lr_pos: 3.0"),
        (DISC, "in: [sitting_long, driving]", "in: [sitting_long]"),
        (DISC, "lt18: 0.04075", "lt18: 0.04076"),
        ("sources.yml", "sources:\n", "sources:\n  - {id: new_2026, citation: New trial, tag: M, background: read}\n"),
        ("self_care.yml", "    title: Use heat.\n", "    title: Use gentle heat.\n"),
        ("self_care.yml", "    - {id: cat_camel, name: Cat-camel, dose: 8 times}\n", ""),
    )
    assert [str(one) for one in changes(old.documents, new.documents)] == [
        "removed: exercise exercises.cat_camel (Cat-camel)",
        "added: source new_2026 (New trial)",
        "changed: condition lumbar_disc_herniation (Disc pattern in the low back)\n"
        "    prior under 18: 0.04075 -> 0.04076",
        "changed: feature lumbar_disc_herniation.sitting (sitting makes it worse)\n"
        "    when it holds in: sitting_long, driving -> sitting_long\n"
        "    ratio of yes: 1.8 -> 3.0",
        "changed: advice card.heat (Use gentle heat.)\n    title: Use heat. -> Use gentle heat.",
    ]


def test_options_are_compared_by_their_ids_and_long_texts_cut(tmp_path: Path) -> None:
    new = _changed(
        tmp_path,
        ("questions.yml", "{id: stroke, label: 'Face droop, slurred", "{id: stroke, label: 'Face drop, slurred"),
    )
    (found,) = changes(product_content().documents, new.documents)
    assert (found.kind, found.id) == ("question", "Q03")
    assert found.details == (
        "options stroke words for yes: Face droop, slurred speech or sudden weakness on one side -> "
        "Face drop, slurred speech or sudden weakness on one side",
    )


def test_cases_that_come_out_otherwise_are_named(tmp_path: Path) -> None:
    old = product_content()
    saddle = [case for case in read_cases(CASES) if case.id.startswith("R02/")]
    text = (CONTENT / "red_flags.yml").read_text(encoding="utf-8")
    rule = text[text.index("  - id: R02\n") :].split("reason")[0]
    new = _changed(tmp_path, ("red_flags.yml", rule, rule.replace("level: L1", "level: L2")))
    assert sorted(str(one) for one in outcomes(old, new, saddle)) == [
        "case R02/numb_when_wiping: L1 by R02 -> L2 by R02",
        "case R02/numbness_after_a_long_ride_that_did_not_go_away_by_morning: L1 by R02 -> L2 by R02",
    ]


def test_a_ratio_that_changes_the_first_pattern_is_told_and_the_level_stays(tmp_path: Path) -> None:
    new = _changed(
        tmp_path, ("conditions/nonspecific_mechanical_lbp.yml", "18_39': 0.28385", "18_39': 0.00385"),
        (DISC, "18_39': 0.07569", "18_39': 0.35569"),
    )  # fmt: skip
    told = outcomes(product_content(), new, read_cases(CASES))
    assert told != []
    assert {(one.before.split(";")[0], one.before != one.after) for one in told} == {
        (one.after.split(";")[0], True) for one in told
    }


@pytest.mark.parametrize("facts", [{"no_such_finding": "new"}, {"ces_saddle": "no_such_value"}])
def test_a_case_about_what_one_side_does_not_know_is_told(facts: dict[str, str]) -> None:
    content = product_content()
    known = Case("R02/known", {"findings": {"ces_saddle": "new"}})
    lost = Case("R02/lost", {"findings": facts})
    name = "no_such_finding" if "no_such_finding" in facts else "ces_saddle.no_such_value"
    assert outcomes(content, content, [known, lost]) == []
    with pytest.raises(UnknownFindingError, match=name):
        lost.findings(content.rules)
