"""Decoys at length: ``python -m tests.metamorphic --papers 20000``.

Prints for each kind of decoy how its papers were read.
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]

import decoys  # noqa: E402
import file_kinds  # noqa: E402
import judging  # noqa: E402
import right_papers as papers  # noqa: E402
from judging import Plan, Verdict  # noqa: E402


def smallest(verdict: Verdict) -> Verdict:
    """The same paper with as few of its decoys as still fail."""
    for kind in verdict.plan.kinds:
        kinds = tuple(each for each in verdict.plan.kinds if each != kind)
        plan = Plan(verdict.plan.layout, verdict.plan.suffix, kinds, verdict.plan.seed)
        (fewer,) = judging.judge([plan])
        if fewer.state in ("wrong", "silent"):
            return smallest(fewer)
    return verdict


def main() -> int:
    """Reads as many papers as are asked for, from one seed on; Ctrl-C shows what there is until then."""
    asked = argparse.ArgumentParser(prog="python -m tests.metamorphic", description=__doc__)
    asked.add_argument("--papers", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--decoys", type=int, default=4, help="at most, in one paper")
    asked.add_argument("--kind", action="append", choices=sorted(decoys.KINDS), help="may be repeated")
    asked.add_argument("--shown", type=int, default=1, help="papers shown of each kind that failed")
    options = asked.parse_args()
    chance = random.Random(options.seed)
    kinds = options.kind or sorted(decoys.KINDS)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    failed: dict[tuple[str, ...], list[Verdict]] = defaultdict(list)
    done = 0
    while done < options.papers:
        plans = [
            Plan(
                chance.choice(sorted(papers.LAYOUTS)),
                chance.choice(sorted(file_kinds.CONTAINERS)),
                tuple(chance.choices(kinds, k=chance.randint(1, options.decoys))),
                chance.randrange(2**32),
            )
            for _ in range(min(judging.MOST_AT_ONCE, options.papers - done))
        ]
        try:
            verdicts = judging.judge(plans)
        except KeyboardInterrupt:  # what was read until then is shown
            break
        done += len(plans)
        print(f"{done} of {options.papers}", file=sys.stderr)
        for verdict in verdicts:
            counts["all"][verdict.state] += 1
            for kind in set(verdict.plan.kinds):
                counts[kind][verdict.state] += 1
            if verdict.state in ("wrong", "silent"):
                fewer = smallest(verdict)
                failed[fewer.state, *sorted(set(fewer.plan.kinds))].append(fewer)
    states = ("read", "told", "silent", "wrong")
    print(f"{'':28}" + "".join(f"{state:>8}" for state in states))
    for kind in ["all", *sorted(set(counts) - {"all"})]:
        print(f"{kind:28}" + "".join(f"{counts[kind][state]:>8}" for state in states))
    for key, verdicts in sorted(failed.items(), key=lambda item: -len(item[1])):
        print(f"\n## {' '.join(key)}: {len(verdicts)}, in {dict(Counter(v.plan.layout for v in verdicts))}")
        for verdict in verdicts[: options.shown]:
            print(f"{verdict.plan}\n{verdict.why}\n{verdict.page}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
