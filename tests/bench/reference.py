#!/usr/bin/env python3
"""How far the rubric's scores agree with the example's reference readings: python3 tests/bench/reference.py PROGRAM

Prints Pearson's r for the whole and for each part, beside that of the number of words (the baseline). Synthetic data: the figures
say how the program reads these texts and nothing about people.
"""
import csv
import math
import subprocess
import sys
import tempfile

EXAMPLE = "datasets/example"
COLUMNS = ("overall", "fail", "diag", "act", "learn", "impr")


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return {row["answer_id"]: row for row in csv.DictReader(file)}


def pearson(a, b):
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    cross = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b))
    return cross / math.sqrt(sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b))


def main():
    with tempfile.TemporaryDirectory() as folder:
        out = folder + "/out"
        subprocess.run([sys.argv[1], "run", EXAMPLE + "/answers.csv", "-q", "-o", out], check=True, stdout=subprocess.DEVNULL)
        scores = table(out + "/scores.csv")
    reference, answers = table(EXAMPLE + "/reference.csv"), table(EXAMPLE + "/answers.csv")
    words = [len(answers[name]["text"].split()) for name in reference]
    print(f"{'':8} {'rubric':>7} {'words':>7}   ({len(reference)} answers)")
    for column in COLUMNS:
        read = [float(reference[name][column]) for name in reference]
        scored = [float(scores[name][column]) for name in reference]
        print(f"{column:8} {pearson(scored, read):7.2f} {pearson(words, read):7.2f}")


main()
