# cue weights from labelled answers: too few are refused; what was trained is what is used
exec 2>&1
printf '%s\n' '{"answer_id":"a","text":"We lost the account. I never asked.","clauses":[{"start":0,"end":20,"parts":["fail"],"star":["r"]},{"start":21,"end":35,"parts":["diag"],"star":["a"]}]}' >few.jsonl
"$FAILWISE" train-arc few.jsonl -o weights
echo "status $?"
printf '%s\n' '{"answer_id":"a","text":"We lost.","clauses":[{"start":0,"end":8,"parts":["failure"]}]}' >bad.jsonl
"$FAILWISE" train-arc bad.jsonl
echo "status $?"
"$FAILWISE" train-arc none.jsonl
echo "status $?"
"$FAILWISE" train-arc few.jsonl --force --epochs 3 -o weights
ls weights
"$FAILWISE" train-arc few.jsonl --arc weights --force --quick --json | sed -n '/"before"/,/"macro_f1"/p'
"$FAILWISE" train-arc few.jsonl --arc nowhere
echo "status $?"
echo 'cue,label,points' >weights/arc.csv
echo 'past,failure,3' >>weights/arc.csv
echo "We lost." | "$FAILWISE" audit - --arc weights
echo "status $?"
