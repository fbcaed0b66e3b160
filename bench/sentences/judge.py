"""Judges one answer of `backstride understand` against one test sentence, mark by mark.

A mark is one thing that could be right or wrong. Every figure of the report is counted from marks
(`tally.py`), so what the report says can be traced to the sentences that said it. Values are compared by the
groups of tests/nlu/sentences/groups.yml: a finer answer than the expected one is right.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from bench.sentences.load import CHOICES, NUMBERS, SETS, Groups, Sentence

Answer = Mapping[str, Any]
"""As docs/contracts.md section 2 says; without `intent`, `level` or `gate` those are not judged."""

NOT_MENTIONED = "not mentioned"
_ANYWHERE = "none"
_UNSAID = {"subject": "me"}  # who says nothing of somebody else writes of himself
_MILES_OFF = 0.5


@dataclass(frozen=True, slots=True)
class Mark:
    """One judgement.

    Attributes:
        figure: What it counts for: a finding of `SETS` or `CHOICES`, a number, `scope`, `flags`, `quiet`, ...
        about: The value or finding it is about.
        outcome: `hit`, `miss` or `extra`. A question with one right answer has hits and misses only.
        got: What was answered, for people to read.
        exact: Of a hit: it was the expected value itself. Of a flag: present, not only asked about.
    """

    figure: str
    about: str
    outcome: str
    got: str = ""
    exact: bool = True

    @property
    def is_wrong(self) -> bool:
        """Whether it is a miss or one too many."""
        return self.outcome != "hit"


def judge(sentence: Sentence, answer: Answer, groups: Groups) -> list[Mark]:
    """Return all marks of one sentence, in a fixed order."""
    return [
        *_whole(sentence, answer),
        *_sets(sentence, answer["findings"], groups),
        *_facts(sentence, answer["findings"]),
        *_denied(sentence, answer["findings"], groups),
        *_flags(sentence, answer, groups),
        *_statuses(sentence, answer, groups),
    ]


def _right(figure: str, about: object, is_right: bool, got: object = "") -> Mark:
    return Mark(figure, str(about), "hit" if is_right else "miss", "" if is_right else str(got))


def _whole(sentence: Sentence, answer: Answer) -> Iterator[Mark]:
    expect = sentence.expect
    if "in_scope" in expect:
        yield _right("scope", expect["in_scope"], answer["in_scope"] == expect["in_scope"], answer["in_scope"])
    level = answer.get("level", NOT_MENTIONED)
    if level != NOT_MENTIONED:
        if "level" in expect:
            yield _right("level", expect["level"], level is not None and level <= expect["level"], level)
        if "level_not" in expect:
            yield _right("calm", "/".join(expect["level_not"]), level not in expect["level_not"], level)
        if "gate" in expect:
            yield _right("gate", expect["gate"], answer["gate"] == expect["gate"], answer["gate"])
    if "intent" in expect and "intent" in answer:
        name = answer["intent"]["name"]
        yield _right("intent", "/".join(expect["intent"]), name in expect["intent"], name)


def _sets(sentence: Sentence, said: Mapping[str, Any], groups: Groups) -> Iterator[Mark]:
    for finding in SETS:
        if finding not in sentence.expect and not sentence.expect.get("in_scope"):
            continue
        expected = sentence.expect.get(finding, [])
        got = said.get(finding) or []
        allowed = {_ANYWHERE, *expected}
        for value in [*expected, *sentence.may(finding)]:
            allowed |= groups.of(finding, value)
        extras = [v for v in got if v not in allowed]
        for value in expected:
            is_right = bool(groups.of(finding, value) & set(got))
            note = ", ".join(extras) or NOT_MENTIONED
            yield Mark(finding, value, "hit" if is_right else "miss", "" if is_right else note, value in got)
        for value in extras:
            yield Mark(finding, value, "extra", value)


def _facts(sentence: Sentence, said: Mapping[str, Any]) -> Iterator[Mark]:
    expect = sentence.expect
    for finding in CHOICES:
        got = said.get(finding, _UNSAID.get(finding))
        if finding in expect:
            yield _right(finding, expect[finding], got == expect[finding] or got in sentence.may(finding), got)
        elif finding == "side" and expect.get("in_scope") and got not in {None, "center", *sentence.may("side")}:
            yield Mark("side invented", str(got), "extra", str(got))
    for finding in NUMBERS:
        if finding in expect:
            got = said.get(finding)
            near = got is not None and abs(got - expect[finding]) <= (_MILES_OFF if "miles" in finding else 0)
            yield _right("numbers", finding, near or got in sentence.may(finding), f"{got} for {expect[finding]}")
    if "duration_days" in expect:
        days, off = expect["duration_days"]
        got = said.get("duration_days")
        yield _right("numbers", "duration_days", got is not None and abs(got - days) <= off, f"{got} for {days}")


def _denied(sentence: Sentence, said: Mapping[str, Any], groups: Groups) -> Iterator[Mark]:
    for denied in sentence.expect.get("denied", ()):
        finding, _, value = denied.partition(".")
        forbidden = groups.of(finding, value) if finding == "radiation" and value == "leg" else {value}
        got = sorted(forbidden & set(said.get(finding) or ()))
        yield _right("denied", denied, not got, ", ".join(got))


def _flags(sentence: Sentence, answer: Answer, groups: Groups) -> Iterator[Mark]:
    expect = sentence.expect
    expected, doubted, absent = expect.get("flags", []), expect.get("ask_first", []), expect.get("absent", {})
    named = {*expected, *doubted, *absent}
    raised, asked = _raised(answer, "red_flags", named), _raised(answer, "ask_first", named)
    allowed: set[str] = set(sentence.may("flags"))
    for flag in [*expected, *doubted]:
        allowed |= groups.of("flags", flag)
    for flag in expected:
        group = groups.of("flags", flag)
        outcome = "hit" if group & {*raised, *asked} else "miss"
        yield Mark("flags", flag, outcome, status_of(flag, answer, groups), bool(group & set(raised)))
    for flag in doubted:
        group = groups.of("flags", flag)
        is_found = bool(group & {*raised, *asked})
        yield Mark(
            "doubts", flag, "hit" if is_found else "miss", status_of(flag, answer, groups), bool(group & set(asked))
        )
    for flag, reason in absent.items():
        yield Mark("quiet", reason, "extra" if flag in raised else "hit", flag)
    for flag in raised:
        if flag not in allowed and flag not in absent:
            yield Mark("flags", flag, "extra", flag)
    if not expected and not doubted:
        needless = [flag for flag in asked if flag not in allowed]
        yield Mark("needless", "question", "extra" if needless else "hit", ", ".join(needless))


def _raised(answer: Answer, key: str, named: Set[str]) -> list[str]:
    """Return the red flags of an answer, and what is danger only beside one (`less_movement`) if the label names it."""
    status = {"red_flags": "present", "ask_first": "uncertain"}[key]
    beside = [m["finding"] for m in answer["mentions"] if m["status"] == status and m["finding"] in named]
    return list(dict.fromkeys([*answer[key], *beside]))


def _statuses(sentence: Sentence, answer: Answer, groups: Groups) -> Iterator[Mark]:
    """Mark what was made of the status of each flag: `about` is the expected one, `got` the answered one."""
    expect = sentence.expect
    wanted = [(flag, "present") for flag in expect.get("flags", [])]
    wanted += [(flag, "uncertain") for flag in expect.get("ask_first", [])]
    wanted += list(expect.get("absent", {}).items())
    for flag, status in wanted:
        got = status_of(flag, answer, groups if status == "present" else Groups({}))
        # What nobody has said present is not wrong for having been passed over.
        is_right = got == status or (status not in ("present", "uncertain") and got == NOT_MENTIONED)
        yield Mark("status", status, "hit" if is_right else "miss", got, got == status)


def status_of(flag: str, answer: Answer, groups: Groups) -> str:
    """Return what was made of a flag: the status that counts most among its mentions."""
    group = groups.of("flags", flag)
    if group & set(_raised(answer, "red_flags", group)):
        return "present"
    if group & set(_raised(answer, "ask_first", group)):
        return "uncertain"
    found = [m["status"] for m in answer["mentions"] if m["finding"] in group]
    return found[0] if found else NOT_MENTIONED
