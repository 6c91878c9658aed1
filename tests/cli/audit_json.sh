# stdin and a row of a CSV give the same analysis; one object a line
printf 'answer_id,text\na1,"I missed the date by 2 weeks. Since then I keep a checklist."\na2,"I failed, and it cost $3k."\n' >a.csv
"$FAILWISE" audit a.csv --json >all && wc -l <all
"$FAILWISE" audit a.csv --id a2 --json >one && sed -n 2p all | cmp - one && cut -c1-60 one
