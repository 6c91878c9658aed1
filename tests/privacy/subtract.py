#!/usr/bin/env python3
"""Subtracts two whole reports from each other:  subtract.py FAILWISE EXAMPLE_ANSWERS.csv FIRST_SEED COUNT

Random cohorts as in solve.py, and what they may be the next night: one person joined, left, answered again or is in
another group; a few of these at once; as many as k in one group, or all over. Both reports are read whole: tables by
group with the number of people and the mean, and summary.json, which must say the same. Every published figure of both
is a row of one linear system, whose unknowns are the sums over people who went the same way; whose answers are the same
has the same sum in both. A set of fewer than k people that have changed, and whose sum (before, now, or the difference)
follows, is a leak, and is checked by its value. Sets are tried that the program does not try: any three ways together.

What is promised: where `--min-changed K` holds nothing leaks, and what one report says of the earlier run itself (drift)
is withheld below k. Without the gate the same attack must succeed, or it would show nothing. What one file of a pair
says that is about people, every other must withhold too: that is looked for in the pages as text.
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

import solve

K, COLUMNS = solve.K, solve.COLUMNS


def next_night(people, texts, pick, kind):
    """The people of the next night. Texts tell whether somebody has answered again."""
    now = [(name, dict(groups), text) for name, groups, text in people]
    places = [groups for _, groups, _ in people]

    def join(groups):
        now.append((f"q{pick.getrandbits(48)}", dict(groups), pick.choice(texts)))

    def leave(i):
        now.pop(i)

    def again(i):
        now[i] = (now[i][0], now[i][1], pick.choice([t for t in texts if t != now[i][2]]))

    def move(i):
        column = pick.choice(COLUMNS)
        now[i] = (now[i][0], {**now[i][1], column: pick.choice(places)[column]}, now[i][2])

    def any_one():
        at = pick.randrange(len(now))
        pick.choice([lambda: join(pick.choice(places)), lambda: leave(at), lambda: again(at), lambda: move(at)])()

    if kind == "one":
        any_one()
    elif kind == "few":
        for _ in range(pick.randint(2, 4)):
            any_one()
    elif kind == "k alike":
        groups = pick.choice(places)
        for _ in range(pick.choice([K - 1, K, K + 2])):
            join(groups)
    elif kind == "k and one":
        for groups, count in ((pick.choice(places), K), (pick.choice(places), 1)):
            for _ in range(count):
                join(groups)
    elif kind == "many":
        for _ in range(pick.randint(2 * K, 6 * K)):
            any_one()
    return now


def run(program, people, folder, name, *more):
    with open(folder / "answers.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["answer_id", "participant_id", *COLUMNS, "text"])
        for who, groups, text in people:
            out.writerow(["a" + who, who, *(groups[c] for c in COLUMNS), text])
    out = folder / name / "out"
    out.parent.mkdir(exist_ok=True)
    done = subprocess.run([program, "run", folder / "answers.csv", "-q", "--force", "--k", str(K), "--by", "region,track", "-t", "1",
                           *more, "-o", out], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert done.returncode in (0, 1), done.stderr
    with open(out / "scores.csv", newline="") as file:
        scores = {row["answer_id"][1:]: float(row["overall"]) for row in csv.DictReader(file)}
    return scores, solve.published(folder / name), done.returncode


class Pair:
    """Two nights: people as (old groups, new groups, whether they answered the same)."""

    def __init__(self, before, now, scores):
        a, b = ({name: (tuple(groups[c] for c in COLUMNS), text) for name, groups, text in side} for side in (before, now))
        self.ways = {}
        for who in sorted({**a, **b}):
            old, new = a.get(who), b.get(who)
            same = bool(old and new and old[1] == new[1])
            self.ways.setdefault((old and old[0], new and new[0], same), []).append(who)
        self.keys = list(self.ways)
        self.slots = {}
        for way, (old, new, same) in enumerate(self.keys):
            for side, there in ((0, old), (1, new)):
                if there is not None:
                    self.slots[way, side] = self.slots[way, 0] if same and side else len(set(self.slots.values()))
        self.width = len(set(self.slots.values()))
        self.scores = scores
        self.basis = None

    def row(self, wanted):
        """{(way, side): factor} as a row."""
        row = [Fraction(0)] * self.width
        for at, factor in wanted.items():
            if at in self.slots:
                row[self.slots[at]] += factor
        return row

    def learn(self, published):
        """published: by side (column, group): (people, mean)."""
        rows = []
        for side in (0, 1):
            for (column, group), (count, mean) in published[side].items():
                inside = {(w, side): 1 for w, key in enumerate(self.keys) if key[side] is not None
                          and (group is None or key[side][COLUMNS.index(column)] == group)}
                assert count == sum(len(self.ways[self.keys[w]]) for w, _ in inside), (column, group)
                rows.append([self.row(inside), count * mean])
        self.basis = solve.reduced(rows) if rows else []

    def leaks(self):
        changed = [w for w, (old, new, same) in enumerate(self.keys) if old != new or not same]
        few = [w for w in changed if len(self.ways[self.keys[w]]) < K]
        chosen = [list(c) for size in (1, 2, 3) for c in itertools.islice(itertools.combinations(few, size), 3000)]
        for at in range(len(COLUMNS)):
            for group in sorted({key[side][at] for key in self.keys for side in (0, 1) if key[side]}):
                chosen.append([w for w in changed if any(self.keys[w][side] and self.keys[w][side][at] == group for side in (0, 1))])
        chosen.append(changed)
        for ways in chosen:
            for factors in ({0: -1, 1: 1}, {0: 1}, {1: 1}):
                wanted = {(w, side): factor for w in ways for side, factor in factors.items() if (w, side) in self.slots}
                row = self.row(wanted)
                people = [p for w in ways for p in self.ways[self.keys[w]] if any(self.row({a: f for a, f in wanted.items() if a[0] == w}))]
                if not any(row) or not 0 < len(people) < K:
                    continue
                value = solve.value_of(self.basis, row)
                if value is None:
                    continue
                true = sum(factor * self.scores[side][p] for (w, side), factor in wanted.items() for p in self.ways[self.keys[w]])
                assert abs(value - true) < 1e-3, ("the attack is wrong", value, true)
                yield f"{len(people)} people, sum {value:.3f}"


def main():
    program, example = sys.argv[1:3]
    first, seeds = map(int, sys.argv[3:5])
    with open(example, newline="", encoding="utf-8") as file:
        texts = sorted({row["text"] for row in csv.DictReader(file)})
    nights = held = attacked = recovered = quiet = told = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for seed in range(first, first + seeds):
            pick = random.Random(7000 + seed)
            before = solve.cohort_of_people(seed, texts)
            scores, published, _ = run(program, before, folder, "before")
            for kind in ("none", "one", "few", "k alike", "k and one", "many"):
                now = next_night(before, texts, pick, kind)
                later = run(program, now, folder, "now", "--baseline", folder / "before/out", "--min-changed", str(K))
                pair = Pair(before, now, (scores, later[0]))
                pair.learn((published, later[1]))
                leaks = list(pair.leaks())
                nights += 1
                summary = json.loads((folder / "now/out/summary.json").read_text())
                if kind == "none":
                    assert later[2] == 0 and not leaks, "the same people are held back"
                changed = {p for (old, new, same), ways in pair.ways.items() if not same for p in ways}
                if 0 < len(changed) < K:
                    quiet += 1
                    page = (folder / "now/out/report.html").read_text() + (folder / "now/out/report.md").read_text()
                    shown = (summary["drift"] or {}).get("psi") is not None or (folder / "now/out/tables/drift.csv").exists() or "PSI 0." in page
                    told += shown
                if later[2] == 1:
                    held += 1
                    attacked += bool(leaks)
                elif leaks:
                    recovered += 1
                    print(f"seed {seed}, {kind}: {leaks[0]}")
    print("without the gate fewer than five people are told of" if attacked else "THE ATTACK FINDS NOTHING")
    print(f"with it in {recovered} of {'several' if nights > held else 'NO'} nights that it lets pass; "
          f"{'several are' if held else 'NONE IS'} held back")
    print(f"drift from the night before is told of fewer than five {told} times" if quiet else "NOBODY CHANGED ALONE")
    print(f"{nights} nights, {held} held back, of which {attacked} told", file=sys.stderr)
    return recovered + told > 0


if __name__ == "__main__":
    sys.exit(main())
