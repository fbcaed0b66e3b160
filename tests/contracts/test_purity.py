"""The domain is pure, and importing anything has no effect: no network, no file, no process."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator

from tests.contracts.project import PACKAGES, ROOT, python_files, relative, tree

# Parts of the standard library that have a clock, chance, a file or a wire behind them.
IMPURE = {
    "asyncio", "glob", "http", "io", "logging", "os", "pathlib", "random", "secrets", "shutil", "socket",
    "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "perf_counter", "localtime", "gmtime"}
DOORS = {"open", "print", "input", "exec", "eval", "__import__"}
DOMAIN = python_files("backstride/domain")
# Run in a fresh interpreter: what the audit hook hears cannot be hidden by a module that catches errors.
# An effect is ours if the module whose import is being run at that moment is; libraries have effects of their own.
IMPORT_ALL = """
import importlib, json, sys

ROOT, heard, module = sys.argv[1], {}, ""
EFFECTS = ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system", "os.remove",
           "os.rename", "os.mkdir", "os.rmdir", "shutil.rmtree", "sqlite3.connect")

def is_ours():
    frame = sys._getframe(2)
    while frame and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith((ROOT + "/backstride/", ROOT + "/actions/"))

def listen(event, args):
    if event == "open":
        path, mode, flags = args
        is_written = (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & 3)
        if is_written and is_ours():
            heard.setdefault(module, []).append(f"writes {path}")
    elif event in EFFECTS and is_ours():
        heard.setdefault(module, []).append(event)

sys.addaudithook(listen)
from backstride.engine import shim
shim.install()
for module in json.load(sys.stdin):
    try:
        importlib.import_module(module)
    except BaseException as error:
        heard.setdefault(module, []).append(f"{type(error).__name__}: {error}")
json.dump(heard, sys.stdout)
"""


def _imports(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield f"{'.' * node.level}{node.module or ''}"


def test_the_domain_imports_only_pure_parts_of_the_standard_library_and_itself() -> None:
    assert len(DOMAIN) > 10
    found = [
        (relative(path), name)
        for path in DOMAIN
        for node in ast.walk(tree(path))
        for name in _imports(node)
        if not name.startswith("backstride.domain")
        and (name.partition(".")[0] not in sys.stdlib_module_names or name.partition(".")[0] in IMPURE)
    ]
    assert found == []


def test_the_domain_asks_no_clock_and_opens_no_door() -> None:
    found = [
        (relative(path), node.lineno, ast.unparse(node.func))
        for path in DOMAIN
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS)
            or (isinstance(node.func, ast.Name) and node.func.id in DOORS)
        )
    ]
    assert found == []


def test_importing_any_module_has_no_effect() -> None:
    modules = [
        relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in python_files(*PACKAGES)
        if path.name != "__main__.py"
    ]
    assert len(modules) > 80
    answer = subprocess.run(
        [sys.executable, "-B", "-c", IMPORT_ALL, str(ROOT)],
        input=json.dumps(modules),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false"},
        check=True,
        timeout=300,
    )
    assert json.loads(answer.stdout) == {}
