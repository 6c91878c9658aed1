# personal data planted in answers reaches no output of `run` or `load`, and no log; what was found is counted
printf 'answer_id,participant_id,text\n' >a.csv
printf 'a1,p1,"I failed: write to canary.zyx@example.org or canary.zyx@example.org. I chose to skip the test."\n' >>a.csv
printf 'a2,p2,"I missed a date. My phone number is +44 7700 900123. Now I keep a checklist."\n' >>a.csv
printf 'a3,p3,"I lost GB82 WEST 1234 5698 7654 32 and 4111 1111 1111 1111 at 203.0.113.77 by mistake."\n' >>a.csv
printf 'a4,p4,"I told @zyx_canary about https://canary.example.com/zyx and id 987654321."\n' >>a.csv
printf 'a5,p5,"I failed by 3 weeks and $12,500 at 10:30 on 2024-01-15, version 4.1.2.3."\n' >>a.csv
canary='canary|zyx|7700 900|900123|WEST|5698 7654|4111 1111|203[.]0[.]113|987654321'
"$FAILWISE" run a.csv -o out --keep-text -v >log 2>&1
"$FAILWISE" load a.csv -o answers.h5 -v >>log 2>&1
"$FAILWISE" extract answers.h5 -o features.h5 --spans spans.jsonl >>log 2>&1
grep -rlaE "$canary" out answers.h5 features.h5 spans.jsonl log
grep privacy log | sort -u
grep personal out/tables/quality.csv
# the stored text, compressed in the file, holds nothing that can be found any more
grep -c '"pii":\[\]' spans.jsonl
"$FAILWISE" check a.csv | sed -n '/^Personal/,/^$/p'
"$FAILWISE" check a.csv --json | tr -d '\n ' | grep -o '"pii":{[^}]*}}'
echo
# the audit gives types and bytes
"$FAILWISE" audit a.csv --id a3 --json | grep -o '"pii":\[[^]]*\]'
