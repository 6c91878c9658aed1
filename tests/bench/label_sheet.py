#!/usr/bin/env python3
"""Turns hand-labelled sheets into the JSON Lines of datasets/labelled/: label_sheet.py ANSWERS.csv OUT_PREFIX SHEET...

A sheet is a text file for people. Lines of an answer:

    === ID                                  the answer starts
    parts ; star ; marks <TAB> clause       labels of a clause, then its words exactly as in the text
    # <TAB> surface <TAB> kind <TAB> role <TAB> direction
                                            a quantity of the clause above; direction is up, down or -
    @weakest fail,impr                      the part or parts to practise first
    @present fail,act                       the parts that are really there
    @story technical                        technical, stakeholder, judgement or - (several: comma)
    @traps team,no_number                   of fake team no_number no_change refusal, or -

parts: one or more of context fail diag act learn impr close other, the best reading first, then others that are right too. star: s t a r
likewise. marks: p for a be or get passive, e for an agentless event, - for neither. The clauses must cover every word of the answer.
Answers whose id's CRC-32 leaves 0 when divided by 3 go to PREFIX.test.jsonl, the others to PREFIX.dev.jsonl.
"""
import csv
import json
import sys
import zlib

PARTS = set("context fail diag act learn impr close other".split())
STARS = set("star")
KINDS = set("money percent points ratio duration count metric bytes ordinal date time version none".split())
ROLES = set("failure_outcome improvement_outcome cause practice context none".split())
DIRECTIONS = set(("up", "down", "-"))
HEAD = {"weakest": PARTS, "present": PARTS, "story": {"technical", "stakeholder", "judgement"},
        "traps": set("fake team no_number no_change refusal".split())}


def names(text, allowed, where):
    found = [] if text.strip() in ("-", "") else [name.strip() for name in text.split(",")]
    if set(found) - allowed:
        raise ValueError(f"{where}: {sorted(set(found) - allowed)} is none of {sorted(allowed)}")
    return found


def locate(text, piece, cursor, where):
    """Where `piece` stands in `text` from `cursor` on; only blanks and punctuation may lie between."""
    start = text.find(piece, cursor)
    if start < 0:
        raise ValueError(f"{where}: {piece!r} is not in the rest of the text: {text[cursor:cursor + 60]!r}")
    if any(character.isalnum() for character in text[cursor:start]):
        raise ValueError(f"{where}: the words {text[cursor:start]!r} stand before {piece!r} and have no label")
    return start


def offset(text, position):
    return len(text[:position].encode("utf-8"))


def clause_line(answer, text, line, cursor, where):
    labels, _, piece = line.partition("\t")
    piece = piece.strip()
    parts, star, marks = labels.split(";")
    start = locate(text, piece, cursor, where)
    answer["clauses"].append({
        "start": offset(text, start), "end": offset(text, start + len(piece)), "parts": names(parts, PARTS, where),
        "star": names(star, STARS, where), "passive": "p" in marks, "agentless": "e" in marks})
    if not answer["clauses"][-1]["parts"]:
        raise ValueError(f"{where}: a clause needs a part")
    return start, start + len(piece)


def quantity_line(answer, text, line, clause, where):
    _, surface, kind, role, direction = [field.strip() for field in line.split("\t")]
    for value, allowed in ((kind, KINDS), (role, ROLES), (direction, DIRECTIONS)):
        names(value, allowed, where)
    at = text.find(surface, clause["from"])
    if at < 0 or at >= clause["to"]:
        raise ValueError(f"{where}: the quantity {surface!r} is not in the clause above")
    clause["from"] = at + len(surface)
    answer["quantities"].append({"start": offset(text, at), "end": offset(text, at + len(surface)), "text": surface, "kind": kind,
                                 "role": role, "direction": None if direction == "-" else direction})


def read_sheet(path, texts):
    answers, answer, text, cursor, clause = {}, None, "", 0, None

    def finish():
        if answer and any(character.isalnum() for character in text[cursor:]):
            raise ValueError(f"{path}: {answer['answer_id']}: no label for {text[cursor:cursor + 60]!r}")

    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line, where = line.rstrip("\n"), f"{path}:{number}"
            if line.startswith("==="):
                finish()
                name = line[3:].strip()
                text, cursor = texts[name], 0
                answer = {"answer_id": name, "text": text, "clauses": [], "quantities": []}
                answers[name] = answer
            elif line.startswith("@"):
                key, _, value = line[1:].partition(" ")
                answer[key] = names(value, HEAD[key], where)
            elif line.startswith("#\t"):
                quantity_line(answer, text, line, clause, where)
            elif line.strip():
                start, cursor = clause_line(answer, text, line, cursor, where)
                clause = {"from": start, "to": cursor}
    finish()
    return answers


def main():
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        texts = {row["answer_id"]: row["text"] for row in csv.DictReader(file)}
    answers, failed = {}, 0
    for path in sys.argv[3:]:
        try:
            answers.update(read_sheet(path, texts))
        except (ValueError, KeyError) as problem:
            print(problem, file=sys.stderr)
            failed = 1
    if failed:
        return 1
    for part in ("dev", "test"):
        chosen = [answers[name] for name in sorted(answers) if (zlib.crc32(name.encode()) % 3 == 0) == (part == "test")]
        with open(f"{sys.argv[2]}.{part}.jsonl", "w", encoding="utf-8") as file:
            for answer in chosen:
                file.write(json.dumps(answer, ensure_ascii=False) + "\n")
        print(f"{part}: {len(chosen)} answers, {sum(len(answer['clauses']) for answer in chosen)} clauses")
    return 0


if __name__ == "__main__":
    sys.exit(main())
