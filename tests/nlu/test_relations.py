"""Findings said in parts: which concepts make one together, and what parts them."""

from collections import defaultdict
from copy import deepcopy

import pytest

from backstride.domain.errors import ContentError
from backstride.domain.findings import Status, Vocabulary
from backstride.nlu.clauses import group
from backstride.nlu.findings_view import ask_first, red_flags
from backstride.nlu.found import Found
from backstride.nlu.lexicon import Content, Lexicon
from backstride.nlu.lexicon_entries import Relation
from backstride.nlu.normalise import Spelling, tokenise
from backstride.nlu.reader import Reader
from backstride.nlu.relations import RelationIndex, find_relations

SPELLING = Spelling({}, {}, frozenset(), ())
WORDS: dict[str, frozenset[str]] = defaultdict(frozenset, relation_stops=frozenset({"not", ","}))
WORDS["not_words"] = frozenset({"never"})
PRESENT = Status.PRESENT
NUMB_SADDLE = Relation("ces_saddle", "new", PRESENT, (frozenset({"numb"}), frozenset({"saddle"})), 3)


def related(text: str, *relations: Relation, sites: tuple[str, ...] = ()) -> list[tuple[str, Status, int, int]]:
    message = group(tokenise(text, SPELLING), WORDS)
    found = [
        Found("concept", word, None, PRESENT, at, at + 1)
        for at, word in enumerate(message.texts)
        if word in ("numb", "saddle", "bike", "leg")
    ]
    found += [Found("site", word, None, PRESENT, at, at + 1) for at, word in enumerate(message.texts) if word in sites]
    return [(f.name, f.status, f.first, f.last) for f in find_relations(message, found, RelationIndex(relations))]


def test_parts_may_stand_in_any_order_within_reach() -> None:
    assert related("so numb around my saddle", NUMB_SADDLE) == [("ces_saddle", PRESENT, 1, 5)]
    assert related("saddle is numb", NUMB_SADDLE) == [("ces_saddle", PRESENT, 0, 3)]
    assert related("numb one two three four saddle", NUMB_SADDLE) == []


def test_the_closest_parts_are_taken() -> None:
    assert related("numb and numb saddle", NUMB_SADDLE) == [("ces_saddle", PRESENT, 2, 4)]


def test_a_stop_word_a_comma_or_another_sentence_parts_them() -> None:
    assert related("numb but not saddle", NUMB_SADDLE) == []
    assert related("numb , saddle", NUMB_SADDLE) == []
    assert related("numb. saddle", NUMB_SADDLE) == []
    over = Relation("ces_saddle", "new", PRESENT, NUMB_SADDLE.groups, 3, commas=True)
    assert related("numb , saddle", over) == [("ces_saddle", PRESENT, 0, 3)]
    assert related("numb but now saddle", over) == [("ces_saddle", PRESENT, 0, 4)]


def test_what_may_not_stand_between_or_in_the_sentence() -> None:
    between = Relation("ces_saddle", "new", PRESENT, NUMB_SADDLE.groups, 3, between=frozenset({"site"}))
    assert related("numb foot and saddle", between, sites=("foot",)) == []
    unless = Relation("ces_saddle", "new", PRESENT, NUMB_SADDLE.groups, 3, unless=frozenset({"bike"}))
    assert related("numb saddle on my bike", unless) == []
    ordered = Relation("ces_saddle", "new", PRESENT, NUMB_SADDLE.groups, 3, ordered=True)
    assert related("saddle numb", ordered) == []


