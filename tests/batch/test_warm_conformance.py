"""What the warm engine puts into a notebook is what a kernel puts there."""

import re
import sys

import nbformat
import pytest
from papermill.engines import papermill_engines

from helpers.batch import execute

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform != "linux", reason="the warm engine is Linux's"),
]

CELLS = {
    "print, then a result": "print('a', end=''); print('b')\n1 + 1",
    "streams around displays": "print(1); display('x'); print(2); display('y')\n3",
    "stderr": "import sys; print('e', file=sys.stderr)",
    "nothing": "x = 1",
    "a result that is None": "None",
    "semicolon": "x;",
    "In, Out, _": "print(len(In), sorted(Out)[-1], _)",
    "underscores": "41\n42",
    "after a result": "_ + 1",
    "mimebundle with metadata": (
        "from IPython.display import display\n"
        "display({'text/html': '<b>', 'text/plain': 'x'}, raw=True, metadata={'text/html': {'alt': 'คำ'}})"
    ),
    "object with a mimebundle": (
        "class M:\n"
        "    def _repr_mimebundle_(self, **_):\n"
        "        return {'text/html': '<i>', 'text/plain': 't'}, {'ita': {'title': 'หัวเรื่อง'}}\n"
        "M()"
    ),
    "JSON": "from IPython.display import JSON; JSON({'a': [1, 2.5, None]})",
    "a display updated": "h = display('old', display_id='one'); h.update('new')",
    "a display updated from another cell": "h.update('newer')",
    "clear_output": "from IPython.display import clear_output\nprint('gone'); clear_output(); print('stays')",
    "clear_output, waiting": "print('gone'); clear_output(wait=True); print('stays')",
    "carriage return": "print('10%\\r20%')",
    "unicode": "print('ก็\\U0001f600', '\\ud800'.encode('utf-8', 'replace'))",
    "exception": "def f():\n    return 1 / 0\nf()",
    "chained exception": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('ผิด') from e",
    "syntax error": "for in x",
    "indentation": "if True:\nx",
    "exception while displaying": (
        "class B:\n"
        "    def _repr_html_(self):\n        raise ValueError('no')\n"
        "    def __repr__(self):\n        return 'B'\n"
        "B()"
    ),
    "sys.exit": "import sys; sys.exit(3)",
    "keyboard interrupt": "raise KeyboardInterrupt('x')",
    "top-level await": "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "await that raises": "await asyncio.sleep(0)\n1 / 0",
    "a task": "t = asyncio.create_task(asyncio.sleep(0, 'done'))\nawait t",
    "asyncio.run is refused": "c = asyncio.sleep(0)\ntry:\n    asyncio.run(c)\nfinally:\n    c.close()",
    "shell": "!echo shell; echo err >&2",
    "shell into a variable": "v = !echo one\nv",
    "bash": "%%bash\necho bash\necho berr >&2",
    "capture": "%%capture c\nprint('hidden')\n5",
    "captured": "c.stdout",
    "magic": "%precision 3\n1 / 3",
    "unknown magic": "%nonsense",
    "figure without show": "import matplotlib.pyplot as plt\n_ = plt.figure(figsize=(1, 1))",
    "figure with show": "_ = plt.figure(figsize=(1, 1)); plt.show(); print('after')",
    "figure and error": "_ = plt.figure(figsize=(1, 1)); 1 / 0",
    "a plot": "_ = plt.plot([1, 2])",
    "inline as SVG": "%config InlineBackend.figure_formats = ['svg']\n_ = plt.figure(figsize=(1, 1))",
    "warning": "import warnings; warnings.warn('look')",
    "deprecation": "warnings.warn('old', DeprecationWarning)",
    "logging": "import logging; logging.warning('logged'); logging.info('not')",
    "frame": "import pandas as pd; pd.DataFrame({'a': [1]})",
    "Styler": "pd.DataFrame({'a': [1]}).style.set_uuid('u')",
    "tqdm": "from tqdm.auto import tqdm\nprint(tqdm.__module__)",
    "input is refused": "input('?')",
    "a thread that prints": (
        "import threading\nt = threading.Thread(target=print, args=('thread',)); t.start(); t.join()"
    ),
    # A thread of the kernel fetches what is written to descriptors; without a pause it may come last.
    "output of a child process": (
        "import subprocess, time; r = subprocess.run(['echo', 'child']).returncode; time.sleep(2); r"
    ),
    "output to the descriptor": "import os, time; _ = os.write(1, b'raw\\n'); time.sleep(2)",
    "multiprocessing": (
        "import multiprocessing as mp\n"
        "def g(n):\n    return n * n\n"
        "with mp.get_context('fork').Pool(2) as pool:\n    print(pool.map(g, [1, 2, 3]))"
    ),
    "main": "__name__, __doc__, sys.modules['__main__'].x",
    "path": "sys.path[0]",
    "where": "os.path.basename(os.getcwd())",
    "no history kept elsewhere": "%history -n 1",
    "pickle of a class of the notebook": (
        "import pickle\nclass P:\n    pass\ntype(pickle.loads(pickle.dumps(P()))).__name__"
    ),
    "names": "[n for n in globals() if n in ('shell', 'wire', 'helpers', 'exit', 'get_ipython', 'display')]",
}

