"""A statistic that is computed otherwise turns a test by value red: each mutant is tried, in this process."""

import ast
import inspect
import types
from collections.abc import Iterator

import pytest
import test_national

from helpers.analysis import effects, national, totals

OTHER_METHOD = {"median": "max", "mean": "max", "sum": "max", "size": "nunique", "nunique": "size"}
OTHER_COMPARISON = {
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
OF_TOTALS = ("shown", "changes")
"""What the national tables take from ``totals``; the rest of it has tests of its own."""


def changes_of(node: ast.AST) -> Iterator[tuple[str, object, object]]:
    """What can be computed otherwise at one place: the attribute of the node, and its other value."""
    if isinstance(node, ast.Attribute) and node.attr in OTHER_METHOD:
        yield "attr", node.attr, OTHER_METHOD[node.attr]
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER_COMPARISON:
        yield "ops", node.ops, [OTHER_COMPARISON[type(node.ops[0])](), *node.ops[1:]]
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield "value", node.value, node.value + (0.07 if isinstance(node.value, float) else 1)


def mutants() -> Iterator[tuple[types.ModuleType, str, str, ast.Module]]:
    """The module, the function that is altered, what stands there now, the whole."""
    for module in (national, effects, totals):
        tree = ast.parse(inspect.getsource(module))
        functions = [each for each in tree.body if isinstance(each, ast.FunctionDef)]
        for function in functions:
            if module is totals and function.name not in OF_TOTALS:
                continue
            for node in ast.walk(function):
                for name, right, wrong in changes_of(node):
                    setattr(node, name, wrong)
                    text = ast.unparse(node)
                    yield module, function.name, f"line {getattr(node, 'lineno', 0)}: {text}", tree
                    setattr(node, name, right)


TESTS = [
    test
    for name, test in vars(test_national).items()
    if name.startswith("test_") and not inspect.signature(test).parameters
]


SOURCES = {test: inspect.getsource(test) for test in TESTS}


def is_found(function: str = "") -> bool:
    """Whether a test fails, those that name the function first; they are called as they are."""
    for test in sorted(TESTS, key=lambda test: function not in SOURCES[test]):
        try:
            test()
        except Exception:  # an assertion, or an error of the mutant's own
            return True
    return False


def test_the_tests_pass_without_a_mutant():
    assert not is_found()
    assert len(TESTS) > 15


@pytest.mark.thorough
def test_every_mutant_is_found():
    survivors = []
    tried = 0
    for module, function, what, tree in mutants():
        kept = dict(vars(module))
        try:
            exec(compile(ast.unparse(tree), module.__name__, "exec"), vars(module))  # noqa: S102
            survivors += [] if is_found(function) else [f"{module.__name__}.{function}, {what}"]
        finally:
            vars(module).clear()
            vars(module).update(kept)
        tried += 1
    assert survivors == []
    assert tried > 60