def test_a_doubtful_relation_is_silent_where_a_sure_one_speaks() -> None:
    doubtful = Relation("ces_saddle", "new", Status.UNCERTAIN, NUMB_SADDLE.groups, 3)
    assert related("numb saddle", NUMB_SADDLE, doubtful) == [("ces_saddle", PRESENT, 0, 2)]
    assert related("numb saddle", doubtful) == [("ces_saddle", Status.UNCERTAIN, 0, 2)]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("Numbness has spread into the area between my legs", "ces_saddle"),
        ("it takes me a good hour to straighten up in the mornings", "inflammatory"),
        ("both calves ache and the left one gives way on the stairs", "weak"),
        ("I get shivers at night and my teeth rattle", "fever"),
        ("we had sex on friday and there was not much feeling, not much there", "ces_sex"),
        ("i can't bear a shirt touching it. there is a patch of little red spots on the left", "shingles"),
        ("there was a red tinge when I went to the loo", "urinary"),
        ("his back wakes him at night and Calpol does not settle it", "night_unrelieved"),
        ("I have gone so thin, my trousers are falling", "wtloss"),
        ("took a whack of a stick across the low back in training", "trauma"),
        ("Down half a stone since easter, no dieting, my appetite is rubbish", "wtloss"),
        ("Shivering so hard I could not type, over by lunch", "fever"),
        ("It hurts in bed and no amount of tablets or cushions makes a difference", "night_unrelieved"),
        ("This is a headache unlike any other I have had, back of my neck is sore", "stroke"),
        ("Down 11 kg since May without altering what I eat, runs feel fine", "wtloss"),
        ("The next thing he remembered was faces, people were bending over him on the grass", "syncope"),
        ("I have been bringing up bits of blood with my cough", "chest"),
        ("My calf ached at first. I drove for nine hours and it is puffy and hot", "calf"),
        ("the sweats, in bed, every time", "sweats"),
        ("Both my feet keep scuffing and trailing", "bilat_leg"),
        ("my two legs keep buckling on me", "weak"),
        ("Perched on the toilet and I can barely feel the rim", "ces_saddle"),
        ("nothing below when we make love, no feeling down there", "ces_sex"),
        ("found he had hidden his soiled trousers and soiled my sheets", "ces_bowel"),
        ("Got shoved against the cooker by my husband", "abuse"),
        ("had my fusion. it went ahead on the 4th, so two weeks ago", "spine_proc"),
        ("the right calf's odd, nearly twice the left, hot", "calf"),
        ("brittle according to the dexa", "osteo"),
        ("my nightie, I could wring it out", "sweats"),
        ("told it was a pars crack, sore when I bowl or land", "bsi"),
        ("it comes in waves and I keep retching", "gi"),
        ("heaviness behind the breastbone walking uphill, gone once I stop", "chest"),
        ("back so painful she would not get out of bed", "severe_pain"),
        ("it will not let me sleep no matter what i try", "night_unrelieved"),
        ("in bed under three blankets and my teeth going", "fever"),
        ("Our wee girl is twelve days old and my back is in bits lifting her", "just_gave_birth"),
        ("Monday night, in the birthing pool. He was eight pounds two.", "just_gave_birth"),
        ("my partner is thirty weeks and her back aches", "preg"),
        ("just the left, swollen and red from the knee down to the ankle", "calf"),
        ("roughly 45 mins before I move right, and it gets worse if I lie in", "inflammatory"),
        ("I take my tramadol every 4 hrs instead of twice a day", "meds_misuse"),
        ("three naproxen at a time, packet says one", "meds_misuse"),
        ("two paracetamol at every feed and there are nine feeds a day", "overdose"),
        ("we sleep with the wardrobe pushed against the door when my partner's been drinking", "abuse"),
        ("everyone would be happier if one day I wasn't there", "si"),
        ("On the long run my words came out slurred and I ran into a fence, the marshals sat me down", "collapse"),
        ("went white and sweaty, my legs went and someone caught me", "syncope"),
        ("Looks like gravy in the toilet after leg day", "dark_urine"),
        ("every time I sit on the loo the first few drops sting like nettles", "urinary"),
        ("feels strange when I wash between my legs, like it's not my skin", "ces_saddle"),
        ("stood at the toilet for 10 minutes and nothing came out", "ces_bladder"),
        ("i took panadol and lemsip on top", "meds_misuse"),
        ("been using tramadol, had 11 so far", "meds_misuse"),
        ("it is as if through a blanket, the bit round the anus", "ces_saddle"),
        ("the toes are the trouble, it's gone limp", "weak"),
        ("i have a foot that since friday morning has gone all limp", "weak"),
        ("wet myself without noticing while standing in the kitchen", "ces_bladder"),
        ("I have to press on my stomach to pee", "ces_bladder"),
        ("no control down there when I need a number two", "ces_bowel"),
        ("I don't realise I'm wetting until my jeans go cold", "ces_bladder"),
        ("second pair of jogging bottoms today and I hadn't felt it go", "ces_bladder"),
        ("I no longer get the urge to go number two, it just turns up", "ces_bowel"),
        ("the loo seat was icy and I couldn't feel it at all", "ces_saddle"),
        ("in the bath the water is hot everywhere except where my pants go", "ces_saddle"),
        ("for two weeks there's no feeling when I'm with my husband in bed", "ces_sex"),
        ("electric down to the calves and not only on one side", "bilat_leg"),
        ("from the belt down I feel nothing at all", "paralysis"),
        ("my legs swing like a pair of scissors when I walk", "cord"),
        ("when I close my eyes in the shower I topple and grab the rail", "cord"),
        ("three blankets on and I'm still shivering", "fever"),
        ("I used to be 5ft8 and now I'm 5ft5", "height_loss"),
        ("I've been 170 all my life and the clinic got 165", "height_loss"),
        ("my arms have no veins left, I use the groin", "ivdu"),
        ("there's no way to lie at night that eases it", "night_unrelieved"),
        ("finished antibiotics for a kidney infection last week", "recent_inf"),
        ("I have a PICC line for the strong antibiotics at home", "recent_inf"),
        ("he put a needle beside my spine on the third", "spine_proc"),
        ("my nightie is sopping every night", "sweats"),
        ("about eight kilos since spring. I haven't been trying, food is the same", "wtloss"),
        ("first it was mile 7, then mile 4, one thumbprint on the bone", "bsi"),
        ("sex feels like nothing now, no sensation at all", "ces_sex"),
        ("started in my right leg last week and yesterday the left one went too", "bilat_leg"),
        ("foot feels floppy when i run", "weak"),
        ("rear ended at a stoplight this morning", "trauma"),
        ("got thrown by my horse on Sunday", "trauma"),
        ("broke my wrist two years ago just stepping off a curb", "fragility_fracture"),
        ("pinpoint pain in my sacrum that hurts on every foot strike", "bsi"),
        ("tight band round my chest", "chest"),
        ("left side of my face feels droopy", "stroke"),
        ("one calf twice the size of the other and hot", "calf"),
        ("peeing razor blades and my flank is killing me", "urinary"),
        ("everyone would be better off if I was gone", "si"),
        ("my boyfriend shoved me into the wall", "abuse"),
        ("pee is the color of iced tea", "dark_urine"),
        ("went down at mile 24", "collapse"),
        ("taking 2 extra vicodin a day", "meds_misuse"),
        ("i mix oxy with wine to sleep", "meds_misuse"),
        ("on 20mg of pred daily since last year for polymyalgia", "steroid3m"),
        ("got a cortisone injection in my spine on Monday", "spine_proc"),
        ("had our wee boy by section three weeks ago", "just_gave_birth"),
        ("the big artery in my belly has got wider", "aaa"),
        ("my left arm feels heavy and my jaw aches", "chest"),
        ("right calf red, hot and tender", "calf"),
        ("wee like strong tea since the ultra", "dark_urine"),
        ("talking nonsense at the end of my race", "collapse"),
        ("up at half three every night to walk about till it eases", "inflammatory"),
        ("stiff as a board on waking, takes a good hour", "inflammatory"),
        ("no sign of my period since april", "reds"),
        ("paracetamol every hour all day", "overdose"),
        ("nurofen like sweets", "meds_misuse"),
        ("he threw me across the kitchen", "abuse"),
        ("he pushed me into the counter", "abuse"),
        ("blood when i was sick, a mugful", "gi"),
        ("delivered my baby 3 weeks back by section", "just_gave_birth"),
        ("crusty blisters round my ribs on the right", "shingles"),
        ("the surgeon did a laminectomy on me ten days back", "spine_proc"),
        ("my coordination keeps worsening and my lower back aches", "cord"),
        ("a vice round my heart, then it lets go", "chest"),
        ("fractured a rib pouring the kettle", "fragility_fracture"),
        ("medrol every day for my lungs, since the autumn before last", "steroid3m"),
        ("thumping in my belly with every heartbeat", "tearing"),
        ("whenever he has a wee he yelps", "urinary"),
        ("900 calories a day and sixty miles of running", "reds"),
        ("Only the left leg at first. Now the right one has caught up.", "bilat_leg"),
        ("rigid till I've been moving for an hour", "inflammatory"),
        ("got headbutted in the back at judo", "trauma"),
        ("an infiltration into my sacroiliac joint on the 17th", "spine_proc"),
        ("forceps birth nine days back", "just_gave_birth"),
        ("i have eleven a day although the leaflet says eight", "meds_misuse"),
        ("like sitting on a wet nappy and i can not feel the seat", "ces_saddle"),
        ("had a slash and it burned like acid", "urinary"),
        ("shivering so violently that the headboard rattled", "fever"),
        ("used till a month ago, clean since", "ivdu"),
        ("five days after the back operation it got worse", "spine_proc"),
        ("I keep having to go and it burns like mad", "urinary"),
        ("I could not think of the word for spoon and soup ran out of the corner of my mouth", "stroke"),
        ("it takes a hot bath and a good hour before I can reach my socks, fine by noon", "inflammatory"),
        ("stiffness that eases when I move and comes back when I sit", "inflammatory"),
        ("coughing up pink froth since last night", "chest"),
        ("I was clean a year but I am using again, needles", "ivdu"),
        ("she says I was babbling nonsense at the finish line and kept going over", "collapse"),
        ("can't feel the seam of my jeans", "ces_saddle"),
        ("the loo roll could be air, I don't notice it", "ces_saddle"),
        ("I have to hoist the left one in by my trouser leg", "weak"),
        ("my toe scuffs, I've worn a hole in my slipper", "weak"),
        ("two fleeces and a hat on and still shaking", "fever"),
        ("stick pins in me below the navel and I would not know it", "paralysis"),
        ("I sit for ages with the taps on", "ces_bladder"),
        ("it will only start if I press on my belly", "ces_bladder"),
        ("I keep dropping cups and need the banister now", "cord"),
        ("it says no more than eight a day but I have ten of the co-codamol", "meds_misuse"),
        ("five paracetamol every three hours since noon", "overdose"),
        ("I am tired of being me", "si"),
        ("no use getting up any more, I've stopped seeing the point of tomorrow", "si"),
        ("I can't see my ankle bone and that calf is tight and shiny", "calf"),
        ("hurts every landing from the third km, I can cover it with one finger", "bsi"),
        ("I sat down with a thump on the decking", "trauma"),
        ("stepped onto the crossing and the taxi never saw me", "trauma"),
        ("fell backwards against the cooker, low back is bruised", "trauma"),
        ("I sleep in the shed till he passes out", "abuse"),
        ("he took the belt to me, welts on my back", "abuse"),
        ("my grandson shoves me, he does it when he's drunk", "abuse"),
        ("they test my INR monthly to set the dose", "anticoag"),
        ("on the, what's it called, apixaban", "anticoag"),
        ("they took a piece of my bowel in 2016 and I had chemo", "cancer"),
        ("trouble with my prostate, the nasty kind", "cancer"),
        ("the scanner said my bones look like honeycomb", "osteo"),
        ("my ring fell off and I eat only half of what I did", "wtloss"),
        ("down to my school weight without trying", "wtloss"),
        ("our wee one is six and complains of her back", "minor"),
        ("I walk the house every night and nothing I take makes any odds", "night_unrelieved"),
        ("it wakes her each night at three and nothing we try eases it", "night_unrelieved"),
        ("it takes two people to get me onto the commode", "severe_pain"),
        ("bit down on a towel while they rolled me", "severe_pain"),
        ("I get to the bathroom on my hands and knees", "severe_pain"),
        ("I'd just got up, next thing I found myself face down in my soup with no idea how long", "syncope"),
        ("there is a pulse in my belly, you can see the shirt move", "tearing"),
        ("they found the big pipe in my tummy has ballooned, check it every six months", "aaa"),
        ("throwing up since last night and pain low right belly", "gi"),
        ("I threw up twice, brown like coffee", "gi"),
        ("the pan looked as if someone had tipped treacle in it", "gi"),
        ("my wee's like treacle after the ultra", "dark_urine"),
        ("chewing mersyndol like jelly babies", "meds_misuse"),
        ("hooked up to the machine thrice weekly, my kidneys packed up", "immune"),
        ("had our baby last Tuesday, my thigh tingles", "just_gave_birth"),
        ("the jab went into my spine on Tuesday", "spine_proc"),
        ("after the op three weeks ago, L5, it throbs round the scar", "spine_proc"),
        ("my periods? I haven't had one since Easter", "reds"),
        ("what came up looked like coffee grounds", "gi"),
        ("I wring out my pyjamas", "sweats"),
        ("an elephant is sitting on my front", "chest"),
        ("I'm thirty-six plus four", "preg"),
        (
            "buttocks, they take turns. worst at four in the morning, I get up and stretch on the landing",
            "inflammatory",
        ),
        ("what came out was the colour of gravy", "dark_urine"),
        ("the numbness has started to travel from my thigh to my privates", "ces_saddle"),
        ("she has never really hit me, she only throws things", "abuse"),
        ("I came down on the edge of the bath, my hip is sore", "trauma"),
        ("our girl wakes up sobbing with it every night, calpol not helping", "night_unrelieved"),
        ("clean two years, relapsed at Easter, injecting", "ivdu"),
        ("twenty minutes with the tap on, then a dribble", "ces_bladder"),
        ("holding it is fine, I just can't get it going", "ces_bladder"),
    ],
)
def test_real_relations(text: str, finding: str, reader: Reader, vocabulary: Vocabulary) -> None:
    assert finding in red_flags(reader.read(text), vocabulary)