SILENT = {"tagged to be skipped": ("1 / 0", ["skip-execution"]), "blank": ("", []), "comment": ("# c", [])}


def notebook(cells):
    made = []
    for source, tags in cells:
        made.append(nbformat.v4.new_code_cell(source, metadata={"tags": list(tags), "papermill": {}}))
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    return nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel, "papermill": {}})


def run(engine, cells, **settings):
    nb = notebook(cells)
    told = execute.ENGINE_SETTINGS | {"execution_timeout": 60} | settings
    return papermill_engines.execute_notebook_with_engine(engine, nb, "python3", **told)


def normal(text):
    text = re.sub(r"0x[0-9a-f]+", "0x", text)
    text = re.sub(r"ipykernel_\d+", "ipykernel", text)
    return re.sub(r"(?m)^.*/site-packages/", "", text)


def outputs(cell):
    """A cell's outputs without addresses, process ids and the pieces in which text came."""
    made = []
    for output in cell.outputs:
        one = dict(output)
        if one["output_type"] == "stream":
            if made and made[-1].get("name") == one["name"] and made[-1]["output_type"] == "stream":
                made[-1]["text"] = normal(made[-1]["text"] + one["text"])
                continue
            one["text"] = normal(one["text"])
        elif one["output_type"] == "error":
            one["traceback"] = [normal(line) for line in one["traceback"]]
        else:
            one["data"] = {kind: normal(v) if isinstance(v, str) else v for kind, v in one["data"].items()}
            one["data"].pop("image/svg+xml", None)  # holds the time
        made.append(one)
    return made


@pytest.fixture(scope="module")
def both():
    cells = [(source, ["raises-exception"]) for source in CELLS.values()] + list(SILENT.values())
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST")  # where it is set, a kernel leaves descriptors 1 and 2 alone
        return run(None, cells), run("ita-warm", cells)


@pytest.mark.parametrize("name", [*CELLS, *SILENT])
def test_as_a_kernel(both, name):
    place = [*CELLS, *SILENT].index(name)
    kernel, warm = (nb.cells[place] for nb in both)
    if name == "input is refused":  # by another file of another package
        for cell in (warm, kernel):
            del cell.outputs[0]["traceback"][-2]
    assert outputs(warm) == outputs(kernel)
    assert warm.execution_count == kernel.execution_count
    assert set(warm.metadata) == set(kernel.metadata)
    assert set(warm.metadata.get("execution", {})) == set(kernel.metadata.get("execution", {}))
    assert warm.metadata.papermill["status"] == kernel.metadata.papermill["status"]
    assert warm.metadata.papermill["exception"] == kernel.metadata.papermill["exception"]


def test_a_chart_is_there(both):
    _, warm = both
    (output,) = warm.cells[list(CELLS).index("a plot")].outputs
    assert output.data["image/png"]


def test_the_notebook_says_what_ran_it(both):
    kernel, warm = both
    assert warm.metadata.language_info == kernel.metadata.language_info
    nbformat.validate(warm)
