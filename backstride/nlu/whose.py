"""Whose body a message is about, where the writer did not say so before."""

from collections.abc import Mapping, Sequence

from backstride.domain.findings import Status
from backstride.domain.mentions import Mention
from backstride.nlu.bystanders import is_done_to_me
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Site
from backstride.nlu.onlookers import looked_on, only_had_it, turns_to_the_writer
from backstride.nlu.people import is_counted_kin, person_before

_ADULT, _OLDEST = 18, 110
_BEFORE_AGE = frozenset({",", "is", "'s", "aged", "age", "now", "turned", "just", "only", "who", "he", "she", "-", "("})
_AGE_REACH = 3
_HE_OR_SHE = frozenset({"he", "she", "himself", "herself"})
_OLD_WRITTEN = (("yo",), ("y", "o"), ("y", "/", "o"), ("-", "year", "-", "old"), ("-", "year", "old"))
_MINE = frozenset({"mine", "mines"})
_I_AM_HERS = tuple((*said, whose) for said in (("i", "am"), ("this", "is"), ("it", "is")) for whose in ("her", "his"))
_HERE, _HERS = frozenset({"here"}), frozenset({"her", "his"})
_POSSESSIVES = (("her",), ("his",))
_FOR_WHOM = frozenset({"for", "about", "regarding", "concerning", "re"})
_THEM, _THEM_REACH = frozenset({"him", "her", "them"}), 4
_SINCE, _SINCE_REACH = frozenset({"since", "after", "with", "had", "having", "before"}), 4
_OPENS = 5
_PARENT_OF = (("of", "a"), ("of", "an"), ("to", "a"), ("to", "an"))
_HAVE_A, _HE_SHE_ALL = ((), ("have", "a"), ("got", "a"), ("have", "an")), frozenset({"he", "she"})
_I_AM_ANSWERING = tuple(("i", "am", said) for said in ("answering", "writing", "typing", "replying", "messaging"))
_ASKERS, _HE_SHE = frozenset({"i", "we"}), (("he",), ("she",))


def find_subject(message: Message, found: Sequence[Found], subject: str, sites: Mapping[str, Site]) -> str:
    """Return the subject of care, changed if the whole complaint is somebody else's.

    Args:
        message: The words.
        found: All phrases of the message.
        subject: Whom the conversation is about so far; only "me" can change.
        sites: What each site can become.
    """
    if subject != "me" or any(is_done_to_me(message, f) for f in found):
        return subject
    asked_for = _written_for(message)
    if person := looked_on(message, found, asked_for):
        return _who_is(message, person)
    pains = [f for f in found if f.role == "pain" or (f.role == "site" and sites[f.name].region == "back")]
    pains = [f for f in pains if not _is_asked(message, f)]
    backs = [f for f in pains if f.role == "site"]
    who = [_person_of(message, f) for f in pains]
    is_young = _has_young_patient(message, found)
    if ("me" in who and not is_young) or _MINE & set(message.texts) or any(_is_mine(message, f) for f in backs):
        return subject
    others = [w for w in who if w not in ("", "me")]
    if not asked_for and (only_had_it(message, found) or turns_to_the_writer(message, pains)):
        return subject
    if not asked_for and not is_young and not _is_all_about_another(message, found, sites):
        parts = [*pains, *(f for f in found if f.role == "site")]  # `mum moans about her hip and low back`
        named = any(_is_owned_by_kin(message, f) for f in parts) or (
            bool(backs) and is_grown_up(message)
        )  # `my brother is 54 ... he has had low back trouble`
        if not others or (not named and (not backs or len(pains) == len(backs))):
            return subject
    words = message.words
    person = asked_for or next((w for w in others if w not in words["third_person"]), "") or _first_kin(message)
    return _who_is(message, person)


def _is_asked(message: Message, pain: Found) -> bool:
    """Tell whether a word of pain is only what the writer asks to do (`do i bother the doctor`)."""
    texts, at = message.texts, pain.first
    return texts[max(0, at - 1) : at] == ("i",) and bool(
        message.words["asks_what"] & set(texts[max(0, at - 2) : at - 1])
    )


def subject_mention(message: Message, about: str) -> Mention:
    """Return the mention that names whom the message is about."""
    words = message.words
    kin = words["kin_child" if about == "my_child" else "kin_adult"] | words["kin_child"] | words["third_person"]
    token = next((t for t in message.tokens if t.text in kin), message.tokens[0])
    return Mention("subject", Status.PRESENT, token.start, token.end, "", about)


