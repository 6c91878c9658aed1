: >a.csv
"$FAILWISE" run a.csv -o out; echo $?
printf '\n\n' >b.csv
"$FAILWISE" run b.csv -o out; echo $?
ls -A
