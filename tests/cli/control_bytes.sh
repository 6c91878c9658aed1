# what comes from the input cannot drive a terminal
printf 'I failed \033[31mbadly\033[0m and lost $5,000.\n' >answer.txt
"$FAILWISE" audit answer.txt | LC_ALL=C grep -c "$(printf '\033')"
printf 'answer_id,co\033[2Jhort,cohort,text\na1,x,\033]0;owned\007,"I failed."\n' >a.csv
"$FAILWISE" check a.csv | LC_ALL=C grep -c "$(printf '\033')"
"$FAILWISE" run "$(printf 'a\033[31m.csv')" -o out
