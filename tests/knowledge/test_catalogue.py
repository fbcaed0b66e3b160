"""One list of everything with an id, and of what refers to what."""

from collections import Counter

from backstride.knowledge.catalogue import catalogue, cited_by
from tests.knowledge.content_copy import product_content

ENTRIES = catalogue(product_content().documents)
IDS = {entry.id for entry in ENTRIES} | {f"source:{entry.id}" for entry in ENTRIES if entry.kind == "source"}


def test_it_holds_every_kind_of_entry() -> None:
    kinds = Counter(entry.kind for entry in ENTRIES)
    assert sorted(kinds) == [
        "advice", "condition", "definition", "dermatome", "exercise", "feature", "finding", "level", "plan stage",
        "question", "ranking", "red flag", "rule", "ruling", "source", "value",
    ]  # fmt: skip
    fixed = ("condition", "dermatome", "level", "plan stage", "ruling")
    assert [kinds[kind] for kind in fixed] == [30, 7, 5, 8, 8]
    assert kinds["feature"] == sum(len(condition.features) for condition in product_content().conditions)


def test_no_entry_refers_to_nothing() -> None:
    questions = {entry.id.split("@")[0] for entry in ENTRIES if entry.kind == "question"}
    lost = {(entry.id, name) for entry in ENTRIES for name in entry.refers_to if name not in IDS | questions}
    assert lost == set()


def test_who_refers_to_an_entry_is_told() -> None:
    cited = cited_by(ENTRIES)
    assert {"lumbar_disc_herniation.sitting", "Q16@web"} & {entry.id for entry in cited["triggers.sitting_long"]} == {
        "lumbar_disc_herniation.sitting"
    }
    assert "Q16" in {entry.id for entry in cited["triggers.sitting_long"]}
    assert {"core_endurance_deficit", "claims.leg_strength", "weak_core"} <= {
        entry.id for entry in cited["source:cai_2017"]
    }
    assert {entry.id for entry in cited["lumbar_disc_herniation.bend_backward_only"]} == {"disc_bending_backward"}
    assert "R49" in {entry.id for entry in cited["R45"]}, "a range of rules names each of them"


def test_the_last_stage_of_the_plan_has_words() -> None:
    stages = [entry for entry in ENTRIES if entry.kind == "plan stage"]
    assert [entry.id for entry in stages][-2:] == ["return_to_run.7", "return_to_run.8"]
    assert stages[0].body == {"stage": 1, "run_min": 1, "walk_min": 2, "reps": 8, "total_run_min": 8}
    assert "10 percent" in stages[-1].body["text"]
