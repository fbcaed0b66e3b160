"""Whether it gets better, told by what was and what is: `could not sit, now i sit through films`, `leg pain gone`.

Words that name a course (`getting worse`) are data (content/lexicon/course.yml); two scores are in `score_trend.py`.
"""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.verdicts import is_over

_FAR, _SOON, _NOT_REACH, _WAS_REACH, _RETURNS_REACH = 70, 14, 2, 4, 14
"""In words."""
_COULD = frozenset({"could", "couldnt"})
_THEN = frozenset({"could", "was", "were", "did", "had"})
_LIMBS = frozenset({"leg", "sciatica", "back_thigh", "front_thigh", "calf", "below_knee", "foot_toes", "both_legs"})
_NOT_ON_THE_MEND = frozenset(
    {"trend", "fever", "sweats", "weak", "ces_bladder", "ces_saddle", "ces_bowel", "bilat_leg"}
)
"""Findings beside which `leg pain gone` tells of no good course."""
_OTHER = {"left": "right", "right": "left"}
_TURNS, _SIDE_BEFORE, _SIDE_AFTER = frozenset({"now", "then", "since"}), 14, 7
_OPEN = (Status.HYPOTHETICAL, Status.OTHER_PERSON, Status.HISTORICAL)


def without_parts_of_others(found: Sequence[Found]) -> list[Found]:
    """Drop what only says how a thing goes: `slowly better` is no slow beginning, `weight unchanged` no course."""
    mending = [f for f in found if f.name == "trend" and f.value == "better"]
    weights = [f for f in found if f.name == "wtloss"]
    return [
        f
        for f in found
        if not (f.name == "onset" and f.value == "gradual" and any(one.holds(f) for one in mending))
        and not (f.name == "trend" and any(one.holds(f) for one in weights))
    ]


def told_by_contrast(message: Message, found: Sequence[Found]) -> Found | None:
    """Return what says that it is better or worse, None if a course is named or nothing says so."""
    if not any(f.name == "trend" for f in found) and (second := _second_leg(message, found)) is not None:
        return second
    if any(f.name in _NOT_ON_THE_MEND and f.status is Status.PRESENT for f in found):
        return None
    return _was_bad_is_mild(message) or _part_is_gone(message, found)


def _second_leg(message: Message, found: Sequence[Found]) -> Found | None:
    """Return what says that the other leg has begun, too (`left toes, then the right`, `since monday both`)."""
    told = {f.name for f in found if f.status is Status.PRESENT}
    if not told & (_LIMBS | {"bilat_leg"}) or not told & {"quality", "bilat_leg", "weak"}:
        return None
    texts = message.texts
    for at, word in enumerate(texts):
        if word not in _TURNS:
            continue
        before, after = texts[max(0, at - _SIDE_BEFORE) : at], texts[at + 1 : at + 1 + _SIDE_AFTER]
        was = [side for side in before if side in _OTHER]
        if was and (_OTHER[was[-1]] in after or ("both" in after and "both" not in before)):
            return Found("finding", "trend", "worse", Status.PRESENT, at, at + 1)
    return None


def was_bad_until(message: Message) -> int:
    """Return where a message turns from bad days to milder ones, 0 if it does not."""
    turn = _was_bad_is_mild(message)
    return turn.first if turn is not None else 0


def is_of_bad_days(message: Message, mention: Found) -> bool:
    """Tell whether a finding is told of bad days that have turned (`could not walk in may, now i do two miles`)."""
    texts, words = message.texts, message.words
    if mention.name not in words["of_bad_days"]:
        return False
    turn, told = was_bad_until(message), texts[max(0, mention.first - _WAS_REACH) : mention.last]
    return mention.last <= turn and texts[turn] in words["now_of_course"] and not _THEN.isdisjoint(told)


def _was_bad_is_mild(message: Message) -> Found | None:
    """Return the `now` of a message that tells of bad days before it, and of milder ones with it."""
    texts, words = message.texts, message.words
    if (_COULD | words["bad_then"]).isdisjoint(texts):
        return None  # only spares the time
    bad: int | None = None
    for at, word in enumerate(texts):
        if bad is not None and _is_now(message, at) and at - bad <= _FAR:
            _, end = message.sentence(at)
            follows = set(texts[at + 1 : min(end, at + 1 + _SOON)])
            if words["mild_now"] & follows and not words["bad_now"] & follows:
                return Found("finding", "trend", "better", Status.PRESENT, at, at + 1)
        if _is_bad_then(message, at, word):
            bad = at
    return None


def _is_now(message: Message, at: int) -> bool:
    texts = message.texts
    if texts[at] in message.words["now_of_course"]:
        return True
    return texts[at] == "this" and texts[at + 1 : at + 2] in (("week",), ("month",), ("morning",))


def _is_bad_then(message: Message, at: int, word: str) -> bool:
    """Tell whether it is what somebody could not do, or a word for bad pain that was."""
    texts, words = message.texts, message.words
    first, _ = message.sentence(at)
    lead = set(texts[max(first, at - _WAS_REACH) : at])
    if words["third_person"] & lead and not words["first_person"] & lead:
        return False
    if word in _COULD and "not" in texts[at + 1 : at + 1 + _NOT_REACH]:
        return texts[at + 2 : at + 3] != () and texts[at + 2] in words["could_not_do"]
    return word in words["bad_then"] and bool({"was", "were", "been"} & lead)


def _part_is_gone(message: Message, found: Sequence[Found]) -> Found | None:
    """Return the leg that is told to be over (`leg pain gone, only the back is left`), if it is not told to be back."""
    for site in found:
        if site.name not in _LIMBS or site.status in _OPEN:
            continue
        if is_over(message, site.last):
            rest = set(message.texts[site.last : site.last + _RETURNS_REACH])
            if not message.words["returns"] & rest:
                return Found("finding", "trend", "better", Status.PRESENT, site.first, site.last)
    return None
