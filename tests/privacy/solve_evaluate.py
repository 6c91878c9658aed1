#!/usr/bin/env python3
"""Tries to recover what the tables of `evaluate` withhold:  solve_evaluate.py FAILWISE FIRST_SEED COUNT

The attack of solve.py on by_COLUMN.csv, and on consistency_by_COLUMN.csv, which is about those rated twice. And what the
fairness tables tell must not depend on people in withheld groups: other ratings of theirs must leave them as they are.
"""
import csv
import pathlib
import random
import subprocess
import sys
import tempfile

import solve


def rated(people, seed):
    """(human, second or None, system) of each person."""
    pick = random.Random(1000 + seed)
    found = []
    for _ in people:
        human = pick.randint(1, 5)
        second = min(5, max(1, human + pick.randint(-1, 1))) if pick.random() < 0.6 else None
        found.append((human, second, round(human + pick.uniform(-1, 1), 3)))
    return found


def evaluate(program, people, scores, k, folder):
    with open(folder / "scores.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["id", "participant_id", *solve.COLUMNS, "h", "h2", "overall"])
        for number, ((name, groups, _), (human, second, system)) in enumerate(zip(people, scores)):
            out.writerow([f"a{number}", name, *(groups[c] for c in solve.COLUMNS), human, "" if second is None else second, system])
    subprocess.run([program, "evaluate", folder / "scores.csv", "--human", "h", "--human2", "h2", "--system", "overall", "--force",
                    "-q", "--bootstrap", "2", "--k", str(k), "--by", ",".join(solve.COLUMNS), "-o", folder / "out"], check=True)


def published(folder, table, mean):
    """(column, group or None for all): (people, mean)."""
    found = {}
    for column in solve.COLUMNS:
        with open(folder / f"out/{table}_{column}.csv", newline="") as file:
            for row in csv.DictReader(file):
                if row[mean]:
                    found[column, None if row["group"] == "All data" else row["group"]] = int(row["N"]), float(row[mean])
                else:
                    assert not any(v for key, v in row.items() if key not in ("group", "score", "note")), row
    return found


def main():
    program, first, seeds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    attacked = recovered = shown = withheld = moved = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for seed in range(first, first + seeds):
            people = [(who, groups, "") for who, groups, _ in solve.cohort_of_people(seed, ["-"])]
            scores = rated(people, seed)
            twice = [i for i, (_, second, _) in enumerate(scores) if second is not None]
            for k in (1, solve.K) if seed < first + 2 else (solve.K,):
                evaluate(program, people, scores, k, folder)
                for table, mean, chosen, at in (("by", "sys_mean", range(len(people)), 2),
                                                ("consistency_by", "h2_mean", twice, 1)):
                    found = published(folder, table, mean)
                    leaks = list(solve.leaks([people[i] for i in chosen], [scores[i][at] for i in chosen], found))
                    if k == 1:
                        attacked += len(leaks)
                        continue
                    recovered += len(leaks)
                    for leak in leaks:
                        print(f"seed {seed}, {table}: {leak}")
                    shown += sum(group is not None for _, group in found)
            told = published(folder, "by", "sys_mean")
            fairness = [(folder / f"out/fairness_{c}.csv").read_bytes() for c in solve.COLUMNS]
            for number, column in enumerate(solve.COLUMNS):
                hidden = [i for i, (_, groups, _) in enumerate(people) if (column, groups[column]) not in told]
                withheld += len({people[i][1][column] for i in hidden})
                if not hidden:
                    continue
                others = [(6 - h, s, m + 1) if i in set(hidden) else (h, s, m) for i, (h, s, m) in enumerate(scores)]
                evaluate(program, people, others, solve.K, folder)
                if (folder / f"out/fairness_{column}.csv").read_bytes() != fairness[number]:
                    moved += 1
                    print(f"seed {seed}: fairness_{column}.csv tells of people who are withheld")
    print("without suppression sets of fewer than five people are recovered" if attacked else "THE ATTACK FINDS NOTHING")
    print(f"with it {recovered} in {seeds} tables; {'groups are' if shown else 'NOTHING IS'} shown, "
          f"{'groups are' if withheld else 'NOTHING IS'} withheld; fairness moves with the withheld {moved} times")
    return recovered + moved > 0


sys.exit(main())
