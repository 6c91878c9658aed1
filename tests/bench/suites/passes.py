"""How far two people who label the same answers agree: a ceiling for what a program can be asked.

Each clause of the second pass is compared with the clause of the first that shares most bytes with it: its best reading is right when it
is among the labels of the first pass (any-match, as the program is measured), and equal when the best readings are the same. Kappa is
Cohen's, over best readings. Quantities: those that both passes mark, same role. Both parts (development and test) are used: nothing is
tuned on this.
"""
from . import arc, common

PARTS = ("fail", "diag", "act", "learn", "impr")


def kappa(pairs):
    total = len(pairs)
    labels = {label for pair in pairs for label in pair}
    agreed = sum(a == b for a, b in pairs) / total
    chance = sum(sum(a == label for a, _ in pairs) * sum(b == label for _, b in pairs) for label in labels) / total**2
    return (agreed - chance) / (1 - chance)


def measure(options):
    first = {answer["answer_id"]: answer for part in ("dev", "test") for answer in common.labelled(part) or []}
    second = [answer for source in ("example", "own") for answer in common.lines(common.LABELLED / f"second.{source}.jsonl") or []]
    both = [(first[answer["answer_id"]], answer) for answer in second if answer["answer_id"] in first]
    if not both:
        return None
    pairs, any_match, star, counts = [], 0, [0, 0], {part: [0, 0, 0] for part in PARTS}
    roles, weakest, present = [0, 0], [0, 0], [0, 0]
    for one, two in both:
        for clause in one["clauses"]:
            match = arc.best(clause, two["clauses"])
            if match is None:
                continue
            label, good = match["parts"][0], match["parts"][0] in clause["parts"]
            pairs.append((clause["parts"][0], label))
            any_match += good
            if label in counts:
                counts[label][0] += 1
                counts[label][1] += good
            if not good and clause["parts"][0] in counts:
                counts[clause["parts"][0]][2] += 1
            if clause["star"] and match["star"]:
                star = [star[0] + (match["star"][0] in clause["star"]), star[1] + 1]
        for quantity in one["quantities"]:
            match = arc.best(quantity, two["quantities"])
            if match:
                roles = [roles[0] + (match["role"] == quantity["role"]), roles[1] + 1]
        weakest = [weakest[0] + bool(set(one["weakest"]) & set(two["weakest"])), weakest[1] + 1]
        present = [present[0] + sum((part in one["present"]) == (part in two["present"]) for part in PARTS), present[1] + 5]
    f1 = [2 * hit / max(found + hit + missed, 1) for found, hit, missed in counts.values()]
    total = len(pairs)
    return [("two people, clause labels, any-match", any_match / total, None, total),
            ("two people, macro F1", sum(f1) / 5, None, total),
            ("two people, best reading, Cohen's kappa", kappa(pairs), None, total),
            ("two people, STAR any-match", star[0] / max(star[1], 1), None, star[1]),
            ("two people, quantity roles", roles[0] / max(roles[1], 1), None, roles[1]),
            ("two people, weakest part", weakest[0] / weakest[1], None, weakest[1]),
            ("two people, part present or absent", present[0] / present[1], None, present[1])]
