"""The warm engine: notebooks run in children forked from a process that has imported everything.

lifecycle  starts the warm process, and ends it
process    the warm process itself: imports, listens, forks, reaps
rehearsal  what it does once so that no child has to
shell      the child: runs cells in an IPython shell and sends what they put out
ipython    whatever is asked of IPython and ipykernel that they do not promise
residue    what a notebook leaves behind in its process: whether another may follow it
engine     the papermill engine: sends cells to a child, puts what comes back into the notebook
wire       messages over a socket

papermill loads the engine whenever it is imported, so ``engine``, ``lifecycle`` and ``wire`` import little.
"""