def age_of_patient(message: Message) -> int | None:
    """Return the index of the token with the age of a relative or of `he` or `she` (`my son, 15,`), None if unsaid."""
    kin = message.words["kin_adult"] | message.words["kin_child"] | {"he", "she"}
    for index, token in enumerate(message.tokens):
        if token.number is None or not 0 < token.number < _OLDEST:
            continue
        after = message.texts[index + 1 : index + 3]
        if after and (after[0] in message.words["no_age_units"] or after[1:] == ("ago",)):
            continue
        named = index - 1
        while named >= 0 and index - named <= _AGE_REACH and message.texts[named] in _BEFORE_AGE - {"he", "she"}:
            named -= 1
        if named >= 0 and message.texts[named] in kin and not _is_as_a(message.texts, named):
            return index
        following = message.texts[index + 1 : index + 5]
        is_years = after[1:] == ("old",) or any(following[: len(said)] == said for said in _OLD_WRITTEN)
        is_child = message.texts[index - 2 : index] in _PARENT_OF and message.texts[index - 3] in kin
        if is_years and is_child and message.words["third_person"] & set(message.texts):
            return index  # `mum of a 14 year old, she ...`
        if is_years and message.texts[index - 1 : index] in (("my",), ("our",)):
            return index
        if is_years and message.texts[max(0, index - 2) : index] in _HAVE_A and _HE_SHE_ALL & set(message.texts):
            return index  # `8 yo with back ache, he ...`, `i have a 14 year old who swims. he ...`
    return None


def is_grown_up(message: Message) -> bool:
    """Tell whether the relative's age is stated and 18 or more."""
    at = age_of_patient(message)
    return at is not None and (message.tokens[at].number or 0) >= _ADULT


def is_age_of_another(message: Message, at: int, found: Sequence[Found], about: str) -> bool:
    """Tell whether a number is the age of somebody else than the patient (`our youngest is 4 and my back aches`)."""
    texts, words = message.texts, message.words
    kin = words["kin_adult"] | words["kin_child"]
    if {"olds", "twins"} & set(texts[at + 1 : at + 5]):
        return True
    hurts = any(f.role == "pain" or (f.role == "site" and _is_mine(message, f)) for f in found)
    if about != "me" or not (hurts or words["births_sure"] & set(texts)):
        return False
    if texts[max(0, at - 1) : at] in (("a",), ("an",), ("my",), ("our",)) and texts[max(0, at - 3) : at - 1] != (
        "i",
        "am",
    ):
        return texts[at - 2 : at] not in (("in", "a"), ("in", "an")) or bool(
            words["first_person"] & set(texts)
        )  # `in a 27 year old`
    return person_before(message, at) in kin | words["third_person"]


def _person_of(message: Message, mention: Found) -> str:
    """Return who a mention is about, as it says itself (`low in my back`), failing that by its sentence."""
    if "my" in message.texts[mention.first : mention.last]:
        return "me"
    who = person_before(message, mention.first)
    return "" if who in message.words["strangers"] else who  # `the dog pulled and my back went`


def _is_mine(message: Message, site: Found) -> bool:
    return message.texts[site.first - 1 : site.first] in (("my",), ("me",))


def _is_owned_by_kin(message: Message, mention: Found) -> bool:
    """Tell whether it is a relative's (`my wife 's back`, `my mum is 68 and her back goes`, `dad has back pain`)."""
    kin = message.words["kin_adult"] | message.words["kin_child"]
    inside = message.texts[mention.first : mention.last]
    if message.texts[mention.first - 1 : mention.first] in _POSSESSIVES or {"his", "her"} & set(inside):
        return _person_of(message, mention) in kin | message.words["third_person"]
    before = [text for text in message.texts[max(0, mention.first - 2) : mention.first] if text != "'s"]
    return bool(before) and before[-1] in kin


def _written_for(message: Message) -> str:
    """Return the relative for whom somebody writes (`messaging for my grandad`, `for dad: ...`), "" if nobody."""
    kin = message.words["kin_adult"] | message.words["kin_child"]
    texts = message.texts
    for index, text in enumerate(texts):
        before = texts[max(0, index - 3) : index]
        if text in kin and _FOR_WHOM & set(before) and message.words["writing"] & set(texts[max(0, index - 5) : index]):
            return text
        if text in kin and before[-3:] in _I_AM_HERS:
            return _first_kin(message, but=index) or before[-1]  # `she is 79, i am her daughter`
        takes_over = texts[index + 1 : index + 2] and texts[index + 1] in message.words["writing"] | _HERE
        if text in kin and takes_over and message.words["third_person"] & set(texts):
            return _first_kin(message, but=index) or "he"  # `wife here, his foot is weak`
    if "write" in texts and any(texts[i : i + 2] in (("me", "to"), ("her", "to")) for i in range(len(texts))):
        return _first_kin(message)
    if texts[:1] in _HE_SHE and any(texts[i : i + 3] in _I_AM_ANSWERING for i in range(len(texts))):
        return _first_kin(message) or texts[0]
    return ""


