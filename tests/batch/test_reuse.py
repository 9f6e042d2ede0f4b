"""Several notebooks in one process of the warm engine: none sees another or fails because of it."""

import os
import signal
import sys

import nbformat
import pytest
from papermill.engines import papermill_engines

from helpers import locations, stages
from helpers.batch import execute
from helpers.batch.orders import RunSettings
from helpers.batch.warm import engine

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform != "linux", reason="the warm engine is Linux's"),
]


@pytest.fixture(autouse=True)
def _no_child_waits():
    """Each test begins and ends without a child of another."""
    for place in ("before", "after"):
        while engine._idle:
            engine._idle.pop().close()
        if place == "before":
            yield


def run(*sources, most=16, **settings):
    """Runs cells as one notebook. Returns it, and the text of each cell's outputs."""
    cells = [nbformat.v4.new_code_cell(each, metadata={"tags": [], "papermill": {}}) for each in sources]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nb = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel, "papermill": {}})
    told = execute.ENGINE_SETTINGS | {"warm_notebooks": most} | settings
    papermill_engines.execute_notebook_with_engine(engine.NAME, nb, "python3", **told)
    return nb, ["".join(_text(output) for output in cell.outputs) for cell in nb.cells]


def _text(output):
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return output.data["text/plain"]


def process(*sources, **settings):
    """The process in which a notebook of these cells ran."""
    pid = run(*sources, "import os; os.getpid()", **settings)[1][-1]
    assert pid.isdigit(), "a cell before it failed"
    return pid


def test_a_process_takes_so_many_and_no_more():
    assert len({process(most=3) for _ in range(7)}) == 3


def test_alone_where_nothing_else_is_asked_for():
    waits = process()
    assert len({waits, process(most=1), process(most=1)}) == 3
    assert process() == waits


def test_each_begins_as_the_first_did():
    first = run("x = 1\n'shown'", "_", "sorted(n for n in globals() if not n.startswith('__')), In, Out, _")
    pid = process()
    nb, texts = run(
        "x = 1\n'shown'", "_", "sorted(n for n in globals() if not n.startswith('__')), In, Out, _"
    )
    assert process() == pid
    assert texts == first[1]
    assert [cell.execution_count for cell in nb.cells] == [1, 2, 3]


def test_environment_folder_and_seed_are_not_the_last_one_s():
    begin = "import os, random, numpy as np\n"
    one = process(begin + "os.environ['LEFT'] = '1'; os.chdir('/'); random.seed(1); np.random.seed(1)")
    asked = begin + "os.environ.get('LEFT'), os.getcwd() == '/', random.random(), np.random.rand()"
    _, (seen, pid) = run(asked, "os.getpid()")
    assert pid == one
    assert seen.startswith("(None, False, ")
    assert "0.1343642441124" not in seen  # the first number after random.seed(1)
    assert "0.417022" not in seen  # after numpy's


LEAVES = {
    "a setting of matplotlib": "import matplotlib as mpl; mpl.rcParams['font.size'] = 3",
    "a list in a setting": "import matplotlib as mpl; mpl.rcParams['font.family'].append('Nonsense')",
    "a setting of pandas": "import pandas as pd; pd.set_option('display.max_rows', 3)",
    "precision of decimals": "import decimal; decimal.getcontext().prec = 3",
    "a thread": "import threading, time; threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
    "a process of a process": "import os; os.system('(sleep 60; echo late) & true')",
    "a process": "import subprocess; p = subprocess.Popen(['sleep', '60'])",
    "a task": "import asyncio; t = asyncio.ensure_future(asyncio.sleep(60))",
    "a filter of warnings": "import warnings; warnings.simplefilter('error')",
    "what is done with warnings": "import warnings; warnings.showwarning = print",
    "a logger": "import logging; logging.getLogger('x').addHandler(logging.StreamHandler())",
    "a module of its own": (
        "import sys; open('own_module.py', 'w').close(); sys.path.insert(0, '.')\n"
        "import own_module; del sys.path[0]"
    ),
    "a magic replaced": "get_ipython().register_magic_function(print, 'line', 'pwd')",
    "rights of new files": "import os; os.umask(0o77)",
    "an alarm": "import signal; signal.setitimer(signal.ITIMER_REAL, 100)",
    "a level of logging": "import logging; logging.getLogger().setLevel('DEBUG')",
    "a handler of signals": "import signal; signal.signal(signal.SIGUSR1, lambda *_: None);",
    "a path": "import sys; sys.path.append('/nowhere')",
    "a limit of recursion": "import sys; sys.setrecursionlimit(5000)",
    "a name for all": "import builtins; builtins.left = 1",
    "a module put in another's place": "import sys, types; sys.modules['json'] = types.ModuleType('json')",
    "a function of this package": "from helpers import thai; thai.localise = None",
    "what is drawn inline": "%config InlineBackend.figure_formats = ['svg']",
    "how numbers are shown": "%precision 3",
    "a formatter": "get_ipython().display_formatter.formatters['text/html'].for_type(int, str);",
    "a hook": "get_ipython().events.register('post_execute', lambda: None)",
    "a magic": "get_ipython().register_magic_function(print, 'line', 'left')",
    "a change of the cells": "get_ipython().input_transformers_post.append(lambda lines: lines)",
    "memory": "import sys; sys.modules['kept'] = bytearray(200_000_000)",
}


