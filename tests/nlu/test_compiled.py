from backstride.nlu.compiled import build_reader, read_content
from tests.nlu.conftest import CONTENT


def test_the_same_words_are_compiled_once_and_others_anew() -> None:
    lexicon, vocabulary = read_content(CONTENT)
    reader = build_reader(lexicon, vocabulary)
    assert build_reader(*read_content(CONTENT)) is reader
    short_forms = {**lexicon["words"]["short_forms"], "zlbp": "low back pain"}
    other = {**lexicon, "words": {**lexicon["words"], "short_forms": short_forms}}
    assert build_reader(other, vocabulary) is not reader