def _has_young_patient(message: Message, found: Sequence[Found]) -> bool:
    """Tell whether a child with a stated age has something the matter and the writer has not."""
    at = age_of_patient(message)
    if at is None or (message.tokens[at].number or 0) >= _ADULT:
        return False
    texts = message.texts
    if any(text == "i" and not _is_their_helper(message, i) for i, text in enumerate(texts)):
        return False
    if _SINCE & set(texts[max(0, at - _SINCE_REACH - _AGE_REACH) : at]) and "my" in texts[:at]:
        return False  # `an ache since my second baby (he is 3)`
    if message.words["births_sure"] & set(texts):
        return False  # `post partum back pain that never went, my daughter is 4`
    return any(f.role in ("finding", "pain") and f.status is Status.PRESENT for f in found)


def _is_their_helper(message: Message, at: int) -> bool:
    """Tell whether an `i` only says something or does it to the relative (`i think`, `after i swung him`)."""
    texts, says = message.texts, message.words["says_of_them"]
    return bool(says & set(texts[at + 1 : at + 2]) or _THEM & set(texts[at + 2 : at + 1 + _THEM_REACH]))


def _is_all_about_another(message: Message, found: Sequence[Found], sites: Mapping[str, Site]) -> bool:
    """Tell whether only a relative is told of, of pain, with an age or of an alarm (`nan took the lot, now drowsy`)."""
    words, at = message.words, age_of_patient(message)
    kin = words["kin_adult"] | words["kin_child"]
    if words["births_sure"] & set(message.texts) and at is not None and (message.tokens[at].number or 0) < _ADULT:
        return False
    for index, text in enumerate(message.texts):
        if text in _ASKERS and words["asks_what"] & set(message.texts[max(0, index - 1) : index]):
            continue
        if text in words["first_person"] and not kin & set(message.texts[index + 1 : index + 3]):
            return False
    is_ill = any(f.role in ("finding", "pain") and f.name != "minor" and f.status is Status.PRESENT for f in found)
    hurts = any(f.role == "pain" for f in found)
    signs = {f.name for f in found if f.role == "finding" and f.status is Status.PRESENT}
    has_back = any(f.role == "site" and sites[f.name].region == "back" for f in found)
    said = set(message.texts)
    alarms = bool(signs & words["alarms"]) or len(signs & words["acute"]) > 1
    once = words["no_alarm"] & said
    of_late = words["recent"] & said if once == {"had"} else {"night"} & said if once == {"had", "last"} else set()
    is_once = once and not of_late  # `he is talking rubbish, he had a bad back last night`
    is_now = alarms and bool(words["at_once"] & said) and not is_once
    is_told = (bool(signs & words["acute"]) and has_back) or (len(signs) > 1 and _opens_with_child(message))
    is_told = is_told and not once
    is_told = is_told or bool(signs & words["acute"] and _has_now(message))
    is_now = is_now or is_told
    if not _first_kin(message) and not (is_now and _opens_with_he(message)):
        return False
    return is_ill and (hurts or is_now or age_of_patient(message) is not None)


def _has_now(message: Message) -> bool:
    """Tell whether a relative has it now, whatever was before (`had an operation and now she is feverish`)."""
    texts = message.texts
    return any(text == "now" and texts[i + 1 : i + 2] in _HE_SHE for i, text in enumerate(texts))


def _opens_with_child(message: Message) -> bool:
    """Tell whether a message opens with the writer's child (`my teenage daughter ...`)."""
    texts = message.texts[:_OPENS]
    return texts[:1] in (("my",), ("our",)) and bool(message.words["kin_child"] & set(texts))


def _opens_with_he(message: Message) -> bool:
    """Tell whether a message opens with somebody who is not named (`she can not move her legs now`)."""
    said = message.texts[:_OPENS]
    return bool(said) and any(said[i : i + 1] in _HE_SHE for i in range(2))


def _first_kin(message: Message, *, but: int = -1) -> str:
    kin = message.words["kin_adult"] | message.words["kin_child"]
    texts = message.texts
    named = (i for i, text in enumerate(texts) if text in kin and i != but and not _is_as_a(texts, i))
    return next((texts[i] for i in named if not is_counted_kin(message, i)), "")


def _is_as_a(texts: Sequence[str], at: int) -> bool:
    """Tell whether a word for a child is about nobody (`shin splints as a teenager`, `mum of a 14 year old`)."""
    return texts[max(0, at - 2) : at] == ("as", "a") or texts[at + 1 : at + 3] in _PARENT_OF


def _who_is(message: Message, person: str) -> str:
    """Return `my_child` or `other_adult`; a stated age decides, for a daughter may be grown up."""
    at = age_of_patient(message)
    if at is not None and (person in message.words["kin_child"] | _HE_OR_SHE | _HERS or not person):
        return "my_child" if (message.tokens[at].number or 0) < _ADULT else "other_adult"
    is_theirs = at is None and person in _HERS and _is_a_parent(message)
    return "my_child" if is_theirs or person in message.words["kin_child"] else "other_adult"


def _is_a_parent(message: Message) -> bool:
    """Tell whether the writer is the parent of the patient (`hi, this is her mum now`)."""
    texts, parents = message.texts, message.words["parents"]
    return any(texts[max(0, i - 1)] in _HERS for i, text in enumerate(texts) if text in parents)
