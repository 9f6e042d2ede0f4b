"""No Python that is started imports anything from the folder in which somebody happens to stand.

The folder holds a trap for every module there is: of the standard library, of every package that is
installed, of this one, and what Python, IPython, Jupyter and matplotlib look for by themselves.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import matplotlib as mpl
import nbformat
import pytest
from matplotlib.figure import Figure

from helpers import demo
from helpers.formats import browser

BIN = Path(sys.executable).parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
TRAP = "open(__file__ + '.sprung', 'w').close()\nraise SystemExit('a trap: ' + __file__)\n"
LOOKED_FOR = ("sitecustomize", "usercustomize", "ipython_config", "ipython_kernel_config", "jupyter_config")

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform == "win32", reason="runs the commands as POSIX installs them"),
]


@pytest.fixture(scope="module")
def traps(tmp_path_factory):
    """A folder where to import anything at all is to spring a trap."""
    folder = tmp_path_factory.mktemp("traps")
    installed = {name for name in metadata.packages_distributions() if name.isidentifier()}
    for name in sorted({*sys.stdlib_module_names, *installed, *LOOKED_FOR} - {"helpers"}):
        (folder / f"{name}.py").write_text(TRAP, encoding="utf-8")
    (folder / "helpers").mkdir()
    (folder / "helpers" / "__init__.py").write_text(TRAP, encoding="utf-8")
    (folder / "matplotlibrc").write_text(
        "backend: module://trap\nfont.size: 30\nlines.linewidth: 9\npatch.linewidth: 7\n"
        "text.color: red\nlines.solid_capstyle: butt\npatch.force_edgecolor: True\n",
        encoding="ascii",
    )
    shutil.copy(folder / "queue.py", folder / "trap.py")
    return folder


def run(traps, command, **environment):
    """Runs a command in the folder of traps; none is sprung."""
    done = subprocess.run(
        [*map(str, command)],
        cwd=traps,
        env=ENVIRONMENT | environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    sprung = sorted(file.name for file in traps.rglob("*.sprung"))
    for file in traps.rglob("*.sprung"):
        file.unlink()
    assert not sprung, (command, sprung)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def python(traps, code, *arguments):
    return run(traps, [sys.executable, "-P", "-c", code, *arguments])


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    demo.write(folder / "raw", agencies=1, years=2, seed=5)
    return folder


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    """A notebook that imports, and says where from."""
    code = "import queue, numpy, helpers, matplotlib.pyplot\nprint(queue.__file__, helpers.__file__)"
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nb = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("", metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell(code),
        ],
        metadata={"kernelspec": kernel},
    )
    file = tmp_path_factory.mktemp("notebook") / "imports.ipynb"
    nbformat.write(nb, file)
    return file


@pytest.fixture(scope="module")
def elsewhere(data_dir, tmp_path_factory):
    """What the command makes in a folder without traps: where, and the pages."""
    out = tmp_path_factory.mktemp("elsewhere")
    run(out, reports(data_dir, out))
    return out, pages(out)


def reports(data_dir, out, *arguments):
    known = ("--data-dir", data_dir, "--out", out, "--document", "annual", "--quiet", "--jobs", "2")
    return [BIN / "ita", "reports", *known, *arguments]


def pages(out):
    """All but the indexes, which link to documents of other formats where there are some."""
    return {page.name: page.read_bytes() for page in out.rglob("*.html") if page.name != "index.html"}


def test_a_trap_is_one(traps):
    done = subprocess.run([sys.executable, "-c", "import queue"], cwd=traps, capture_output=True, check=False)
    assert done.returncode
    (sprung,) = traps.glob("*.sprung")
    sprung.unlink()


def test_reports_with_workers_the_warm_process_and_the_browser(traps, data_dir, elsewhere, tmp_path):
    formats = "docx,pdf" if browser.find() else "docx"
    run(traps, reports(data_dir, tmp_path, "--formats", formats))
    _, others = elsewhere
    assert pages(tmp_path) == others, "not even how charts are drawn depends on the folder"
    assert len(list(tmp_path.rglob("D*.pdf"))) == bool(browser.find())


def test_a_kernel(traps, notebook):
    code = (
        "import sys; from pathlib import Path; from helpers.batch import execute, orders\n"
        "done = execute.run(Path(sys.argv[1]), {}, orders.RunSettings('kernel'))\n"
        "assert done.status == 'succeeded', done"
    )
    python(traps, code, notebook)


def test_papermill_with_the_warm_engine(traps, notebook, tmp_path):
    made = tmp_path / "made.ipynb"
    run(traps, [BIN / "papermill", "--engine", "ita-warm", "--no-progress-bar", notebook, made])
    (output,) = json.loads(made.read_text(encoding="utf-8"))["cells"][-1]["outputs"]
    assert str(traps) not in "".join(output["text"])


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs Poppler")
def test_the_readers_in_processes_of_their_own(traps, tmp_path):
    figure = Figure()
    figure.text(0.1, 0.5, "text")
    with mpl.rc_context({"pdf.fonttype": 42}):
        figure.savefig(tmp_path / "received.pdf")
    python(traps, "import sys; from pathlib import Path; from helpers.sources.opening import pdf\n"
        "assert pdf.read_pdf(Path(sys.argv[1])).rows", tmp_path / "received.pdf")  # fmt: skip
    (tmp_path / "received.csv").write_text("a,b\n", encoding="ascii")
    python(traps, "import sys; from pathlib import Path; from helpers.sources.opening import workbooks\n"
        "try:\n    workbooks.read_apart(Path(sys.argv[1]))\nexcept workbooks.NotReadError as error:\n"
        "    assert 'calamine:' not in str(error), error", tmp_path / "received.csv")  # fmt: skip


def test_a_worker_of_a_cluster(traps, data_dir, elsewhere, tmp_path):
    """Its nanny is dask's own, and left to its own devices imports from where it was started."""
    dask, started = str(BIN / "dask"), []
    known = tmp_path / "scheduler.json"
    try:
        for arguments in (
            ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
            ("worker", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", "--death-timeout", "60"),
        ):
            command = [dask, *arguments, "--scheduler-file", str(known)]
            safely = ENVIRONMENT | {"PYTHONSAFEPATH": "1", "DASK_TEMPORARY_DIRECTORY": str(tmp_path)}
            with (tmp_path / "log").open("ab") as log:
                started.append(subprocess.Popen(command, cwd=traps, env=safely, stdout=log, stderr=log))
            while not (known.is_file() and known.read_text(encoding="utf-8")):
                assert started[0].poll() is None
                time.sleep(0.05)
        address = json.loads(known.read_text(encoding="utf-8"))["address"]
        out, before = elsewhere
        (out / "2568" / "annual" / "D000001.html").unlink()
        run(traps, reports(data_dir, out, "--scheduler", address))
        assert pages(out) == before
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait()
