"""Right papers with decoys: each value is the same as without, or missing and reported, never another.

``ITA_PAPERS=20000`` reads that many; ``python -m tests.metamorphic`` says more of what it found.
"""

import os
from itertools import product

import decoys
import file_kinds
import judging
import right_papers as papers
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from judging import Plan

PAPERS = int(os.environ.get("ITA_PAPERS", "60"))
AT_ONCE = 12
"""Papers of one folder, on average: read together, they cost a third."""
KINDS = sorted(decoys.KINDS)


def plans():
    """What papers are made from: a layout, a kind of file, and up to four decoys."""
    kinds = st.lists(st.sampled_from(KINDS), min_size=1, max_size=4).map(tuple)
    return st.builds(
        Plan,
        st.sampled_from(sorted(papers.LAYOUTS)),
        st.sampled_from(sorted(file_kinds.CONTAINERS)),
        kinds,
        st.integers(0, 2**32),
    )


def shown(verdict):
    plan = verdict.plan
    return f"{verdict.state}: {plan.layout}{plan.suffix} {plan.kinds}: {verdict.why}\n{verdict.page}"


def test_papers_without_decoys_are_read_whole():
    every = [Plan(*each, (), 5) for each in product(papers.LAYOUTS, file_kinds.CONTAINERS)]
    for first in range(0, len(every), judging.MOST_AT_ONCE):
        for verdict in judging.judge(every[first : first + judging.MOST_AT_ONCE]):
            assert verdict.state == "read", shown(verdict)


@settings(
    max_examples=max(1, PAPERS // AT_ONCE),
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(plans(), min_size=2, max_size=2 * AT_ONCE))
def test_decoys_change_nothing_or_are_told(chosen):
    for verdict in judging.judge(chosen):
        assert verdict.state in ("read", "told"), shown(verdict)


def test_most_decoys_cost_nothing():
    """A reader that refuses whatever holds a decoy would pass, too; the scores are to be read."""
    plain = [
        Plan(layout, ".html", (kind,), 11)
        for place, kind in enumerate(sorted(set(KINDS) - decoys.MARKS - {"spoilt"}))
        for layout in [sorted(papers.LAYOUTS)[place % len(papers.LAYOUTS)]]
    ]
    states = []
    for first in range(0, len(plain), judging.MOST_AT_ONCE):
        states += [each.state for each in judging.judge(plain[first : first + judging.MOST_AT_ONCE])]
    assert states.count("read") >= 0.8 * len(states)
