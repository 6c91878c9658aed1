#!/usr/bin/env python3
"""Makes the cohorts that are hard on a page:  make_cohorts.py EXAMPLE_FOLDER OUT

hostile.csv  markup, quotes, U+2028, 300 characters, right-to-left text and emoji in every field
many.csv     200 cohorts of five answers
few.csv      ten answers
"""
import csv
import pathlib
import sys

HOSTILE = [
    "</script><script>window.harmed = 1</script>",
    "\"><img src=x onerror=\"window.harmed = 1\">",
    "'; window.harmed = 1; //",
    "&lt;b&gt; &amp;amp; <b>bold</b> <!-- --> ]]>",
    "line\u2028separator\u2029and\u00a0space",
    "W" * 300,
    "wide words " * 27,
    "\u05e9\u05dc\u05d5\u05dd \u202eright to left\u202c \u0645\u0631\u062d\u0628\u0627",
    "\U0001f9d1\u200d\U0001f680\U0001f3f3\ufe0f\u200d\U0001f308 \U0001f469\U0001f3fd\u200d\U0001f52c",
    "=HYPERLINK(\"http://example.org\")",
    "javascript:window.harmed=1",
    "</style><style>body{display:none}</style>",
    "</title></svg></table><h1>gone</h1>",
    "{{constructor.constructor('window.harmed=1')()}}",
    "\\u003cscript\\u003e %3Cscript%3E \u0007\u001b[31m",
]
FIELDS = ["participant_id", "cohort", "question", "framework", "level", "mode", "role"]


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    columns = list(rows[0])
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)


def hostile(rows):
    for number, row in enumerate(rows):
        text = HOSTILE[number % len(HOSTILE)]
        for field in FIELDS:
            if field == "participant_id":
                row[field] = f"{text} {number // (2 * len(HOSTILE))}"
            else:
                row[field] = text
        row["attempt"] = 1 + number // len(HOSTILE) % 2
        row["answer_id"] = f"{text} #{number}"
        row["text"] = f"{text} {row['text']} {text}"
        row[HOSTILE[0]] = text  # a header of a column carried along
    return rows


def main():
    example, out = map(pathlib.Path, sys.argv[1:3])
    rows = read(example / "answers.csv")
    write(out / "few.csv", rows[:10])
    many = [dict(rows[number % len(rows)], answer_id=f"a{number}", participant_id=f"p{number}", cohort=f"cohort {number // 5:03d}")
            for number in range(1000)]
    write(out / "many.csv", many)
    rows = hostile(rows)
    write(out / "hostile.csv", rows)
    write(out / "hostile_ratings.csv", [{"answer_id": row["answer_id"], "rater_id": HOSTILE[(number + rater) % len(HOSTILE)],
                                         "rating": 1 + (number * 7 + rater * (number % 3)) % 5}
                                        for number, row in enumerate(rows) for rater in range(2)])


main()
