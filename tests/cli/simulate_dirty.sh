# planted rows are rejected, each for the reason planted.csv gives; every other row is used
"$FAILWISE" simulate -n 2000 --seed 2 --dirty 0.05 -q -o cohort >/dev/null || exit
"$FAILWISE" check cohort/answers.csv --ratings cohort/ratings.csv --max-reject-rate 1 --json >check.json 2>/dev/null || exit
sed 1d cohort/planted.csv | cut -d, -f2 | sort | uniq -c | awk '{ print $2, $1 }' >planted
/usr/bin/python3 - <<'PYTHON' >found
import json
check = json.load(open("check.json"))
for code, entry in sorted(check["rejects"].items()):
    print(code, entry["count"])
PYTHON
cmp planted found && cat planted
