"""Takes off a reply what people put around an answer: a greeting, an excuse, whose words they are, a guess.

"Sorry, just saw this. none" answers *none*, "she says the left" *the left*. Knows no question and nothing clinical;
what is left is read like any reply, and only where the whole one is no answer.
"""

import re

_LONGEST, _MOST = 200, 6
"""Characters, and things to take off one after the other."""
_WHO = (
    r"(?:s?he|they|my (?:wife|husband|partner|girlfriend|boyfriend|mom|mum|mother|dad|father|son|daughter|kid|gran|"
    r"grandma|grandpa|sister|brother)|mom|mum|dad|hubby|the (?:wife|kid)|doc|doctor)"
)
_SAYS = r"(?: ?i?s|'s)? ?(?:says?|said|saying|thinks?|told me|tells me|reports|goes)(?: that| its| it's)?"
_GREETS = (
    r"(?:hi|hello|hey|hiya|yo|good (?:morning|afternoon|evening|day))(?: there| again)?|again|"
    r"(?:so |very |really )?sorr+y"
    r"(?: (?:about|for) (?:that|the (?:delay|wait|late reply)|being (?:so )?(?:slow|late)))?|"
    r"sry|apologies|my bad|(?:i )?forgot(?: about this| to (?:reply|answer))?|(?:i )?got busy|"
    r"(?:i )?(?:was|am|been) (?:so )?(?:busy|asleep|at work|driving|away)|"
    r"(?:i )?just (?:saw|got|seen|read) this|im back|"
    r"(?:are )?(?:you |u )?still there|(?:you |u )there|oh right|thanks?(?: you)?|thx|ty|btw|anyways?|"
    r"honestly|tbh|sir|ma'?am"
)
_TAKES_OVER = (
    r"(?:this is|its|it's|im|i'm|i am) (?:his|her|their|the|my) (?:wife|husband|mom|mum|mother|dad|father|son|daughter|"
    r"sister|brother|partner|carer|caregiver|nurse)(?: (?:now|here|writing|texting|typing|answering))?|"
    r"(?:his|her) (?:wife|husband|mom|mum|mother|dad|father|son|daughter|partner) (?:now|here|writing|texting)"
)
_SOUNDS = r"o+h+|ah+|a+ha+|u+m+|u+h+|uhm|h+m+|er+m?|lo+l|lmao|(?:ha)+h?|omg|ugh|like|well|so|let me (?:think|see)"
_ASSENTS = r"ok(?:ay)?|k+|fine|alright|alrighty|gotcha|got it"
_TAKEN_IN = re.compile(
    rf"(?:(?:{_ASSENTS}|ok(?:ay|ey)|all ?right|right|i see|(?:that )?makes sense|good(?: to know)?|great|cool|nice|"
    r"perfect|understood|noted|fair enough|roger(?: that)?|(?:thats |that is )?(?:fine|good)|hm+|a+h+|oh|then)"
    r"(?: |$))+"
)
_REPEATS = (
    r"(?:like|as) i(?:'ve| have)? (?:already )?(?:said|told (?:you|u|ya)|wrote|mentioned)"
    r"(?: (?:before|earlier|already))?|"
    r"(?:i|s?he|we|they)(?:'ve| have|'s| has)? ?(?:already )?(?:said|told (?:you|u|ya)|wrote|mentioned)"
    r"(?: (?:it|that))?"
    r"(?: (?:before|earlier|already))?(?: its| it's)?|"
    r"(?:i )?(?:just )?asked (?:her|him|them)(?: and)?"
)
_ON_FILE = (
    r"(?:you|u)(?: guys| all)?(?: (?:should|must|will))? (?:already )?(?:have|know|got)(?: all)?(?: of)? "
    r"(?:this|that|it|my (?:history|chart|file|records?))(?: already| on file| from (?:the )?(?:last|other) "
    r"(?:time|visit|year))*"
)
_GUESSES = (
    r"idk|i ?d(?:on'?t|unno) ?(?:really )?(?:know)?|dunno|not (?:really |100 )?sure|i(?:'d| would|d)? (?:guess|think|"
    r"suppose|say)|im guessing|maybe|perhaps|prob(?:ably)?|prolly|hard to say|probs"
)
_ENDS = (
    r"lo+l|lmao|(?:ha)+h?|tbh|thx|thanks|ty|pls|please|rn|tho(?:ugh)?|sorry|really|so far|for now|dear|hun|honey|"
    r"ok(?:ay)?|k|ffs|jee+z|geez|jesus|gosh|damn(?: it)?|dammit|bruh|sweetie|mate|buddy|man|sir|ma'?am"
)
_IMPATIENT = (
    r"(?:(?:look|listen|please|come on),? )?(?:i(?:'m| am|m)? (?:do ?n'?o?t|haven'?t|have no|ain'?t|got no|in an?)"
    r"(?: (?:have|got))?(?: (?:the|any))? (?:time|patience|hurry|rush)(?: for (?:this|that|all (?:this|that)))?|"
    r"this is (?:so |really |just )?(?:stupid|silly|ridiculous|annoying|taking (?:forever|too long|so long))|"
    r"just (?:book|get) me(?: in| an appointment)?|(?:look|listen|come on|excuse me))(?=\s*[.,;!])"
)
_WAITS = (
    r"(?:(?:wait|hold on|hang on),? )?(?:let me |ill |i will |i'll |gotta |have to )?(?:just )?(?:ask|check)(?:ing)?"
    r"(?: (?:with )?(?:her|him|them|it|that|my (?:wife|husband|mom|mum|dad|son|daughter)))?|"
    r"wait|hold on|hang on|(?:just |gimme |give me )*(?:a |one )?(?:sec|second|min|minute|moment)|typing|"
    r"(?:so )?sor+y (?:for|about) (?:all )?(?:the|my|so many|these) (?:texts?|messages?|typos?|spam|mess)"
)
_EDGE, _SPACE = r"(?=[\s,.;:!?]|-\s|$)", r"[\s,.;:!?-]*"
_DOUBT = rf"(?!{_SPACE}(?:{_GUESSES}|sort of|kind of|sorta|kinda){_EDGE})"


