"""The four files become values, and whatever is wrong with one is told with file and entry."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from backstride.domain.errors import ContentError
from backstride.domain.expressions import AtLeast, Defined, Fired, In, Is, Unless
from backstride.domain.interview import Option, QuestionKind
from backstride.domain.triage import Disposition, Level, RedFlag, Source
from backstride.knowledge.load_rules import load_rules

CONTENT = Path(__file__).parents[2] / "content"
SOURCE = [{"id": "someone_2020", "at": "table 1"}]


def rule(rule_id: str, when: object, **more: object) -> dict[str, object]:
    base: dict[str, object] = {
        "id": rule_id,
        "status": "draft",
        "level": "L1",
        "reason": "any",
        "rationale": "Why.",
        "sources": SOURCE,
    }
    return {**base, "when": when, **more}


def documents() -> dict[str, Any]:
    """A small content folder: one of everything."""
    return {
        "vocabulary.yml": {
            "findings": [
                {"id": "fever", "kind": "flag", "label": "Fever", "red_flag": "RF13"},
                {"id": "age", "kind": "number", "label": "Age", "unit": "years", "min": 0, "max": 120},
                {
                    "id": "radiation",
                    "kind": "set",
                    "label": "Spread",
                    "values": [{"id": "leg", "label": "leg"}, {"id": "calf", "label": "calf", "implies": ["leg"]}],
                },
                {
                    "id": "weak",
                    "kind": "choice",
                    "label": "Weak",
                    "unstated": "new",
                    "values": [{"id": "rapid", "label": "rapid"}, {"id": "new", "label": "new"}],
                },
            ]
        },
        "red_flags.yml": {
            "definitions": {"feverish": {"any": [{"finding": "fever"}, {"finding": "weak", "in": ["rapid"]}]}},
            "flags": [
                {
                    "id": "RF13",
                    "name": "Infection",
                    "findings": ["fever"],
                    "level": "L2",
                    "ask_first": True,
                    "sources": SOURCE,
                }
            ],
            "rules": [
                rule("R01", {"definition": "feverish"}, needs="intake", no_running=True),
                rule("R02", {"unless": {"rule": "R01"}}, level=None, withholds_result=True),
                rule(
                    "R03",
                    {"finding": "fever"},
                    raised=[{"level": "L1", "when": {"finding": "fever"}}],
                    gates=[{"gate": "parent", "when": {"finding": "fever"}}],
                ),
            ],
        },
        "questions.yml": {
            "questions": [
                {
                    "id": "Q04",
                    "slot": "gate_ces",
                    "kind": "multi",
                    "use": "core",
                    "gate": True,
                    "asks": ["fever", "age"],
                    "ask_when": {"finding": "fever"},
                    "options": [
                        {
                            "id": "fever",
                            "label": "Fever",
                            "sms": 1,
                            "sets": {"fever": True, "age": 40, "radiation": ["leg", "calf"]},
                        },
                        {"id": "weak", "label": "Weak", "sets": {"weak": "new"}, "denies": ["fever"]},
                        {"id": "not_sure", "label": "Not sure", "unsure": True},
                    ],
                },
                {
                    "id": "RF13",
                    "slot": "clarification",
                    "kind": "yes_no",
                    "use": "branch",
                    "asks": ["fever"],
                    "options": [
                        {"id": "yes", "label": "Yes", "sms": 1},
                        {"id": "no", "label": "No", "sms": 2},
                        {"id": "not_sure", "label": "Not sure", "sms": 3, "unsure": True},
                    ],
                },
            ]
        },
        "dispositions.yml": {
            "dispositions": [
                {
                    "level": level,
                    "status": "draft",
                    "meaning": "Care",
                    "deadline": "now",
                    "told": "staff",
                    "booking": "none",
                    "sources": SOURCE,
                }
                for level in ("L1", "L2", "L3", "L4", "L5")
            ]
        },
    }


def write(folder: Path, content: dict[str, Any]) -> Path:
    for name, document in content.items():
        (folder / name).write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return folder


def test_one_of_everything(tmp_path: Path) -> None:
    rules = load_rules(write(tmp_path, documents()))
    assert list(rules.vocabulary) == ["fever", "age", "radiation", "weak"]
    assert rules.vocabulary["radiation"].implies == {"calf": ("leg",)}
    assert rules.vocabulary["weak"].unstated == "new"
    assert (rules.vocabulary["age"].low, rules.vocabulary["age"].high) == (0, 120)
    sources = (Source("someone_2020", "table 1"),)
    assert rules.red_flags == (RedFlag("RF13", "Infection", ("fever",), Level.L2, True, sources),)
    first, second, third = rules.triage
    assert first.when == Defined("feverish", AtLeast(1, (Is("fever"), In("weak", frozenset({"rapid"})))))
    assert (first.needs_intake, first.no_running, first.level, first.sources) == (True, True, Level.L1, sources)
    assert (second.when, second.level, second.withholds_result) == (Unless(Fired(("R01",))), None, True)
    assert (third.raised, third.gates) == (((Level.L1, Is("fever")),), (("parent", Is("fever")),))
    assert rules.dispositions[0] == Disposition(Level.L1, "Care", "now", "staff", "none", sources)


def test_questions(tmp_path: Path) -> None:
    gate, clarifying = load_rules(write(tmp_path, documents())).questions
    assert (gate.kind, gate.channels, gate.gate, gate.asks) == (
        QuestionKind.MULTI,
        ("web", "sms"),
        True,
        ("fever", "age"),
    )
    assert (gate.ranges, gate.ask_when, gate.skip_when) == (((0, 120),), Is("fever"), None)
    assert gate.options == (
        Option("fever", "Fever", 1, (("fever", None), ("age", 40.0), ("radiation", "leg"), ("radiation", "calf"))),
        Option("weak", "Weak", None, (("weak", "new"),), ("fever",)),
        Option("not_sure", "Not sure", unsure=True),
    )
    assert (clarifying.safety, gate.safety) == (True, False)


def test_retired_entries_are_left_out(tmp_path: Path) -> None:
    content = documents()
    content["red_flags.yml"]["rules"][2]["status"] = "retired"
    assert [each.id for each in load_rules(write(tmp_path, content)).triage] == ["R01", "R02"]


def test_the_content_as_it_is() -> None:
    rules = load_rules(CONTENT)
    assert [each.id for each in rules.triage] == [f"R{n:02}" for n in range(1, 60)]
    assert [flag.id for flag in rules.red_flags] == [f"RF{n:02}" for n in range(1, 31)]
    asked = {question.id for question in rules.questions if not question.clarifies}
    assert asked == {f"Q{n:02}" for n in range(40)} - {"Q33", "Q38"}


Change = Callable[[dict[str, Any]], object]


def in_rule(**changes: object) -> Change:
    return lambda content: content["red_flags.yml"]["rules"][0].update(changes)


def in_question(**changes: object) -> Change:
    return lambda content: content["questions.yml"]["questions"][0].update(changes)


def in_option(**changes: object) -> Change:
    return lambda content: content["questions.yml"]["questions"][0]["options"][0].update(changes)


def in_finding(number: int, **changes: object) -> Change:
    return lambda content: content["vocabulary.yml"]["findings"][number].update(changes)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (in_rule(when={"finding": "fewer"}), "red_flags.yml: R01: unknown finding 'fewer'"),
        (in_rule(when={"finding": "weak", "in": ["strong"]}), "red_flags.yml: R01: unknown value 'strong' of 'weak'"),
        (
            in_rule(when={"finding": "fever", "in": ["high"]}),
            "red_flags.yml: R01: .* cannot be asked of 'fever', a flag",
        ),
        (in_rule(when={"finding": "fever", "above": 3}), "red_flags.yml: R01: .* cannot be asked of 'fever'"),
        (in_rule(when={"finding": "age", "over": 3}), "red_flags.yml: R01: .* cannot be asked of 'age'"),
        (in_rule(when={"finding": "age", "above": 3, "below": 9}), "red_flags.yml: R01: .* cannot be asked of 'age'"),
        (in_rule(when={"finding": "fever", "is": "maybe"}), "red_flags.yml: R01: .* cannot be asked of 'fever'"),
        (in_rule(when={"definition": "chilly"}), "red_flags.yml: R01: unknown definition 'chilly'"),
        (in_rule(when={"rule": "R99"}), "red_flags.yml: R01: unknown rule 'R99'"),
        (in_rule(when={"rules": "R02"}), "red_flags.yml: R01: .* is no condition"),
        (in_rule(when={"rule": "R01"}), "red_flags.yml: the rules R01 > R01 go in a circle"),
        (in_rule(when={"nor": []}), "red_flags.yml: R01: .* is no condition"),
        (in_rule(when={"all": []}), "red_flags.yml: R01: .* is no condition"),
        (in_rule(when={"at_least": 3, "of": [{"finding": "fever"}]}), "red_flags.yml: R01: .* is no condition"),
        (in_rule(when={"gate": "shut"}), "red_flags.yml: R01: .* is no condition"),
        (in_rule(when="fever"), "red_flags.yml: R01: 'fever' is no condition"),
        (in_rule(level="L9"), "red_flags.yml: R01: 'L9' is not a valid Level"),
        (in_rule(needs="luck"), "red_flags.yml: R01: a rule can need only 'intake', not 'luck'"),
        (in_rule(gates=[{"gate": "aunt", "when": {"finding": "fever"}}]), "red_flags.yml: R01: unknown gate 'aunt'"),
        (lambda c: c["red_flags.yml"]["rules"][2].update(id="R02"), "red_flags.yml: R02 stands twice"),
        (lambda c: c["red_flags.yml"]["rules"][0].pop("when"), "red_flags.yml: R01: the key 'when' is missing"),
        (
            lambda c: c["red_flags.yml"]["definitions"].update(feverish={"not": {"definition": "feverish"}}),
            "red_flags.yml: R01: the definitions feverish > feverish go in a circle",
        ),
        (lambda c: c["red_flags.yml"].pop("rules"), "red_flags.yml: 'rules' must be a list"),
        (lambda c: c["red_flags.yml"].update(rules=["R01"]), "red_flags.yml: R01: "),
        (
            lambda c: c["red_flags.yml"]["flags"][0].update(findings=["fewer"]),
            "red_flags.yml: RF13: unknown finding 'fewer'",
        ),
        (in_question(asks=["fewer"]), "questions.yml: Q04: unknown finding 'fewer'"),
        (in_question(kind="poem"), "questions.yml: Q04: 'poem' is not a valid QuestionKind"),
        (in_question(ask_when={"finding": "fewer"}), "questions.yml: Q04 ask_when: unknown finding 'fewer'"),
        (in_question(id="RF14"), "questions.yml: RF14: a clarifying question is answered by yes, no or not_sure"),
        (in_option(id="weak"), "questions.yml: Q04: weak stands twice"),
        (in_option(denies=["fewer"]), "questions.yml: Q04 fever: unknown finding 'fewer'"),
        (in_option(sets={"fewer": True}), "questions.yml: Q04 fever: unknown finding 'fewer'"),
        (in_option(sets={"weak": "strong"}), "questions.yml: Q04 fever: unknown value 'strong' of 'weak'"),
        (in_option(sets={"age": True}), "questions.yml: Q04 fever: 'age' cannot be set to 'True'"),
        (in_option(sets={"fever": "high"}), "questions.yml: Q04 fever: 'fever' cannot be set to 'high'"),
        (
            lambda c: c["questions.yml"]["questions"][0]["options"][1].update(sms=1),
            "questions.yml: Q04: the number 1 stands twice",
        ),
        (
            lambda c: c["questions.yml"]["questions"].append(c["questions.yml"]["questions"][0]),
            "questions.yml: .* stands twice",
        ),
        (in_finding(0, kind="smell"), "vocabulary.yml: fever: 'smell' is not a valid Kind"),
        (in_finding(0, id="age"), "vocabulary.yml: age stands twice"),
        (
            in_finding(0, values=[{"id": "high", "label": "high"}]),
            "vocabulary.yml: fever: a choice or set needs values",
        ),
        (in_finding(3, unstated="soon"), "vocabulary.yml: weak: unknown value 'soon' of 'weak'"),
        (
            in_finding(2, values=[{"id": "calf", "label": "calf", "implies": ["leg"]}]),
            "vocabulary.yml: radiation: unknown value 'leg' of 'radiation'",
        ),
        (lambda c: c["dispositions.yml"]["dispositions"].pop(), "dispositions.yml: no entry for L5"),
        (lambda c: c.update({"dispositions.yml": ["L1"]}), "dispositions.yml: must hold keys at the top"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, change: Change, message: str) -> None:
    content = documents()
    change(content)
    with pytest.raises(ContentError, match=message):
        load_rules(write(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, documents())
    (tmp_path / "questions.yml").unlink()
    with pytest.raises(ContentError, match=r"questions\.yml: cannot be read"):
        load_rules(tmp_path)
