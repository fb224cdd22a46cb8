"""What holds for every function of the library."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from mapper.engine.functions import FUNCTIONS, named


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_pickled_as_its_name(name):
    assert pickle.loads(pickle.dumps(FUNCTIONS[name])) is named(name) is FUNCTIONS[name]


def test_another_process_finds_the_function_again():
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).name)"
    sent = pickle.dumps(FUNCTIONS["abs"])
    assert subprocess.run([sys.executable, "-c", code], input=sent, capture_output=True, check=True).stdout == b"abs\n"
