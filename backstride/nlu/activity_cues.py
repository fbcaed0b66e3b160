"""The words that say what an activity does, and deeds that no lexicon names (`milking loosens me`).

Which word belongs to which activity is decided in `activities.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.place_cues import NAMED_FOR_PAIN

ORDER = {"harmless": 0, "useless": 0, "better": 1, "worse": 2, "pain": 2, "trouble": 2}
"""How strongly a cue speaks where two are equally near."""
_WORSE = ORDER["worse"]
_TO_PLACE = 3
_IN, _PLACE_WORDS = frozenset({"in", "down", "of"}), 4
_DEED, _SHORTEST_DEED, _OBJECT, _OUTCOME = "moving", 6, 4, 5
_THEN = frozenset({",", "and", "then", ";", "-", "="})
_IT = frozenset({"it", "that", "they", "everything", "things", "which"})
_GOES = frozenset({"goes", "go"})
_SHIFTS = frozenset({"shift", "shifts", "stop", "stops", "stopped", "stopping"})
_YEAR = 4
_VERDICTS = frozenset({"is", "are", "was", "were", "=", ":", "'s"})
_WELL = frozenset({"fine", "ok", "okay", "alright", "normal"})


def cues_of(message: Message, found: Sequence[Found]) -> list[Found]:
    """Return what says worse, better or no harm in a message, and what names a pain, in no order."""
    doing = [f for f in found if f.role == "activity"]
    said = [f for f in found if f.role in ORDER and (f.role != "better" or not _is_no_help(message, f, doing))]
    over: dict[int, list[Found]] = {}
    for cue in said:
        for at in range(cue.first, cue.last):
            over.setdefault(at, []).append(cue)
    said = [f for f in said if not any(c.holds(f) and _size(c) > _size(f) for c in over[f.first])]
    relief = {f.first for f in said if f.role == "better"}
    relief |= {f.first - size for f in said if f.role == "better" for size in _place_before(message, found, f.first)}
    cues = [f for f in said if ORDER[f.role] < _WORSE or f.last not in relief]  # `the pain eases`
    pains = [f for f in found if f.name == "quality"]
    told = {message.sentence_of[f.first] for f in pains if f.status is Status.PRESENT}
    named = [f for f in pains if f.status is Status.NEGATED and message.sentence_of[f.first] in told]
    pains = [f for f in pains if f not in named]  # `a shock, not an ache, when i bend` denies no bending
    cues = [c for c in cues if not any(c.overlaps(f) for f in named)]
    none = [f for f in found if f.name == "relievers"]  # `and nothing he takes helps`
    cues = [c for c in cues if c.role != "harmless" or not any(c.overlaps(f) for f in none)]
    cues = [replace(c, role="harmless") if _is_ability(message, c, doing) else c for c in cues]
    cues = [replace(c, role="useless") if _is_over(message, c, doing) else c for c in cues]
    eased = [c for c in cues if c.role == "better"]
    pains = [f for f in pains if not any(c.overlaps(f) for c in eased)]  # `the back | ache settles`
    pains += [f for f in found if f.role == "site" and f.name in NAMED_FOR_PAIN]
    pains += _spreads(message, found, cues)
    return cues + [replace(f, role="pain") for f in pains if f.last not in relief]


def _spreads(message: Message, found: Sequence[Found], cues: Sequence[Found]) -> list[Found]:
    """Return places that pain is said to go to where no other word tells of it (`goes to my calf when i sneeze`)."""
    moves = [f for f in found if f.role == "spread" and f.status is Status.PRESENT]
    if not moves:
        return []
    ends = [f for f in found if f.role == "site" and f.status is Status.PRESENT and f.name not in NAMED_FOR_PAIN]
    arrived = [s for s in ends if any(0 <= s.first - m.last <= _TO_PLACE for m in moves)]
    told = {message.sentence_of[c.first] for c in cues if ORDER[c.role] == _WORSE and c.status is Status.PRESENT}
    return [
        s
        for s in arrived
        if message.sentence_of[s.first] not in told
        and message.texts[s.last : s.last + 1] != ()
        and message.texts[s.last] in message.words["ties"]
    ]


def _is_no_help(message: Message, cue: Found, doing: Sequence[Found]) -> bool:
    """Tell whether it only looks like help: it ends an activity (`a | shift | my back`) or goes on (`it goes down`)."""
    is_work = message.texts[cue.first] in _SHIFTS and any(a.first < cue.first < a.last < cue.last for a in doing)
    if is_work or _is_of_what_follows(message, cue, doing):
        return True
    follows = message.texts[cue.last : cue.last + 1]
    if (*message.texts[cue.last - 1 : cue.last], *follows) in (("better", "off"), ("good", "while")):
        return True  # `they would be better off without me`, `for a good while`
    is_gone = follows != () and follows[0].isalnum() and follows[0] not in message.words["goes_off"]
    return message.texts[cue.last - 1] in _GOES and is_gone


def _is_of_what_follows(message: Message, cue: Found, doing: Sequence[Found]) -> bool:
    """Tell whether it denies what follows (`no pain lying, no pain walking`), or is an amount (`a good 20 minutes`)."""
    texts = message.texts
    follows = texts[cue.last : cue.last + 1]
    if texts[cue.last - 1] == "good" and follows and _is_amount(message, cue.last):
        return True
    if texts[cue.last - 1] == "thing" and message.words["bad_thing"] & set(texts[cue.last : cue.last + _OBJECT]):
        return True  # `bending is the only thing i avoid`
    return texts[cue.last - 2 : cue.last] == ("no", "pain") and any(a.first == cue.last for a in doing)


def _is_amount(message: Message, at: int) -> bool:
    return message.tokens[at].number is not None or message.texts[at] in message.words["good_amounts"]


def _is_over(message: Message, cue: Found, doing: Sequence[Found]) -> bool:
    """Tell whether it helped once and does so no more (`the tablets helped at first, not any more`)."""
    if cue.role != "better" or cue.status is not Status.PRESENT:
        return False
    _, end = message.sentence(cue.first)
    stop = min((a.first for a in doing if a.first >= cue.last), default=end)
    rest = message.texts[cue.last : min(end, stop)]
    near = f" {' '.join(rest[:_OBJECT])} "
    if "still" in rest:
        return False
    if any(a == "in" and len(b) == _YEAR and b.isdecimal() for a, b in pairwise(rest[:_OBJECT])):
        return True  # `which fixed me in 2016`
    return any(f" {p} " in near for p in message.words["helped_first"])


def _is_ability(message: Message, cue: Found, doing: Sequence[Found]) -> bool:
    """Tell whether a `i can walk` is no outcome of what is told before it (`ice and then i can walk`)."""
    texts = message.texts
    if texts[cue.first] not in message.words["doers"] or texts[cue.first + 1] != "can":
        return False
    first, _ = message.sentence(cue.first)
    before = any(first <= a.first < cue.first for a in doing)
    return not before or texts[cue.first - 1] not in message.words["leads_to_ability"]


def _place_before(message: Message, found: Sequence[Found], at: int) -> Iterator[int]:
    """Yield the size of a place with its `in` that ends there (`the pain in my left buttock` goes)."""
    for site in found:
        if site.role == "site" and site.last == at:
            texts = message.texts[max(0, site.first - _PLACE_WORDS) : site.first][::-1]
            size = next((i + 1 for i, word in enumerate(texts) if word in _IN), None)
            if size and set(texts[: size - 1]) <= message.words["part_words"]:
                yield at - site.first + size


def with_deeds(message: Message, activities: list[Found], cues: Sequence[Found]) -> list[Found]:
    """Return the activities with what else somebody does and is eased by (`milking loosens me`), in order."""
    helps = [c for c in cues if c.role == "better" and c.status is Status.PRESENT and c.first]
    heads = [_deed_before(message, c) for c in helps if not _is_deed(message, c.first)]
    deeds = [Found("activity", _DEED, None, Status.PRESENT, at, at + 1) for at in heads if at is not None]
    deeds = [d for d in deeds if not any(d.overlaps(f) for f in (*activities, *cues))]
    return sorted([*activities, *deeds], key=lambda f: (f.first, f.last)) if deeds else activities


def moving_about(message: Message, activity: Found) -> Found:
    """Return a chore that helps as what it is good for (`hoovering will do`): one moves about."""
    is_chore = message.words["chores"] & set(message.texts[activity.first : activity.last])
    return replace(activity, name=_DEED) if is_chore else activity


def _deed_before(message: Message, cue: Found) -> int | None:
    """Return where the deed stands that a cue is told of: right before it."""
    texts, at = message.texts, cue.first - 1
    at -= at > 0 and texts[at] in message.words["adverbs"]
    return at if _is_deed(message, at) else None


def _is_deed(message: Message, at: int) -> bool:
    word = message.texts[at]
    return word[-3:] == "ing" and len(word) >= _SHORTEST_DEED and word not in message.words["no_deeds"]


def is_conditional(message: Message, cue: Found) -> bool:
    """Tell whether a condition follows a word of help (`eases if i ...`)."""
    said = message.texts[cue.last - 1 : cue.last + 2]
    return cue.role in ("better", "harmless") and any(
        a in message.words["ties"] and b in message.words["one_who"] for a, b in pairwise(said)
    )


def is_turned(message: Message, cue: Found, cues: Sequence[Found]) -> bool:
    """Tell whether no help is said to be harm (`does not help, in fact it makes it worse`)."""
    later = [c for c in cues if c.role == "worse" and c.status is Status.PRESENT and c.first >= cue.last]
    texts, in_fact = message.texts, message.words["in_fact"]
    return any(in_fact.issuperset(texts[cue.last : c.first]) for c in later)


def is_of_what_stands_before(message: Message, activity: Found, cue: Found) -> bool:
    """Tell whether a verdict is about something before it (`my balance is good, i do yoga`)."""
    said = message.texts[cue.first : cue.last]
    return cue.last <= activity.first and said == ("is", "good")


def is_freed(message: Message, cue: Found) -> bool:
    """Tell whether a comma parts a word of getting worse from the `not` before it (`not constant, mostly when ..`)."""
    near = message.texts[message.sentence(cue.first)[0] : cue.first][::-1]
    said = near[: next((i for i, word in enumerate(near) if word in message.words["denials"]), 0)]
    return said[:1] == (",",) and message.texts[cue.first] in message.words["only_times"]


def is_eased_by(message: Message, run: Found, cues: Sequence[Found]) -> bool:
    """Tell whether a word of help stands right beside a run (`the easy miles loosen it`, `less when i run`).

    Most that is said well of running only says that it does no harm (`running = fine`).
    """
    texts = message.texts
    for cue in cues:
        if cue.role != "better" or cue.status is not Status.PRESENT or texts[cue.first] in _VERDICTS:
            continue
        if texts[cue.first] in _WELL and texts[max(0, cue.first - 1) : cue.first] != ("only",):
            continue  # `fine all day, fine when i run`
        if any(c is not cue and c.overlaps(cue) and c.role != "pain" for c in cues):
            continue
        behind = texts[run.last : cue.first] if run.last <= cue.first else None
        is_named = (
            behind is not None and set(behind) <= message.words["is_what"] and bool({"what", "thing"} & set(behind))
        )
        if is_named or (behind is not None and set(behind) <= _IT):
            return True
        lead, when = texts[cue.last - 1 : run.first], message.words["eased_when"]
        if when & set(lead) and set(lead[1:]) <= when | message.words["eased_who"]:
            return True
    return False


def ends_it(message: Message, activity: Found, cues: Sequence[Found], activities: Sequence[Found]) -> bool:
    """Tell whether what comes of it is told next (`pull over, walk about, good for another hour`)."""
    texts, words = message.texts, message.words
    if texts[activity.last : activity.last + 1] == () or texts[activity.last] not in _THEN:
        return False
    later = [c for c in cues if 0 < c.first - activity.last <= _OUTCOME or c.first == activity.last]
    told = min(later, key=lambda c: (c.first, -c.last), default=None)
    if told is None or told.role != "better" or told.status is not Status.PRESENT:
        return False
    follows = texts[told.last : told.last + 1]
    if {texts[told.last - 1], *follows} & words["eased_when"]:
        return False
    if follows and follows[0][0].isalnum() and follows[0] not in words["outcome_goes_on"]:
        return False
    return not any(activity.last <= a.first <= told.last + _OUTCOME - 1 for a in activities)


def _size(found: Found) -> int:
    return found.last - found.first


def is_worse_with(message: Message, cue: Found, activity: Found) -> bool:
    """Tell whether a word of getting worse stands right before it."""
    near = cue.role == "worse" and 0 <= activity.first - cue.last <= 1 and cue.status is Status.PRESENT
    return near and all(word[0].isalnum() for word in message.texts[cue.last : activity.first])
