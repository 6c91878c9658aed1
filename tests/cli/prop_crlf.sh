# Windows line ends: the same scores
tr -d '\r' <"$DATASETS/example/answers.csv" >answers.csv
sed 's/$/\r/' answers.csv >crlf.csv
{ printf '\357\273\277'; cat answers.csv; } >bom.csv
for f in answers crlf bom; do "$FAILWISE" run $f.csv -q -o $f >/dev/null; done
cmp answers/scores.csv crlf/scores.csv && cmp answers/scores.csv bom/scores.csv
