"""What a server does without, and what training and other commands get as ever."""

import sys
from pathlib import Path
from subprocess import run

import pytest

ROOT = Path(__file__).parents[2]
SAYS = "from backstride.engine import shim; shim.install({}); import sklearn.svm; import scipy.stats; print({})"


@pytest.mark.parametrize(("how", "is_real"), [("serving=True", False), ("", True)])
def test_a_server_leaves_out_what_no_turn_uses(how: str, is_real: bool) -> None:
    said = SAYS.format(how, "hasattr(scipy.stats, '__file__')")
    done = run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(is_real)
