# --log-format json: one object a line with time, level, run, stage, event, counts, seconds; never text of answers or ids as they are.
printf 'answer_id,text\n"a\033[31m1","I failed SECRETWORD badly. I missed the date."\n"a\033[31m1","I failed SECRETWORD again."\n,SECRETWORD\n' >answers.csv
"$FAILWISE" run answers.csv -o out --log-format json --max-reject-rate 0.1 2>log; echo "status $?"
grep -c SECRETWORD log
LC_ALL=C grep -c '[^ -~]' log
/usr/bin/python3 - <<'END' || { echo "no python3"; exit 77; }
import json, re
lines = [json.loads(line) for line in open("log")]
runs = {line["run"] for line in lines}
assert len(runs) == 1 and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ", runs.pop())
for line in lines:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line["time"]), line
    assert list(line)[:3] == ["time", "level", "run"], line
    if line.get("event") in ("stage_done", "done"):
        assert line["seconds"] >= 0 and line["counts"]["rows_used"] == 1, line
    print(line["level"], line.get("stage", "-"), line.get("event", "-"), line.get("gate", ""))
END
"$FAILWISE" run nowhere.csv -o out2 --log-format json 2>&1 | sed 's/"time":"[^"]*"/"time":"T"/; s/"run":"[^"]*"/"run":"R"/'
"$FAILWISE" run answers.csv --min-q 1 -o out2 --log-format json 2>&1 | sed 's/"time":"[^"]*"/"time":"T"/'
