# Ratings that have nothing to do with the answers: weights are there, and nothing is said of what raters reward.
"$FAILWISE" simulate -n 300 --seed 5 -o s -q >/dev/null
awk -F, 'BEGIN { print "answer_id,rater_id,rating" } NR > 1 { n = substr($1, 4); print $1 ",R1," 1 + n * 7919 % 97 % 5 }' s/answers.csv >noise.csv
"$FAILWISE" run s/answers.csv --ratings noise.csv -o out -q >/dev/null || echo "status $?"
for section in 11 12; do sed -n "/^## $section\. /,/^## /p" out/report.md | grep '^\*\*[^*]*\.\*\*$'; done
grep -A 2 'more ratings help' out/report.md
# Drawn towards the rubric, whose size was estimated from noise: by chance one in twenty intervals leaves 0 out.
python3 - <<'PYTHON'
import json
told = [w for w in json.load(open("out/model.json"))["features"] if w.get("ci_low") is not None]
clear = sum(w["ci_low"] > 0 or w["ci_high"] < 0 for w in told)
print("clearly not zero:", "few" if clear <= len(told) / 8 else "%d of %d" % (clear, len(told)))
PYTHON
