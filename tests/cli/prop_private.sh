# the text of an answer reaches no output of `run`, unless it is asked for
printf 'answer_id,participant_id,text\n' >a.csv
for i in 1 2 3 4 5 6 7 8; do
    echo "a$i,p$i,\"I failed the Zyxwvut account by $i weeks. I chose to skip the test. Now I keep a Qwertzu checklist.\"" >>a.csv
done
"$FAILWISE" run a.csv -q -o out -v >log 2>&1
grep -rlaE 'Zyxwvut|Qwertzu|zyxwvut|qwertzu' out log
"$FAILWISE" run a.csv -q -o kept --keep-text >/dev/null
ls kept/answers.h5
