"""Whether a message is about what Backstride is for."""

import pytest

from backstride.nlu.reader import Reader


@pytest.mark.parametrize(
    ("text", "in_scope"),
    [
        ("nerve pain in my left leg, it tingles in the big toe", True),
        ("my back hurts", True),
        ("hiya back gone again", True),
        ("yes i feel it when i wipe. it is the calf, electric", True),
        ("sat at the back of the pack all race", False),
        ("sent my back support back to you, no refund yet", False),
        ("the trouble came right back after the tablets", False),
        ("what does severe foraminal narrowing mean", True),
        ("cervical disc protrusion and a tingling hand", False),
        ("stiff neck and sciatica", True),
        ("the ache in my thigh went but that ankle is weak and gives way", True),
        ("i think it is sciatica", True),
        ("my grandmother's back hurts", True),
        ("can i run with a herniated disc", True),
        ("i stand all day and my back is fine. it is only when i sit", True),
        ("i stand all day and my back is fine. my knee hurts only when i sit", False),
        ("neck pain", False),
        ("me duele la espalda baja del lado derecho, peor cuando me siento", True),
        ("me duele la cabeza", False),
        ("pain between my shoulder blades", False),
        ("both knees ache on the stairs", False),
        ("mostly at night. the pain eases if i lie flat or sit in a chair", True),
        ("mostly at night. the headache eases if i lie flat or sit in a chair", False),
        ("crouching behind the sofa", False),
        ("it's my left behind", True),
        ("zaps in my left calf, the back itself does not hurt", True),
        ("trapped nerve in my neck, low back is fine", False),
        ("the results are back today", False),
        ("i don't want to carry anything on my back", False),
        ("knee pain when running", False),
        ("call me back tomorrow", False),
        ("how much is a visit", False),
        ("no problem for my back, sneezing no problem, stairs hurt", True),
        ("waking up drenched for three weeks. plus the back", True),
        ("i sit at the back of the class", False),
        ("i will be right back, left my phone at home", False),
        ("stomach pain that goes through to my back", False),
        ("burning along my thigh whenever i drive, gone when i lie flat", True),
        ("lifting is ok. coughing sets it off", True),
        ("tablets are useless, lying on the floor helps, stairs hurt", True),
        ("it goes down to my knee if i sit too long", True),
        ("my loin hurts when i twist in bed", True),
        ("the middle of my back aches at my desk", True),
        ("steroid shot into the spine on monday, the leg is no better", True),
        ("dizzy when i get up, better when i lie down", False),
        ("pulled my calf, it hurts when i sit and when i drive", False),
        ("thigh sore after hill sprints", False),
        ("elbow hurts lifting and driving", False),
    ],
)
def test_scope(text: str, in_scope: bool, reader: Reader) -> None:
    assert reader.read(text).in_scope is in_scope
