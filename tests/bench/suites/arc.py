"""Clause labels, parts and traps against own labelled answers.

A labelled clause is right when the found clause that shares most bytes with it has one of its labels ("any-match"). F1 of a part counts
a wrong label as a false alarm of the part found and as a miss of the clause's best reading. A part is hallucinated when it is reported
(strength above zero) in a weak or trap answer (three parts or fewer really present) that does not have it; the share is over the
absent parts of those answers that are wrongly above PRESENT. The weakest part is hit when one of those reported is one of those named.
"""
from . import common

PARTS = ("fail", "diag", "act", "learn", "impr")
PRESENT = 0.5  # strength of one clear clause: below it a part is hinted at best


def best(span, others):
    """The item of `others` that shares most bytes with `span`, or None."""
    most, found = 0, None
    for other in others:
        bytes_shared = min(span["end"], other["end"]) - max(span["start"], other["start"])
        if bytes_shared > most:
            most, found = bytes_shared, other
    return found


def clauses_of(analysis):
    return [clause for sentence in analysis["sentences"] for clause in sentence["clauses"]]


def label_rows(pairs, show):
    total = right = star_total = star_right = 0
    counts = {part: [0, 0, 0] for part in PARTS}  # found, right, missed
    for answer, analysis in pairs:
        found = clauses_of(analysis)
        for clause in answer["clauses"]:
            match = best(clause, found)
            if match is None:
                continue
            part, good = match["part"], match["part"] in clause["parts"]
            total, right = total + 1, right + good
            if part in counts:
                counts[part][0] += 1
                counts[part][1] += good
            if not good and clause["parts"][0] in counts:
                counts[clause["parts"][0]][2] += 1
            if show and not good:
                print(f"  {answer['answer_id']} {'/'.join(clause['parts']):16} got {part:8}"
                      f" {common.cut(answer['text'], clause['start'], clause['end'])!r}")
            if clause["star"]:
                star_total += 1
                star_right += match["star"] in clause["star"]
    f1 = {part: 2 * hit / (got + hit + missed) if got + missed else 1.0 for part, (got, hit, missed) in counts.items()}
    rows = [("clause labels, any-match", right / total, 0.85, total), ("clause labels, macro F1", sum(f1.values()) / 5, 0.75, total)]
    rows += [(f"F1 {part}", f1[part], None, sum(counts[part][1:])) for part in PARTS]
    rows.append(("STAR labels, any-match", star_right / max(star_total, 1), None, star_total))
    return rows


def part_rows(pairs, show):
    absent = invented = present = found = weak = hit = 0
    for answer, analysis in pairs:
        there = set(answer["present"])
        present += len(there & set(PARTS))
        found += sum(analysis["arc"][part] >= PRESENT for part in PARTS if part in there)
        if len(there & set(PARTS)) <= 3:
            for part in PARTS:
                if part in there:
                    continue
                absent += 1
                invented += analysis["arc"][part] >= PRESENT
                if show and analysis["arc"][part] >= PRESENT:
                    print(f"  {answer['answer_id']} has no {part}: {analysis['arc'][part]:.2f}")
        if answer["weakest"]:
            weak += 1
            hit += bool(set(answer["weakest"]) & set(analysis["weakest"]))
            if show and not set(answer["weakest"]) & set(analysis["weakest"]):
                print(f"  {answer['answer_id']} weakest {answer['weakest']} got {analysis['weakest']}"
                      f" {({part: round(value, 2) for part, value in analysis['arc'].items()})}")
    return [("absent parts of weak answers not invented", 1 - invented / max(absent, 1), 0.90, absent),
            ("present parts found", found / max(present, 1), None, present),
            ("weakest part hit", hit / max(weak, 1), 0.80, weak)]


def trap_rows(pairs, show):
    rows = []
    for trap in ("fake", "team", "no_number", "no_change", "refusal"):
        hits = found = wanted = 0
        for answer, analysis in pairs:
            said, right = trap in analysis["traps"], trap in answer["traps"]
            hits, found, wanted = hits + (said and right), found + said, wanted + right
            if show and said != right:
                print(f"  {answer['answer_id']} trap {trap}: {'not wanted' if said else 'missed'}")
        precision, recall, _ = common.scores(hits, found, wanted)
        rows += [(f"trap {trap}, precision", precision, None, found), (f"trap {trap}, recall", recall, None, wanted)]
    return rows


def story_rows(pairs):
    total = hit = 0
    for answer, analysis in pairs:
        if answer.get("story") and analysis.get("story"):
            told = max(analysis["story"], key=lambda kind: analysis["story"][kind])
            total, hit = total + 1, hit + (told in answer["story"])
    return [("story type", hit / max(total, 1), None, total)]


def measure(options):
    answers = common.labelled(options.part)
    if answers is None:
        return None
    pairs = [pair for pair in zip(answers, common.audit(options.program, [answer["text"] for answer in answers])) if pair[1]]
    show = options.misses
    return label_rows(pairs, show) + part_rows(pairs, show) + trap_rows(pairs, show) + story_rows(pairs)