@pytest.mark.parametrize("name", LEAVES)
def test_nobody_follows_one_that_leaves_something(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert process(LEAVES[name]) != process()


@pytest.mark.parametrize(
    "source",
    [
        "x = list(range(1_000_000))",
        "import pandas as pd; pd.DataFrame({'a': [1]})",
        "import matplotlib.pyplot as plt; plt.plot([1, 2]);",
        "import subprocess; subprocess.run(['true'])",
        "import threading; t = threading.Thread(target=print); t.start(); t.join()",
        "import warnings; warnings.warn('look')",
        "import wave",
        "import asyncio\nawait asyncio.sleep(0)",
    ],
)
def test_others_follow_one_that_cleans_up(source):
    assert process(source) == process()


def test_a_warning_is_shown_to_each():
    source = (
        "import pandas as pd, warnings\nwarnings.warn_explicit('old', UserWarning, 'f.py', 1, registry={})"
    )
    assert run(source, "import os; os.getpid()")[1] == run(source, "import os; os.getpid()")[1]


def test_last_words_of_its_objects_reach_nobody():
    last = "    def __del__(self):\n        print('printed'); os.write(1, b'written')\n"
    one = process(f"import os\nclass A:\n{last}a, b = A(), A()\nb.itself = b")
    _, texts = run("import gc, os; _ = gc.collect(); print('own')", "os.getpid()")
    assert texts == ["own\n", one]


UNSEEN = {
    "time zone": (
        "import os, time; os.environ['TZ'] = 'Asia/Bangkok'; time.tzset()",
        "import time; time.timezone",
    ),
    "callbacks": (
        "import asyncio; asyncio.get_running_loop().call_later(0.05, print, 'late');",
        "import asyncio\nawait asyncio.sleep(0.3)",
    ),
    "the module itself": ("__name__ = 'x'; __spec__ = 1; __doc__ = 'x'", "__name__, __spec__, __doc__"),
    "the cells before": ("secret = 1", "_i, _ii, _iii"),
    "the last result": ("import builtins; builtins._ = 'x'", "import builtins; hasattr(builtins, '_')"),
    "half a character": ("import os; os.write(1, bytes([0xE0]));", "import os; os.write(1, b'B');"),
    "what it showed": ("_ = 5\n6\n7", "sorted(Out), _, sorted(globals())"),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_set_anew_for_each(name):
    cell, look = UNSEEN[name]
    alone = run(look, most=1)[1]
    one = process(cell)
    _, (seen, pid) = run(look, "import os; os.getpid()")
    assert pid == one
    assert [seen] == alone


def test_one_that_fails_after_others_is_run_again_alone():
    # What is done to another library goes unseen.
    one = process("import json; json.left = True")
    nb, texts = run("import json\nassert not hasattr(json, 'left')", "import os; os.getpid()")
    assert texts[0] == ""
    assert texts[1] != one
    assert [cell.metadata.papermill["status"] for cell in nb.cells] == ["completed", "completed"]


def test_one_that_fails_alone_too_has_failed(tmp_path):
    process()
    log = tmp_path / "log"
    nb, texts = run(f"open({str(log)!r}, 'a').write('x')", "1 / 0", "'never'")
    assert texts[1] == "ZeroDivisionError: division by zero"
    assert texts[2] == ""
    assert [cell.metadata.papermill["status"] for cell in nb.cells][1] == "failed"
    assert log.read_text() == "xx"
    assert not engine._idle


def test_one_that_crashes_after_others_costs_nobody_else():
    process()
    _, texts = run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert "SIGKILL" in texts[0]
    assert process()


def test_a_child_that_died_while_it_waited_is_replaced():
    pid = int(process())
    os.kill(pid, signal.SIGKILL)
    assert int(process()) != pid


def test_memory_is_each_one_s_own():
    more = {"warm_memory_mb": 300}
    pids = {process("x = bytearray(200_000_000)", **more) for _ in range(3)}
    assert len(pids) == 1
    assert process() not in pids, "one without a limit is another's"
    _, texts = run("x = bytearray(400_000_000); len(x)", **more)
    assert texts[0].startswith("MemoryError")


def test_real_reports_share_a_process_and_come_out_as_alone(data_dir):
    stages.refresh(data_dir)
    notebook = locations.notebook("04_agency_report.ipynb")
    told = [
        {
            "agency_id": code,
            "fiscal_year": 2568,
            "document": kind,
            "language": lang,
            "data_dir": str(data_dir),
        }
        for code, kind, lang in (
            ("5310703", "annual", "th"),
            ("5310703", "annual", "en"),
            ("5310703", "plan", "th"),
        )
    ]
    together = [execute.run(notebook, each, RunSettings("warm")) for each in (*told, *reversed(told))]
    assert [each.status for each in together] == ["succeeded"] * 6
    assert engine._idle[0].notebooks == 6
    alone = [execute.run(notebook, each, RunSettings("kernel")) for each in told]
    assert [each.html for each in together] == [each.html for each in (*alone, *reversed(alone))]
