# --pii reject: a row with personal data is a reject like any other, in input order; --pii warn leaves the text alone
printf 'answer_id,participant_id,text\n' >a.csv
for i in 1 2 3 4 5 6 7 8; do echo "a$i,p$i,I failed the account by $i weeks and chose to skip the test." >>a.csv; done
printf 'b1,p9,Ask canary@example.org or +44 7700 900123 about it.\n,p9,no id\nb2,p9,see www.example.com/canary\nb2,p9,twice\n' >>a.csv
"$FAILWISE" run a.csv -o out --pii reject --max-reject-rate 0.5
cat out/rejects.csv
grep -rlaE 'canary|900123' out
"$FAILWISE" load a.csv -o r.h5 --pii reject --max-reject-rate 0.5
grep -c pii r.rejects.csv
"$FAILWISE" run a.csv -o warned --pii warn --keep-text --max-reject-rate 0.5
grep personal warned/tables/quality.csv
"$FAILWISE" run a.csv -o one --pii reject --max-reject-rate 0.5 -t 1 -q >/dev/null
cmp out/rejects.csv one/rejects.csv && cmp out/scores.csv one/scores.csv || echo differ
"$FAILWISE" run a.csv -o no --pii drop
