# `run` takes a cohort as it is, and its part scores follow the strengths that were put in
"$FAILWISE" simulate -n 400 --seed 3 --part-ratings -q -o cohort >/dev/null || exit
"$FAILWISE" run cohort/answers.csv --ratings cohort/ratings.csv --synthetic -q -o out >/dev/null || exit
/usr/bin/python3 - <<'PYTHON'
import csv
truth = {row["answer_id"]: row for row in csv.DictReader(open("cohort/truth.csv"))}
scores = list(csv.DictReader(open("out/scores.csv")))
print(len(scores), "answers scored")
for part in ("fail", "diag", "act", "learn", "impr"):
    x = [float(truth[row["answer_id"]][part]) for row in scores]
    y = [float(row[part]) for row in scores]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    r = sum((a - mx) * (b - my) for a, b in zip(x, y))
    r /= (sum((a - mx) ** 2 for a in x) * sum((b - my) ** 2 for b in y)) ** 0.5
    print(part, "follows what was put in" if r > 0.3 else "does not: r = %.2f" % r)
PYTHON
