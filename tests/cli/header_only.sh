# a header without rows: bad data, nothing is written
printf 'answer_id,text\n' >a.csv
"$FAILWISE" run a.csv -o out; echo $?
"$FAILWISE" check a.csv >/dev/null; echo $?
ls -A
