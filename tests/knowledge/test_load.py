"""Loading the content: the product's own is whole, and a broken one says what to mend."""

from pathlib import Path
from typing import Any

import pytest

from backstride.domain.conditions import ConditionKind
from backstride.domain.errors import ContentError
from backstride.knowledge import load
from backstride.knowledge.load import content_version, load_content, read_documents
from tests.knowledge.content_copy import CONTENT, change, copy_content, product_content


def test_there_are_28_conditions_with_priors_and_two_contributors() -> None:
    kinds = [condition.kind for condition in product_content().conditions]
    assert {kind.value: kinds.count(kind) for kind in ConditionKind} == {"ranked": 18, "serious": 10, "contributor": 2}


@pytest.mark.parametrize(
    ("condition", "feature", "ratios", "tag"),
    [
        ("lumbar_radiculopathy_sciatica", "radiation_dermatomal", (7.71, 0.04), "V"),
        ("lumbar_radiculopathy_sciatica", "cough_sneeze", (1.5, 0.75), "M"),
        ("nonspecific_mechanical_lbp", "localized_proportionate", (2.63, 0.06), "V"),
        ("nonspecific_mechanical_lbp", "night_pain", (0.47, 2.63), "V"),
        ("lumbar_spinal_stenosis", "no_pain_seated", (7.4, None), "V"),
        ("lumbar_spinal_stenosis", "under_60", (0.4, None), "V"),
        ("lumbar_spinal_stenosis", "cook_none", (0.19, None), "V"),
        ("axial_spondyloarthritis", "asas_4_of_5", (2.9, 0.28), "V"),
        ("axial_spondyloarthritis", "berlin_3_of_4", (12.4, None), "M"),
        ("spondylolysis_pars_bsi", "under_20", (1.45, 0.43), "V"),
        ("si_joint_pain", "no_midline_pain", (2.44, 0.31), "M"),
        ("vertebral_compression_fracture", "roman_rule", (9.6, 0.16), "M"),
        ("lumbar_muscle_strain", "over_12_weeks", (0.3, 1.3), "J"),
        ("herpes_zoster", "shingles", (20, None), "J"),
        ("core_endurance_deficit", "after_distance", (2.5, 0.6), "J"),
    ],
)
def test_figures_are_those_of_the_notes(
    condition: str, feature: str, ratios: tuple[float | None, float | None], tag: str
) -> None:
    conditions = {one.id: one for one in product_content().conditions}
    found = {one.id: one for one in conditions[condition].features}[feature]
    assert (found.lr_pos, found.lr_neg, found.tag) == (*ratios, tag)


@pytest.mark.parametrize(
    ("condition", "priors"),
    [
        ("nonspecific_mechanical_lbp", (0.22412, 0.28385, 0.24204, 0.14936)),
        ("spondylolysis_pars_bsi", (0.35656, 0.02838, 0.00968, 0.00498)),
        ("lumbar_spinal_stenosis", (0.00102, 0.00284, 0.01936, 0.13940)),
        ("cauda_equina_syndrome", (0.00020, 0.00038, 0.00039, 0.00050)),
    ],
)
def test_priors_are_those_of_the_notes(condition: str, priors: tuple[float, ...]) -> None:
    conditions = {one.id: one for one in product_content().conditions}
    assert tuple(conditions[condition].priors[band] for band in ("lt18", "18_39", "40_59", "ge60")) == priors


def test_eight_points_of_dispute_are_ruled_on() -> None:
    rulings = {ruling.id: ruling for ruling in product_content().rulings}
    assert len(rulings) == 8
    articles = {
        c.source_id for ruling in rulings.values() for c in ruling.citations if c.source_id.startswith("article")
    }
    assert articles == {"article_000", "article_001", "article_003"}
    assert rulings["over_arched_posture"].ruling.endswith('"may add load", never "causes".')
    assert rulings["how_many_runners"].tag == "V"


def test_the_version_follows_the_bytes_of_every_file(tmp_path: Path) -> None:
    directory = copy_content(tmp_path)
    before = content_version(directory)
    assert before == content_version(CONTENT)
    assert before == load_content(directory).version
    change(directory / "sources.yml", "2026", "2027")
    assert content_version(directory) != before
    assert [len(before), int(before, 16) >= 0] == [12, True]


def test_a_renamed_file_is_another_version(tmp_path: Path) -> None:
    directory = copy_content(tmp_path)
    before = content_version(directory)
    (directory / "lexicon").rename(directory / "words")
    assert content_version(directory) != before


def test_a_retired_condition_is_not_loaded(tmp_path: Path) -> None:
    directory = copy_content(tmp_path)
    change(directory / "conditions" / "renal_stone.yml", "status: draft", "status: retired")
    assert "renal_stone" not in [condition.id for condition in load_content(directory).conditions]


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("conditions/renal_stone.yml", "tag: M", "tag: X", "features stone_score tag: 'X' is not one of"),
        ("conditions/renal_stone.yml", "kind: serious", "kindness: serious", "'kindness' was unexpected"),
        ("conditions/renal_stone.yml", "id: renal_stone", "id: renal", "the id is 'renal'; name file and id alike"),
        ("conditions/renal_stone.yml", "status: draft", "status: draft\nstatus: draft", ":4: 'status' stands twice"),
        ("conditions/renal_stone.yml", "also_called: [", "also_called: [[", "conditions/renal_stone.yml:"),
        (
            "conditions/lumbar_ligament_sprain.yml",
            "in: [midline]",
            "in: [moon]",
            "midline: unknown value 'moon' of 'location'",
        ),
        (
            "conditions/lumbar_ligament_sprain.yml",
            "finding: location",
            "finding: place",
            "midline: unknown finding 'place'",
        ),
        ("self_care.yml", "{finding: age, below: 18}", "{rule: R01}", "minor: unknown rule 'R01'"),
        (
            "sources.yml",
            "accessed: 2026-11-22",
            "accessed: today",
            "sources smart_2011 accessed: 'today' does not match",
        ),
        ("ranking.yml", "shown: 3", "shown: 0", "shown: 0 is less than the minimum of 1"),
        ("self_care.yml", "levels: [L4, L5]", "levels: [L6]", "card keep_moving levels 0: 'L6' is not one of"),
    ],
)
def test_a_broken_file_is_named_with_entry_and_mend(
    tmp_path: Path, file: str, before: str, after: str, message: str
) -> None:
    directory = copy_content(tmp_path)
    change(directory / file, before, after)
    with pytest.raises(ContentError) as raised:
        load_content(directory)
    assert file in str(raised.value)
    assert message in str(raised.value)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    directory = copy_content(tmp_path)
    (directory / "sources.yml").unlink()
    change(directory / "ranking.yml", "shown: 3", "shown: 0")
    change(directory / "ranking.yml", "reasons: 2", "reasons: 0")
    with pytest.raises(ContentError) as raised:
        load_content(directory)
    lines = str(raised.value).splitlines()
    assert [line.removeprefix(f"{directory}/").split(":")[0:2] for line in lines] == [
        ["ranking.yml", "25"],
        ["ranking.yml", "20"],
        ["sources.yml", " cannot be read; put the file back or fix its permissions"],
    ]


def test_a_file_that_changes_while_it_is_read_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = copy_content(tmp_path)

    def read_and_disturb(folder: Path) -> dict[str, Any]:
        documents = read_documents(folder)
        change(folder / "sources.yml", "2026", "2027")
        return documents

    monkeypatch.setattr(load, "read_documents", read_and_disturb)
    with pytest.raises(ContentError, match="a file was changed while it was read; run it again"):
        load_content(directory)