@pytest.mark.parametrize(
    "text",
    [
        "hurts to get up off the toilet and out of the car",
        "both legs gone to jelly after squats",
        "a sore band right across my low back after rowing",
        "feels like i have been kicked in the left buttock",
        "my consultant is on maternity leave",
        "my weight's going up if anything",
        "he still thinks it is my disc",
        "my feet went from under me, tailbone is sore",
        "taking pregabalin 75 at night with no relief",
        "I was pushed round the park in a wheelchair by my husband",
        "dragged along to the gym by my wife, back is tight",
        "stretching both calves and back before each run",
        "soiled trousers from the allotment and a sore back",
        "nights are the worst but heat helps me off",
        "red shoes, 2cm bigger this year",
        "never been so light on my feet, and running well",
        "calf raises help, 3 sets on the left",
        "I run six minutes then walk one minute and the ache comes and goes, race in 8 weeks",
        "the parcel was delivered on Friday and I lifted it badly",
        "the puppy is nine weeks old and I've been bending to it",
        "my tummy won't relax when I do pelvic tilts",
        "I drink coffee black as tar",
        "my water bottle was empty by noon",
        "stiff for two minutes in the morning then fine once moving",
        "two paracetamol at a time, like the box says",
        "I took the meloxicam for ten days. I took it for ten more after that",
        "took the whole week off with my back",
        "the wardrobe pushed against the door pulled my back",
        "every time I think it's gone I do something daft like pick up a sock",
        "went down on one knee to tie my lace at the 10k",
        "the button is greyed out on your website",
        "I would go to my doctor but you can't get in for weeks",
        "my hla-b27 test was negative and the scan clear",
        "I have trouble getting to the bathroom at night because my back is so stiff",
        "no numbness in the saddle area, no bladder or bowel issues, normal strength",
        "my legs do not feel weak or numb",
        "weak glutes according to my PT, low back pain on long runs",
        "Low back ache after my 20 miler, drank a lot of coffee and peed a ton",
        "I work with my husband and he pushed me to see a PT about my back",
        "my foot falls asleep when I sit cross legged, low back tight after running",
        "chest is sore from bench press, and low back from deadlifts",
        "took 2 ibuprofen yesterday and it helped",
        "changed my bed mattress and now low back hurts in the morning",
        "low back pain for 26 weeks",
        "week 22 of my marathon plan and my back is tight",
        "the pain hits me when i stand up",
        "a horse pulled me about but i am fine",
        "blisters on my feet from the race and a sore low back",
        "ibuprofen twice a day helps my back",
        "i hurt myself at the gym, low back sore",
        "lying on the floor helps my back",
        "stiff for an hour after driving",
        "my back feels better with two paracetamol today",
        "the toilet seat was freezing this morning, lower back stiff",
        "I close my eyes and hold the stretch, my back likes it",
        "I am 5ft8 and my wife is 5ft5, we both have bad backs",
        "my vitamin D was 14 and now it is 38, back still stiff",
        "couldn't get off work on Sunday and my back is stiff",
        "visual aids at school and a sore back",
        "waist is two inches less than last year, back better for it",
        "the pain kicks in at night and goes when I turn over",
        "fishing rods in the car last week and a stiff back",
        "I keep the ice on until it is cold, then rest my back",
        "my bank balance is getting worse with all this physio",
        "my heart rate strap is tight and my back aches",
        "a spasm that hit hard in the lower back on the hill",
        "curled up with a book, holding my tummy",
        "it would be easy to take the train instead, my back thinks",
        "he cries at night when he goes for a wee because getting up hurts his back",
        "i burn 1200 calories running, low back sore",
        "the chair takes the weight off my back",
        "my lad shot up five inches this year",
        "the gp says to double the dose",
        "hopping mad about the wait",
        "went down on the wet steps, feet shot out from under me",
        "the ache is like being punched by a boxer",
        "the novel came with a broken spine",
        "heavy box, something popped in my low back",
        "they had what the hospital thought was a blood clot",
        "a cancer scare in may, back sore",
        "can hardly get off a chair",
        "naproxen 500 before bed with little effect",
        "seven days of prednisone in march for my ear",
        "low back sore after the tempo, 13m",
        "a stiff, painful band right across my back after rowing",
        "the leg pain came three days after the back pain",
        "my hip hurt 2 weeks after my back went",
        "I have to go for a walk every half hour and it stings in my leg if I don't",
        "my little boy laughed and his tea ran down his chin",
        "I use the gel daily, into the groin",
        "wearing knee pads for the gardening",
        "my car keeps running after I think it's off and I can't shut it off",
        "I wore a hole in my shoe on the hills",
        "an elephant sat down on my phone, tailbone sore",
        "they put me against the wall to measure me, back is stiff",
        "my lad's dad waits in the car till football finishes",
        "the packet says two and I take two, low back",
        "what's the point of a scan for my back",
        "cat cow on hands and knees, then into the kitchen",
        "two people to lift the sofa out of the room",
        "what does come up is my shoulder blade when I lift",
        "the espresso machine, what comes out is like treacle",
        "pulling my knee to my chest helps my back",
        "the ball did not hit me, he just pushed it",
        "I can hold it in my hand but I can't start the mower",
    ],
)
def test_tempting_words_that_make_no_finding(text: str, reader: Reader, vocabulary: Vocabulary) -> None:
    assert red_flags(reader.read(text), vocabulary) == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("had to change my sheets twice this week", "ces_bladder"),
        ("it keeps dribbling after I have finished and I can't stop it", "ces_bladder"),
        ("my hip gives way on me and down I go", "weak"),
        ("at first just the right leg fizzed, now it's the two of them", "bilat_leg"),
        ("two nighties a night", "sweats"),
        ("our 14 year old does gymnastics, low back hurts when she arches", "bsi"),
        ("my trousers all seem longer than they were", "height_loss"),
        ("I wear a false breast in my bra since the op", "cancer"),
        ("a box of 32 lasts me two days", "meds_misuse"),
        ("pain from the loin down to my testicle and I can't keep still", "urinary"),
        ("tablets that made my face round, been on them for ages", "steroid3m"),
        ("my legs feel like somebody else's", "bilat_leg"),
        ("I check the tissue to see if I'm clean", "ces_saddle"),
        ("nothing down there feels normal any more", "ces_saddle"),
        ("I've wondered how many tablets would do it", "si"),
    ],
)
def test_doubt_is_asked_about(text: str, finding: str, reader: Reader, vocabulary: Vocabulary) -> None:
    assert ask_first(reader.read(text), vocabulary) == [finding]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a bit of wee comes out when i do star jumps, always has", "stress_leak"),
        ("I leak when I cough, been the same since my second was born, nothing new", "stress_leak"),
        ("leaked on every sneeze for 15 years", "stress_leak"),
        ("I leak when I cough", "new"),
        ("I leak when I cough, for years, but it is much worse this week", "new"),
        ("I leak when I run, since my back went in 2021", "new"),
        ("my bladder has been weird for 15 years", "old"),
    ],
)
def test_a_leak_on_effort_that_is_as_it_always_was_is_told_apart_and_still_asked_about(
    text: str, value: str, reader: Reader, vocabulary: Vocabulary
) -> None:
    reading = reader.read(text)
    assert ask_first(reading, vocabulary) == ["ces_bladder"]
    assert [m.value for m in reading.mentions if m.finding == "ces_bladder"] == [value]


