"""``python -m benchmarks``: the ratios; with ``--growth`` whole batches of growing size, too."""

import argparse
from pathlib import Path

from benchmarks import again, against, around, growth, ratios


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round of few agencies: a look, no figure")
    parser.add_argument("--workers", type=int, default=0, help="default: one a core")
    parser.add_argument("--growth", action="store_true", help=f"batches of {growth.SIZES} agencies")
    parser.add_argument("--sizes", type=int, nargs="+", help="other sizes for --growth")
    parser.add_argument(
        "--countries", type=float, nargs="+", help="everything around the reports, in sizes of 8,317 agencies"
    )
    parser.add_argument(
        "--against", metavar="COMMIT", help="reading, tables and reports by a commit's code and by this"
    )
    parser.add_argument(
        "--again", type=int, metavar="AGENCIES", help="runs after nothing, and after one score, changed"
    )
    parser.add_argument("--no-ratios", action="store_true", help="only what else was asked for")
    parser.add_argument("--out", type=Path, default=Path("reports/benchmarks"), help="folder for the picture")
    given = parser.parse_args()
    rounds, agencies = (1, 48) if given.quick else (3, 100)
    if not given.no_ratios:
        print(ratios.table(ratios.measure(rounds, agencies, given.workers)))
    if given.again:
        print("\n" + again.table(given.again, again.measure(given.again)))
    if given.against:
        papers, province = (110, 30) if given.quick else (1000, 330)
        print("\n" + against.table(given.against, against.measure(given.against, papers, province, rounds)))
    if given.growth or given.sizes:
        batches = []
        print(
            f"\n{'agencies':>9}{'whole s':>9}{'CPU s':>9}{'a report':>11}{'CPU an agency':>14}{'again s':>9}"
            f"{'CPU':>6}{'MB first, last, most':>24}"
        )
        for size in given.sizes or ((50, 100) if given.quick else growth.SIZES):
            batches.append(made := growth.run(size))
            print(
                f"{made.agencies:9}{made.seconds:9.0f}{made.cpu_seconds:9.0f}"
                f"{made.report_seconds / made.agencies:11.3f}{made.cpu_seconds / made.agencies:14.3f}"
                f"{made.again_seconds:9.1f}{made.again_cpu_seconds:6.1f}"
                f"{made.memory_first_mb:10.0f}{made.memory_last_mb:7.0f}{made.memory_most_mb:7.0f}",
                flush=True,
            )
        picture = given.out / "growth.svg"
        growth.draw(batches, picture)
        print(picture)
    if given.countries:
        print(
            f"\n{'agencies':>9}"
            + "".join(f"{step:>20}" for step in around.STEPS)
            + f"{'its CPU':>9}{'MB':>7}"
        )
        surroundings = []
        for count in given.countries:
            surroundings.append(one := around.measure(round(count * growth.SIZES[-1])))
            steps = "".join(f"{one.seconds[step]:20.1f}" for step in around.STEPS)
            print(f"{one.agencies:9}{steps}{one.nothing_cpu:9.1f}{one.memory_most_mb:7.0f}", flush=True)
        picture = given.out / "around.svg"
        around.draw(surroundings, picture)
        print(picture)


if __name__ == "__main__":
    main()
