#!/usr/bin/env python3
"""Tries to recover what a report withholds:  solve.py FAILWISE EXAMPLE_ANSWERS.csv FIRST_SEED COUNT

Makes small random cohorts in which columns are nested (cohorts in regions, regions in tracks, with exceptions), runs the
program, reads every published table by group and summary.json, and solves: counts and counts times means are sums over
people, so every published figure is a row of a linear system whose unknowns are the sums over people who have the same
groups everywhere. A set of fewer than k people whose sum follows from the rows is a leak, and is checked by its value.
Without suppression (--k 1) the same attack must succeed, or it would show nothing.
"""
import csv
import itertools
import json
import pathlib
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

K = 5
COLUMNS = ["cohort", "region", "track", "level"]


def cohort_of_people(seed, texts):
    pick = random.Random(seed)
    people = []
    sizes = [pick.choice([1, 2, 3, 4, 5, 6, 7, 9, 12]) for _ in range(pick.randint(3, 7))]
    regions = [pick.randrange(1 + len(sizes) // 2) for _ in sizes]
    for cohort, size in enumerate(sizes):
        for _ in range(size):
            region = regions[cohort] if pick.random() > 0.03 else pick.randrange(3)
            track = region // 2 if pick.random() > 0.03 else 2
            groups = {"cohort": f"c{cohort}", "region": f"r{region}", "track": f"t{track}",
                      "level": pick.choice(["ic", "senior", "staff"]) if seed % 2 else f"l{(cohort + 1) // 2}"}
            people.append((f"p{len(people)}", groups, pick.choice(texts)))
    return people


def run(program, people, k, folder):
    with open(folder / "answers.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["answer_id", "participant_id", *COLUMNS, "text"])
        for number, (name, groups, text) in enumerate(people):
            out.writerow([f"a{number}", name, *(groups[c] for c in COLUMNS), text])
    subprocess.run([program, "run", folder / "answers.csv", "-q", "--force", "--k", str(k), "--by", "region,track",
                    "-t", "1", "-o", folder / "out"], check=True, stdout=subprocess.DEVNULL)
    with open(folder / "out/scores.csv", newline="") as file:
        return [float(row["overall"]) for row in csv.DictReader(file)]


def published(folder):
    """(column, group or None for all): (people, mean), from the tables; the other files must say the same."""
    found = {}
    for column in COLUMNS:
        path = folder / "out/tables" / ("cohorts.csv" if column == "cohort" else f"by_{column}.csv")
        if not path.exists():
            continue
        with open(path, newline="") as file:
            for row in csv.DictReader(file):
                group = row.get("cohort", row.get("group"))
                if row["mean"]:
                    found[column, None if group == "All answers" else group] = int(row["participants"]), float(row["mean"])
    summary = json.load(open(folder / "out/summary.json"))
    shown = {c["name"] for c in summary["cohorts"] if c["mean_overall"] is not None}
    assert len(summary["cohorts"]) < 2 or shown == {g for c, g in found if c == "cohort" and g}, "summary.json shows others"
    for path in sorted((folder / "out/tables").glob("*.csv")):
        with open(path, newline="") as file:
            for row in csv.DictReader(file):
                if "note" in row and row["note"]:
                    assert not any(value for key, value in row.items() if key not in ("cohort", "group", "part", "note")), path
                elif "cohort" in row and row["cohort"].startswith("c"):
                    assert ("cohort", row["cohort"]) in found, f"{path.name} shows {row['cohort']}"
    return found


def reduced(rows):
    """Gauss-Jordan over fractions; each row carries its combination and value behind the unknowns."""
    rows, done = [list(r) for r in rows], 0
    width = len(rows[0][0])
    for at in range(width):
        pivot = next((i for i in range(done, len(rows)) if rows[i][0][at]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        factor = rows[done][0][at]
        rows[done] = [[x / factor for x in rows[done][0]], rows[done][1] / float(factor)]
        for i, row in enumerate(rows):
            if i != done and row[0][at]:
                f = row[0][at]
                rows[i] = [[x - f * y for x, y in zip(row[0], rows[done][0])], row[1] - float(f) * rows[done][1]]
        done += 1
    return rows[:done]


def value_of(basis, wanted):
    """The value of a row that follows from the basis, or None."""
    left, value = list(wanted), 0.0
    for row, known in basis:
        at = next(i for i, x in enumerate(row) if x)
        if left[at]:
            f = left[at]
            left = [x - f * y for x, y in zip(left, row)]
            value += float(f) * known
    return None if any(left) else value


def leaks(people, scores, found):
    kinds = sorted({tuple(groups[c] for c in COLUMNS) for _, groups, _ in people})
    members = {kind: [i for i, (_, g, _) in enumerate(people) if tuple(g[c] for c in COLUMNS) == kind] for kind in kinds}
    rows = []
    for (column, group), (count, mean) in found.items():
        inside = [group is None or kind[COLUMNS.index(column)] == group for kind in kinds]
        assert count == sum(len(members[kind]) for kind, i in zip(kinds, inside) if i)
        rows.append([[Fraction(int(i)) for i in inside], count * mean])
    basis = reduced(rows)
    sets = [("people alike in all", [kind]) for kind in kinds]
    for a in range(len(COLUMNS)):
        for group in sorted({kind[a] for kind in kinds}):
            sets.append((f"{COLUMNS[a]} {group}", [kind for kind in kinds if kind[a] == group]))
    for a, b in itertools.permutations(range(len(COLUMNS)), 2):
        for group, other in sorted({(kind[a], kind[b]) for kind in kinds}):
            sets.append((f"{COLUMNS[a]} {group} and not {COLUMNS[b]} {other}",
                         [kind for kind in kinds if kind[a] == group and kind[b] != other]))
    for name, chosen in sets:
        who = [i for kind in chosen for i in members[kind]]
        if not 0 < len(who) < K:
            continue
        value = value_of(basis, [Fraction(int(kind in chosen)) for kind in kinds])
        if value is not None:
            assert abs(value - sum(scores[i] for i in who)) < 1e-4, "the attack is wrong"
            yield f"{name}: {len(who)} people, mean {value / len(who):.4f}"


def main():
    program, example = sys.argv[1:3]
    first, seeds = map(int, sys.argv[3:5])
    with open(example, newline="", encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    attacked = recovered = shown = withheld = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for seed in range(first, first + seeds):
            people = cohort_of_people(seed, texts)
            if seed < first + 2:
                attacked += len(list(leaks(people, run(program, people, 1, folder), published(folder))))
            scores = run(program, people, K, folder)
            found = published(folder)
            shown += sum(group is not None for _, group in found)
            withheld += len({(c, g[c]) for _, g, _ in people for c in COLUMNS}) - sum(g is not None for _, g in found)
            for leak in leaks(people, scores, found):
                recovered += 1
                print(f"seed {seed}: {leak}")
    print("without suppression sets of fewer than five people are recovered" if attacked else "THE ATTACK FINDS NOTHING")
    print(f"with it {recovered} in {seeds} cohorts; {'groups are' if shown else 'NOTHING IS'} shown, "
          f"{'groups are' if withheld else 'NOTHING IS'} withheld")
    return recovered > 0


if __name__ == "__main__":
    sys.exit(main())
