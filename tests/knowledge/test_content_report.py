"""Everything about one id: what it says, where it stands, what it rests on, and what refers to it."""

import pytest

from backstride.knowledge.cases import read_cases
from backstride.knowledge.content_report import alike, report
from backstride.knowledge.wording import Wording
from tests.knowledge.content_copy import CONTENT, product_content

ROOT = CONTENT.parent
WORDING = Wording(ROOT / "data" / "responses", {})
CASES = read_cases(ROOT / "tests" / "content" / "cases")


def _report(wanted: str) -> str:
    return report(product_content(), wanted, wording=WORDING, cases=CASES)


def test_a_feature_shows_its_figures_its_source_and_who_names_it() -> None:
    version = product_content().version
    lines = (CONTENT / "conditions" / "lumbar_disc_herniation.yml").read_text(encoding="utf-8").splitlines()
    line = lines.index("  - id: sitting") + 1
    assert _report("lumbar_disc_herniation.sitting").splitlines() == [
        f"feature lumbar_disc_herniation.sitting   [content/conditions/lumbar_disc_herniation.yml:{line}, "
        f"content {version}]",
        "  slot: trigger",
        "  label: sitting makes it worse",
        "  label_no: sitting does not make it worse",
        "  when: {finding: triggers, in: [sitting_long, driving]}",
        "  lr_pos: 1.8",
        "  lr_neg: 0.6",
        "  tag: J",
        "  askable: True",
        "  source expert_judgement, clinical notes, section 2.6: Expert judgement. Recorded in the clinical notes "
        "behind this content, 2026-11-22; no usable diagnostic study. [J]",
        "  named by: ruling disc_bending_backward (What makes disc pain worse)",
    ]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("R02", "  fires in case R02/numb_when_wiping: numb when wiping"),
        ("R02", "  stays silent in case R02/feels_everything: feels everything"),
        ("Q07", "  words on sms: Any? 1 fever 2 cancer ever"),
        ("Q07/2@sms", "question Q07/2@sms   [content/questions.yml:"),
        ("suri_2010", "  cited by: feature lumbar_spinal_stenosis.no_pain_seated (sitting eases it)"),
        ("lumbar_spinal_stenosis", "  has: feature lumbar_spinal_stenosis.no_pain_seated"),
        ("ces_saddle", "  has: value ces_saddle.new (new, worse, or date unknown)"),
        ("neuro", "  named by: rule R"),
        ("heat", "advice card.heat   [content/self_care.yml:"),
        ("weak_core", "  claim: A weak core causes runners' low back pain."),
        ("return_to_run", "  has: plan stage return_to_run.8"),
        ("S1", "  area: back of the calf, outer foot, sole"),
    ],
)
def test_what_else_there_is_to_tell(wanted: str, told: str) -> None:
    assert told in _report(wanted)


def test_a_whole_id_beats_the_last_part_of_another() -> None:
    assert _report("weak").split("\n\n")[0].startswith("finding weak ")
    assert len(_report("groin").split("\n\n")) > 1, "a last part that several share shows all of them"


def test_what_does_not_exist_is_empty_and_what_is_alike_is_offered() -> None:
    assert _report("fevr") == ""
    assert alike(product_content(), "fevr") == ["fever"]
    assert alike(product_content(), "herniation") == [
        "lumbar_disc_herniation",
        *alike(product_content(), "herniation")[1:],
    ]
    assert alike(product_content(), "zzzz") == []