def _leads(*kinds: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(kinds)}){_EDGE}{_SPACE}", re.IGNORECASE)


def _tails(*kinds: str) -> re.Pattern[str]:
    return re.compile(rf"[\s,.;:!-]+(?:{'|'.join(kinds)})[\s,.;:!?]*$", re.IGNORECASE)


_ALWAYS = (_GREETS, _TAKES_OVER, _SOUNDS, rf"{_WHO}{_SAYS}", _REPEATS, _IMPATIENT)
_LEADS = {True: _leads(*_ALWAYS, rf"(?:{_ASSENTS}){_EDGE}{_DOUBT}"), False: _leads(*_ALWAYS, _ASSENTS, _GUESSES)}
_EXCLAIMS = re.compile(r"(?:ok |um+ |uh+ )?(?:really|seriously|wtf|huh|omg|for real|no joke|excuse me)", re.IGNORECASE)
_FILLS = re.compile(rf"(?:(?:{_GREETS}|{_SOUNDS}|{_ASSENTS}|{_WAITS}){_EDGE}{_SPACE})+", re.IGNORECASE)
_TAILS = {
    True: _tails(_ENDS, _REPEATS, _ON_FILE, rf"{_WHO}{_SAYS}"),
    False: _tails(_ENDS, _REPEATS, _ON_FILE, rf"{_WHO}{_SAYS}", _GUESSES, "ish"),
}


