"""Turns validated entries into the domain's frozen values, be they read from a file or from a row.

Knows the keys of the YAML files, and trusts their shape: `load` has checked it against the schemas. How
a condition over findings is written differs between file and row, so the caller brings its parser.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from backstride.domain.conditions import (
    AgeBand,
    CertaintyBand,
    Citation,
    Clip,
    CodeHint,
    Condition,
    ConditionKind,
    Feature,
    PriorAdjustment,
    RankingParameters,
    Recognition,
    Ruling,
    Source,
    Statement,
)
from backstride.domain.dermatomes import Dermatome
from backstride.domain.evaluation import Expression
from backstride.domain.run_plan import Exclusion, RunLadder, RunStage
from backstride.domain.self_care import (
    CardEntry,
    Exercise,
    Exercises,
    PatternAdvice,
    RunningTip,
    SelfCare,
)

Entry = Mapping[str, Any]
Parse = Callable[[Any, str], Expression]
"""Takes a condition over findings and the id of its entry."""
SELF_CARE_LISTS = frozenset({"by_level", "card", "by_pattern", "running", "answers", "claims"})
"""Sections of self_care.yml that hold several entries."""


def citations(entries: Iterable[Entry]) -> tuple[Citation, ...]:
    """Return the citations of a `sources:` list, in its order."""
    return tuple(Citation(source_id=entry["id"], place=entry["at"]) for entry in entries)


def statement(name: str, entry: Entry) -> Statement:
    """Return what an entry says as it stands; `name` is its id in all of `content/`."""
    return Statement(name, entry["text"], entry["tag"], citations(entry["sources"]), entry.get("sms", ""))


def source(entry: Entry) -> Source:
    """Return one entry of sources.yml."""
    return Source(**entry)


def ruling(entry: Entry) -> Ruling:
    """Return one entry of rulings.yml."""
    plain = {key: entry[key] for key in ("id", "status", "topic", "claim", "evidence", "ruling", "tag")}
    return Ruling(**plain, applied_in=tuple(entry["applied_in"]), citations=citations(entry["sources"]))


def dermatome(entry: Entry) -> Dermatome:
    """Return one entry of dermatomes.yml."""
    return Dermatome(
        id=entry["id"],
        area=entry["area"],
        radiation=frozenset(entry["radiation"]),
        numb_area=frozenset(entry["numb_area"]),
        test=entry.get("test", ""),
        emergency_if_numb=entry.get("emergency_if_numb", False),
    )


def condition(entry: Entry, parse: Parse) -> Condition:
    """Return one file of conditions/."""
    return Condition(
        id=entry["id"],
        name=entry["name"],
        kind=ConditionKind(entry["kind"]),
        status=entry["status"],
        priors=dict(entry.get("priors", {})),
        features=tuple(_feature(feature, parse) for feature in entry["features"]),
        explain=entry["explain"],
        also_called=tuple(entry["also_called"]),
        summary=dict(entry["summary"]),
        plain=_plain(entry),
        icd10=entry["icd10"]["codes"],
        icd10_caution=entry["icd10"]["caution"],
        codes=tuple(CodeHint(**code) for code in entry["icd10"].get("candidates") or ()),
        citations=citations(entry["sources"]),
    )


def _plain(entry: Entry) -> dict[str, Statement]:
    """Return what patients may be told; what a condition is rests on its own sources and holds no figures."""
    explain = {"text": entry["explain"], "tag": "J", "sources": entry["sources"]}
    named = {"explain": explain, **entry.get("plain", {})}
    return {key: statement(f"{entry['id']}.{key}", body) for key, body in named.items()}


def _feature(entry: Entry, parse: Parse) -> Feature:
    return Feature(
        id=entry["id"],
        slot=entry["slot"],
        label=entry["label"],
        tag=entry["tag"],
        label_no=entry.get("label_no", ""),
        when=_optional(entry, parse),
        lr_pos=_number(entry.get("lr_pos")),
        lr_neg=_number(entry.get("lr_neg")),
        stat=entry.get("stat", ""),
        note=entry.get("note", ""),
        citations=citations(entry["sources"]),
    )


def _optional(entry: Entry, parse: Parse) -> Expression | None:
    when = entry.get("when")
    return None if when is None else parse(when, entry["id"])


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def ranking_parameters(entry: Entry, parse: Parse) -> RankingParameters:
    """Return ranking.yml."""
    return RankingParameters(
        age_bands=tuple(AgeBand(band["id"], band["from"], band["to"]) for band in entry["age_bands"]),
        if_age_unknown=tuple(entry["if_age_unknown"]),
        clip={tag: Clip(clip["low"], clip["high"]) for tag, clip in entry["clip"].items()},
        shown=entry["shown"],
        suppress_below=entry["suppress_below"],
        always=entry["always"],
        reasons=entry["reasons"],
        adjustments=tuple(
            PriorAdjustment(
                when=parse(adjustment["when"], adjustment["id"]),
                factor=adjustment["factor"],
                conditions=tuple(adjustment["conditions"]),
                moves_to=adjustment["moves_to"],
            )
            for adjustment in entry["prior_adjustments"]
        ),
        recognised=Recognition(
            entry["recognised"]["features"], float(entry["recognised"]["lift"]), frozenset(entry["recognised"]["aside"])
        ),
        certainty=tuple(CertaintyBand(b["id"], float(b["from"]), b["text"], b["sms"]) for b in entry["certainty"]),
    )


def self_care(document: Entry, parse: Parse) -> SelfCare:
    """Return self_care.yml. Advice without levels of its own is for L4."""
    return SelfCare(
        card=tuple(
            CardEntry(
                entry["id"],
                entry["title"],
                entry["text"],
                tuple(entry["levels"]),
                citations(entry["sources"]),
                entry.get("sms", ""),
                entry.get("running", ""),
            )
            for entry in document["card"]
        ),
        advice=tuple(
            PatternAdvice(
                id=entry["id"],
                conditions=tuple(entry["conditions"]),
                do=entry["do"],
                avoid=entry["avoid"],
                timeline=entry["timeline"],
                levels=tuple(entry.get("levels", ["L4"])),
                citations=citations(entry["sources"]),
                when=_optional(entry, parse),
            )
            for entry in document["by_pattern"]
        ),
        exercises=_exercises(document["exercises"], parse),
        ladder=_ladder(document["return_to_run"], parse),
        pt_does=document["pt_does"]["text"],
        safety_net=document["safety_net"]["text"],
        safety_net_sms=document["safety_net"]["sms"],
        running=tuple(
            RunningTip(statement(f"running.{tip['id']}", tip), tuple(tip["topics"]), _optional(tip, parse))
            for tip in document["running"]
        ),
        statements=(said := _statements(document)),
        topics=tuple(
            (topic, said[f"{section}.{entry['id']}"])
            for section in ("answers", "card")
            for entry in document[section]
            for topic in entry.get("topics", ())
        ),
    )


def _statements(document: Entry) -> dict[str, Statement]:
    lists = ("card", "running", "answers", "claims")
    named = [(f"{section}.{entry['id']}", entry) for section in lists for entry in document[section]]
    named += [(section, document[section]) for section in ("pt_does", "safety_net")]
    ladder = document["return_to_run"]
    named.append(("return_to_run", {**ladder, "text": ladder["stop_now"], "sms": ladder["stop_now_sms"]}))
    return {name: statement(name, entry) for name, entry in named}


def _exercises(entry: Entry, parse: Parse) -> Exercises:
    return Exercises(
        levels=tuple(entry["levels"]),
        rules=entry["rules"],
        items=tuple(Exercise(**item) for item in entry["items"]),
        not_for=tuple(parse(exclusion["when"], exclusion["id"]) for exclusion in entry["not_for"]),
        leg_symptoms=parse(entry["leg_symptoms"], "leg_symptoms"),
        citations=citations(entry["sources"]),
        rules_sms=entry["rules_sms"],
        topics=tuple(entry.get("topics", ())),
    )


def _ladder(entry: Entry, parse: Parse) -> RunLadder:
    return RunLadder(
        levels=tuple(entry["levels"]),
        is_for=parse(entry["for"], "for"),
        not_for=tuple(Exclusion(one["id"], one["label"], parse(one["when"], one["id"])) for one in entry["not_for"]),
        start_criteria=tuple(entry["start_criteria"]),
        warm_up=entry["warm_up"],
        stages=tuple(RunStage(**stage) for stage in entry["stages"]),
        beyond=entry["beyond"],
        rules=tuple((rule["if"], rule["then"]) for rule in entry["rules"]),
        stop_now=entry["stop_now"],
        bone_stress=entry["bone_stress"],
        citations=citations(entry["sources"]),
        stop_now_sms=entry["stop_now_sms"],
        not_for_patterns=tuple(entry["not_for_patterns"]),
        start_at=tuple((one["stage"], parse(one["when"], f"start at {one['stage']}")) for one in entry["start_at"]),
    )
