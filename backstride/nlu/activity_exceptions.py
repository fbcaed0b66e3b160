"""Exceptions turn what is said: `quiet unless i lift`, `fine until i sit`, `nothing helps except heat`."""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.domain.mentions import Mention
from backstride.nlu.activity_answers import Role
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Activity

_REACH, _BEFORE, _TWO = 5, 2, 2
_LIST_ENDS = frozenset({",", ":", "-", "and"})
_TOLD = frozenset({"help", "helps", "helped", "eases", "better", "works"})
_BAD = frozenset({"worse", "pain", "trouble"})
_RELIEVERS, _NOTHING = "relievers", "nothing"
_THERE_IS = frozenset({"there", "can", "what", "have", "has"})


def of_exception(
    message: Message, activity: Found, cues: Sequence[Found], kind: Activity, found: Sequence[Found]
) -> Role | None:
    """Return the role of what an `unless` or `except` leads to, None if none does."""
    if _is_all_but(message, activity, cues):
        return "better" if kind.reliever else "harmless"
    if kind.trigger and _is_the_one_that_hurts(message, activity):
        return "worse"
    if kind.reliever and _is_all_that_helps(message, activity, found):
        return "better"
    return _of_unless(message, activity, cues, kind)


def _of_unless(message: Message, activity: Found, cues: Sequence[Found], kind: Activity) -> Role | None:
    """Read `quiet unless i lift`, `sore unless i lie down`, `unless i walk it aches`: the reverse of what is said."""
    texts, (first, _) = message.texts, message.sentence(activity.first)
    near = texts[max(first, activity.first - _REACH) : activity.first + 1]
    if "unless" not in near:
        return None
    last = max((c for c in cues if c.last <= activity.first), key=lambda c: c.last, default=None)
    if last is None and texts[message.opening(activity.first)] == "unless":
        last = min((c for c in cues if c.first >= activity.last), key=lambda c: c.first, default=None)
    is_well = bool(message.words["well_words"] & set(texts[last.last if last else first : activity.first]))
    is_well = is_well if is_well or last is None else _is_well_said(last)
    if is_well:
        return "worse" if kind.trigger else None
    return "better" if last is not None and kind.reliever else None


def _is_well_said(cue: Found) -> bool:
    return cue.role != "useless" and (cue.role in _BAD) == (cue.status is Status.NEGATED)


def is_end_of_well(message: Message, activity: Found, cues: Sequence[Found], kind: Activity) -> bool:
    """Tell whether all is well before it (`my back is fine until i sit down`)."""
    if not kind.trigger:
        return False
    first, _ = message.sentence(activity.first)
    told = [c for c in cues if first <= c.first and c.last <= activity.first]
    if not told:
        return bool(message.words["well_words"] & set(message.texts[first : activity.first]))
    cue = max(told, key=lambda c: (c.last, c.role == "harmless"))
    is_denied = message.words["denials"] & set(message.texts[max(first, cue.first - _BEFORE) : cue.first])
    return cue.role in ("harmless", "better") and cue.status is not Status.NEGATED and not is_denied


def _is_all_but(message: Message, activity: Found, cues: Sequence[Found]) -> bool:
    """Tell whether all else hurts (`everything but lying down hurts`)."""
    first, end = message.sentence(activity.first)
    lead = message.texts[max(first, activity.first - _REACH) : activity.first]
    at = next((i for i, word in enumerate(lead) if word in message.words["all_things"]), None)
    if at is None or not message.words["exceptions"] & set(lead[at + 1 : at + 3]) or "i" in lead[at + 1 :]:
        return False  # `not sure if it is anything, but when i cough ..`
    return any(c.role in _BAD and activity.last <= c.first < end and c.status is Status.PRESENT for c in cues)


def _is_the_one_that_hurts(message: Message, activity: Found) -> bool:
    """Tell whether all else is well (`i can do everything except sit`, `apart from twisting nothing hurts`)."""
    texts, (first, end) = message.texts, message.sentence(activity.first)
    lead = texts[max(first, activity.first - _REACH) : activity.first]
    at = max((i for i, word in enumerate(lead) if word in message.words["all_but"]), default=None)
    if at is None:
        return False
    can = {"can", "fine", "ok", "okay"} & set(texts[first : activity.first])
    if can and message.words["all_things"] & set(lead[:at]):
        return True
    rest = [word for word in texts[activity.last : end] if word != ","]
    return rest[:1] in (["nothing"], ["none"]) and bool(message.words["bothers"] & set(rest[1:4]))


def _is_all_that_helps(message: Message, activity: Found, found: Sequence[Found]) -> bool:
    """Tell whether it is what nothing but which helps (`nothing touches it except a hot bath`)."""
    first, _ = message.sentence(activity.first)
    none = [f for f in found if f.name == _RELIEVERS and f.value == _NOTHING and first <= f.first]
    return any(
        f.last <= activity.first and message.words["all_but"] & set(message.texts[f.first : activity.first])
        for f in none
    )


def without_one_remedy(message: Message, mentions: list[Mention]) -> list[Mention]:
    """Return them without a `nothing helps` that is said of one remedy only, where another does."""
    helps = [m for m in mentions if m.finding == _RELIEVERS and m.status is Status.PRESENT]
    if len({m.value for m in helps}) < _TWO:
        return mentions
    mentions = _without_a_list_of_nothing(message, mentions, helps)
    starts = {token.start: (at, token.text) for at, token in enumerate(message.tokens)}
    denials = message.words["denials"] | _THERE_IS
    none = {m: starts.get(m.start, (0, "")) for m in helps if m.value == _NOTHING}
    kept = [m for m, (at, word) in none.items() if word in denials and not _is_of_all_but(message, at)]
    return [m for m in mentions if m not in none or m in kept]


def _without_a_list_of_nothing(message: Message, mentions: list[Mention], helps: list[Mention]) -> list[Mention]:
    """Return them without what a list names of which nothing helps (`pills, hot baths, nothing touches it`)."""
    at = {token.start: i for i, token in enumerate(message.tokens)}
    gone: set[Mention] = set()
    for none in (m for m in helps if m.value == _NOTHING):
        end = at.get(none.start, 0)
        first = message.sentence(end)[0]
        if end < _TWO or message.texts[end - 1] not in _LIST_ENDS:
            continue
        if "," not in message.texts[first : end - 1] or _TOLD & set(message.texts[first:end]):
            continue
        gone |= {m for m in helps if m is not none and first <= at.get(m.start, 0) < end}
    return [m for m in mentions if m not in gone]


def _is_of_all_but(message: Message, at: int) -> bool:
    """Tell whether an exception follows in the sentence (`nothing helps except lying on the floor`)."""
    _, end = message.sentence(at)
    return bool(message.words["all_but"] & set(message.texts[at:end]))
