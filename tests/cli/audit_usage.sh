printf 'answer_id,text\na1,"I failed."\n' >a.csv
"$FAILWISE" audit a.csv; echo $?
"$FAILWISE" audit a.csv --id zz; echo $?
"$FAILWISE" audit a.csv --id a1 >/dev/null; echo $?
printf '  \n' | "$FAILWISE" audit; echo $?
printf 'caf\351' | "$FAILWISE" audit; echo $?
echo text | "$FAILWISE" audit --id a1; echo $?
