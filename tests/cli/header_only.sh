# a header without rows: a finished run with nothing in it
printf 'answer_id,text\n' >a.csv
"$FAILWISE" run a.csv -o out; echo $?
cat out/scores.csv
"$FAILWISE" check a.csv >/dev/null; echo $?