_ASKING = (
    r"(?:why(?! not\b)|wym|wdym|what'?s?|how|does|do (?:you|u|i)|is (?:that|this|it)|are|should i|can|will|would"
    r"|when|where|who)\b"
)
_THEN_ASKS = re.compile(
    rf"(?!{_ASKING})(.{{1,40}}?)[\s,.;:!-]+((?:(?:but|and|tho|though|lol|wait)\W+)?{_ASKING}.*)", re.I | re.S
)
_ASKS_ITSELF = re.compile(r"\b(?:know|tell|sure|if|whether|else)\b", re.IGNORECASE)


_ASKING_OR_ORDERING = re.compile(
    r"(?:who|whos|what|whats|what's|when|where|wheres|why|how|hows|which|can|could|do|does|did|is|are|am i|will|would|"
    r"should|may|(?:would|should|could|do|does)n'?t (?:i|it|they|you|we|he|she|an?)|isn'?t (?:it|there)|"
    r"have you|tell|write|give|show|explain|help|sing|play|order|translate|make me|send|book|call|let|"
    r"i (?:want|need|would like) (?:to|a|an|you|some)|please)\b",
    re.IGNORECASE,
)


_THANKS = "\U0001f64f\U0001f44d\U0001f44c\u2705\u2764\U0001f60a\U0001f642"


def asks_or_requests(text: str) -> bool:
    """Whether a message begins like a question or a request, and not like an answer ("can i run", "tell me a joke").

    One word of asking is enough, so "will smith" is taken for it; a name is told by `replies.is_a_question`.
    """
    return "?" in text or bool(_ASKING_OR_ORDERING.match(trimmed(text, keeps_doubt=True)))


def says_nothing(text: str) -> bool:
    """Whether a message only fills the time: an excuse, a sound, "hold on", "sorry for all the texts"."""
    return len(text) <= _LONGEST and bool(_FILLS.fullmatch(text.strip().replace("\u2019", "'")))


def only_takes_in(text: str) -> bool:
    """Whether a message says that something was heard and nothing else: "ok", "got it". No yes, which may accept."""
    if not re.search(r"[\w?]", text):
        return any(sign in text for sign in _THANKS)
    words = " ".join(re.findall(r"[a-z]+", text.casefold().replace("'", "")))
    return bool(words) and "?" not in text and bool(_TAKEN_IN.fullmatch(words))


def asks_also(text: str) -> bool:
    """Whether some part of a message is a question: "none. do u have weekend hours"."""
    parts = re.split(r"[.!,;\n]+|\band\b", text)
    return bool(before_a_question(text)) or any(asks_or_requests(part) for part in parts if part.strip())


def before_a_question(text: str) -> str:
    """Return what stands before the question that ends a reply ("no why do u ask"), "" where none does.

    A question that may doubt the answer ("no, how would i know?") is none that can be cut off.
    """
    match = _THEN_ASKS.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    return match[1] if match and not _ASKS_ITSELF.search(match[2]) else ""


def after_a_question(text: str) -> str:
    """Return what stands behind a question that begins a reply ("are you serious? no"), "" where nothing does."""
    head, mark, tail = text.strip().rpartition("?")
    is_aside = bool(mark) and (asks_or_requests(head) or bool(_EXCLAIMS.fullmatch(head.strip())))
    return tail.strip() if is_aside and not asks_or_requests(tail) else ""


def trimmed(text: str, *, keeps_doubt: bool) -> str:
    """Return a reply without what stands around it; the reply itself if there is nothing else.

    Args:
        keeps_doubt: "I guess" and the like stay, for a question where a doubt must be asked about.
    """
    bare = text.strip().replace("\u2019", "'")
    if len(bare) > _LONGEST:
        return text.strip()
    for _ in range(_MOST):
        lead = _LEADS[keeps_doubt].match(bare)
        shorter = _TAILS[keeps_doubt].sub("", bare[lead.end() :] if lead else bare)
        if shorter == bare or not re.search(r"\w", shorter):
            return bare
        bare = shorter
    return bare
