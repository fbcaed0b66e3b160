"""Whose body a message is about, where the writer did not say so before."""

from collections.abc import Mapping, Sequence

from backstride.domain.findings import Status
from backstride.domain.mentions import Mention
from backstride.nlu.clauses import Message, speaker_of
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Site


def find_subject(message: Message, found: Sequence[Found], subject: str, sites: Mapping[str, Site]) -> str:
    """Return the subject of care, changed if the whole complaint is somebody else's.

    Args:
        message: The words.
        found: All phrases of the message.
        subject: Whom the conversation is about so far; only "me" can change.
        sites: What each site can become.
    """
    if subject != "me":
        return subject
    words = message.words
    pains = [f for f in found if f.role == "pain" or (f.role == "site" and sites[f.name].region == "back")]
    backs = [f for f in pains if f.role == "site"]
    who = [speaker_of(message, f.first, words) for f in pains]
    named = any(_is_owned_by_kin(message, f) for f in backs)
    if not backs or "me" in who or (len(pains) == len(backs) and not named):
        return subject
    others = [w for w in who if w not in ("", "me")]
    if not others or any(message.texts[f.first - 1 : f.first] == ("my",) for f in backs):
        return subject
    return "my_child" if others[0] in words["kin_child"] else "other_adult"


def subject_mention(message: Message, about: str) -> Mention:
    """Return the mention that names whom the message is about."""
    kin = message.words["kin_child" if about == "my_child" else "kin_adult"] | message.words["third_person"]
    token = next((t for t in message.tokens if t.text in kin), message.tokens[0])
    return Mention("subject", Status.PRESENT, token.start, token.end, "", about)


def _is_owned_by_kin(message: Message, site: Found) -> bool:
    """Tell whether it is a relative's place (`my wife 's back`, `my mum is 68 and her back goes`)."""
    kin = message.words["kin_adult"] | message.words["kin_child"]
    if message.texts[site.first - 1 : site.first] in (("her",), ("his",)):
        return speaker_of(message, site.first, message.words) in kin
    before = [text for text in message.texts[max(0, site.first - 2) : site.first] if text != "'s"]
    return bool(before) and before[-1] in kin
