"""What makes it worse, what helps, and what does neither."""

import pytest

from backstride.domain.findings import Status
from backstride.nlu.findings_view import view
from backstride.nlu.reader import Reader


@pytest.mark.parametrize(
    ("text", "triggers", "relievers"),
    [
        ("jumping jacks: nothing. low back hurts when i twist", ["twist"], []),
        ("leaning over the cot, no bother. my low back hurts in the car", ["driving"], []),
        ("q: stairs? a: nope. q: sitting? a: yes. low back", ["sitting_long"], []),
        ("ice no. tablets no. walking yes. low back", [], ["walking_moving"]),
        ("walking ok, stairs no. low back", ["stairs"], []),
        ("sneezing does not do it, twisting does. low back pain", ["twist"], []),
        ("no amount of standing bothers my low back", [], []),
        ("always driving, never lifting. low back", ["driving"], []),
        ("could not drive last month. driving is fine now, low back still sore", [], []),
        ("sitting is fine, standing is not. low back", ["standing_long"], []),
        ("low back. twisting makes it worse, no change, what does help is lying down", ["twist"], ["lying"]),
        ("worse sitting and sneezing", ["sitting_long", "cough_sneeze"], []),
        ("back hurts when i run", ["running"], []),
        ("my back hurts, better with walking", [], ["walking_moving"]),
        ("sitting hurts but lying down helps", ["sitting_long"], ["lying"]),
        ("i can not sit or stand for long, back pain", ["sitting_long", "standing_long"], []),
        ("sitting is fine", [], []),
        ("no pain when walking", [], []),
        ("hurts to bend and twist, ibuprofen helped", ["bend_forward", "twist"], ["medication"]),
        ("i lifted a box and felt a pull in my back", ["lifting"], []),
        ("can i run with back pain", [], []),
        ("i run 20 miles a week", [], []),
        ("ice does not help", [], []),
        ("my back hurts this morning", [], []),
        ("my back is stiff in the morning", ["morning"], []),
        ("pain when running downhill, gone when i stop", ["running_downhill"], ["rest"]),
        ("heat? no. pills? a bit. my back aches", [], ["medication"]),
        ("my back aches. hoovering? fine. driving? murder", ["driving"], []),
        ("low back. worse: sitting. eases: walking, heat", ["sitting_long"], ["walking_moving", "heat"]),
        ("sitting does not hurt my back, bending does", ["bend_forward"], []),
        ("ibuprofen helps my back, heat does not", [], ["medication"]),
        ("naproxen does nothing for my back", [], []),
        ("my legs ache until i sit down", [], ["sitting_or_bending_forward"]),
        ("i can dig and carry, my back is ok", [], []),
        ("low back after long drives", ["driving"], []),
        ("my low back aches after lifting boxes", ["lifting"], []),
        ("i could barely walk with my low back", ["walking"], []),
        ("my low back hurts, unable to sit or walk", ["sitting_long", "walking"], []),
        ("i was driving home and a van hit me, low back pain since", [], []),
        ("my leg hurt two days later. the next day my back was bad", [], []),
        ("my low back is always worse the next day", ["after_exercise"], []),
        ("lifting is not a problem, it is sitting, lower back", ["sitting_long"], []),
        ("i can not put my socks on without pain in my back", ["socks_shoes"], []),
        ("it hurts my back to lie down", ["lying"], []),
        ("i can not stand for more than ten minutes, low back", ["standing_long"], []),
        ("coughing, sneezing and rolling over all hurt my back", ["cough_sneeze", "rolling_in_bed"], []),
        ("the pain runs down to my toes", [], []),
        ("can i still run with a sore back", [], []),
        ("sitting used to hurt my back but not any more", [], []),
        ("standing is worse than walking for my back", ["standing_long"], []),
        ("running hurts my back, walking and driving do not", ["running"], []),
        ("my back hurts. jumping, driving and lifting all fine", [], []),
        ("it hurts my back when i cough but not when i walk", ["cough_sneeze"], []),
        ("i thought it would hurt my back to lift but it did not", [], []),
        ("my back aches and i have to stop and sit", [], ["rest", "sitting_or_bending_forward"]),
        ("i must sit for ten minutes, then the back pain passes off", [], ["sitting_or_bending_forward"]),
        ("back pain when i sit, gone as soon as i walk", ["sitting_long"], ["walking_moving"]),
        ("low back pain. sitting 0/10, bending 8/10", ["bend_forward"], []),
        ("driving zero out of ten, low back is sore, lifting six out of ten", ["lifting"], []),
        ("i had feared that the long drive would hurt my low back but it did not", [], []),
        ("i told you my back was worse at night, that was a mistake, it is worse in the morning", ["morning"], []),
        ("i wrote that bending hurts my back. that is right", ["bend_forward"], []),
        ("massage gives my back relief that tablets never have", [], []),
        ("sitting hurts my back, standing never does", ["sitting_long"], []),
        ("low back pain is totally absent on a run, then worse sitting", ["sitting_long"], []),
        ("back pain, a warm bath takes it down a notch", [], ["heat"]),
        ("low back. the moment i twist a jolt goes off", ["twist"], []),
        ("my low back was fine. it is the new commute", ["driving"], []),
        ("turning over in bed", ["rolling_in_bed"], []),
        ("walking", [], []),
        ("picking up the cat? fine. my back kills when i sit", ["sitting_long"], []),
        ("it is worse when i sit down, ok so, no it is fine standing", ["sitting_long"], []),
        ("it is not worse when i sit down", [], []),
        ("yes, if i stand for long", ["standing_long"], []),
        ("constipated from the codeine but my back is fine", [], []),
        ("long hot showers. the best thing for my back", [], ["heat"]),
    ],
)  # fmt: skip
def test_roles(text: str, triggers: list[str], relievers: list[str], reader: Reader) -> None:
    said = view(reader.read(text))
    assert (said["triggers"], said["relievers"]) == (triggers, relievers)


def test_what_is_harmless_is_denied_as_a_trigger(reader: Reader) -> None:
    said = [(m.value, m.status) for m in reader.read("my back hurts but running is fine").mentions]
    assert ("running", Status.NEGATED) in said
