# Markup, notes, time stamps, speakers and an interviewer's questions in answers are told: by check with lines and an example that quotes
# nobody, by run, in the report's intake, and the same by stages and by parts; their number does not change with the threads.
cat >a.csv <<'END'
answer_id,participant_id,text
a1,p1,"<p>I missed the date. I had not asked the team,</p><p>and that was on me.</p>"
a2,p2,"We lost a client &amp; I call every client each month now."
a3,p3,"<a href=""https://secret.example/ann"">I broke the build</a>. Now I run the tests before I push and it holds."
a4,p4,"Interviewer: Tell me about a time you failed, Ann Secret.
Candidate: I skipped the review and the launch failed. I own that fully."
a5,p5,"[laughs secretly a little] I forgot the backup. Since then I test one restore every month."
a6,p6,"[00:00:01] I hired too late.
[00:00:09] I learned to plan two quarters ahead of need."
a7,p7,"I promised 3 < 4 things at 10:30 (all of them) & kept none: that was my mistake, *mine*."
a7,p8,"<b>A row that is not used.</b>"
END
"$FAILWISE" check a.csv -t 1 --max-reject-rate 1 | sed -n '/^Worth/,$p'
"$FAILWISE" check a.csv -t 3 --max-reject-rate 1 --json >a.json
grep -A 3 '"code": "speaker"' a.json
grep -il secret a.json
"$FAILWISE" run a.csv --k 1 --synthetic --max-reject-rate 1 --progress off -o out 2>&1 | grep unread
grep 'not read' out/report.md out/tables/analysed.csv
"$FAILWISE" load a.csv --max-reject-rate 1 -q -o answers.h5
"$FAILWISE" extract answers.h5 -q -o features.h5
"$FAILWISE" score features.h5 --model out/model.json -q -o scores.h5
"$FAILWISE" report scores.h5 --k 1 -q --synthetic -o pages >/dev/null
cmp out/tables/analysed.csv pages/tables/analysed.csv
mkdir parts
for i in 1 2; do "$FAILWISE" run a.csv --k 1 --synthetic --max-reject-rate 1 -q --shard $i/2 -o parts/$i >/dev/null; done
"$FAILWISE" merge parts -q -o merged >/dev/null
cmp out/cohort.h5 merged/cohort.h5
"$FAILWISE" run "$DATASETS/example/answers.csv" --synthetic --progress off -o clean 2>&1 | grep -c unread
grep -c 'not read' clean/report.md
exit 0