def test_parts_that_lie_apart_make_a_finding_each() -> None:
    assert related("numb saddle one two numb saddle", NUMB_SADDLE) == [
        ("ces_saddle", PRESENT, 0, 2),
        ("ces_saddle", PRESENT, 4, 6),
    ]


def test_a_far_relation_leaves_its_sentence_and_no_other_does() -> None:
    far = Relation("ces_saddle", "new", PRESENT, NUMB_SADDLE.groups, 3, far=True)
    assert related("numb. saddle", far) == [("ces_saddle", PRESENT, 0, 3)]
    assert related("numb. one two three saddle", far) == []


def test_a_denied_part_does_not_hide_a_present_one(reader: Reader, vocabulary: Vocabulary) -> None:
    said = reader.read("no numbness between my legs at first, now numb down there")
    assert red_flags(said, vocabulary) == ["ces_saddle"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"of": ["numb", "nobody"]}, "nobody"),
        ({"of": ["numb"]}, "two known concepts"),
        ({"finding": "nothing"}, "nothing"),
        ({"value": "nothing"}, "nothing"),
    ],
)
def test_a_relation_is_checked(
    change: dict[str, object], problem: str, contents: tuple[Content, Content], vocabulary: Vocabulary
) -> None:
    content = deepcopy(contents[0])
    content["relations"]["relations"][0] |= change
    with pytest.raises(ContentError, match=problem):
        Lexicon(content, vocabulary)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("it is a bit slow to get going, I stand there", ["ces_bladder"]),
        ("it began around my navel, now every bump in the car is agony", ["gi"]),
        ("agony in my tummy and it goes through to my back", ["gi"]),
        ("stomach pain that comes round to my back", []),
        ("severe back pain, my stomach is fine", []),
    ],
)
def test_only_bad_belly_pain_is_asked_about(
    reader: Reader, vocabulary: Vocabulary, text: str, asked: list[str]
) -> None:
    assert ask_first(reader.read(text), vocabulary) == asked
