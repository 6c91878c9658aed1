# names from the data stay inside the folder; without participants every answer has its page
first_words() { sed 's/<[^>]*>//g' | sed -n '/^Attempt\|^Answer/p; /^Failure/{n;s/^\(.\{9\}\).*/  \1/p;}'; }
cat >evil.csv <<'X'
answer_id,participant_id,attempt,date,text
a1,../../x,2,2024-02-01,"I failed </script><img src=x onerror=alert(1)> and it cost 3 days. Now I check it every week."
a2,../../x,1,2024-03-01,"It failed. I decided to skip the test."
a3,"<b>""O'Neil""</b>",,2024-02-02,"I lost the order & the client's trust: $4,000."
a4,"<b>""O'Neil""</b>",,2024-01-02,"I failed the first time by a day."
a5,,1,,"Nobody knows who said that I failed."
a6,,1,,"Nor this: I missed the date by two weeks."
a7,a5,1,,"A participant who is called like an answer. I failed twice."
X
"$FAILWISE" run evil.csv -q --keep-text -o out >/dev/null
"$FAILWISE" feedback out --all -q
ls out-feedback/pages
cut -d, -f1,3 out-feedback/index.csv
ls
! grep -l 'img src' -r out-feedback # markup is no part of an answer: not even as text
"$FAILWISE" feedback out -p ../../x -q -o - | first_words # by attempt, whatever the date
"$FAILWISE" feedback out -p "<b>\"O'Neil\"</b>" -q -o - | first_words # by date
"$FAILWISE" feedback out -p a6 -q
printf 'answer_id,text\na1,I failed.\na2,It failed.\n' >ids.csv
"$FAILWISE" load ids.csv -q -o ids.h5
"$FAILWISE" feedback ids.h5 --all -q && ls ids-feedback/pages
