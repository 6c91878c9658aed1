# the same answers from a file, stdin and gzip give the same scores
cp "$DATASETS/example/answers.csv" .
gzip -nc answers.csv >answers.csv.gz
"$FAILWISE" run answers.csv -q -o a >/dev/null
"$FAILWISE" run - -q -o b <answers.csv >/dev/null
"$FAILWISE" run answers.csv.gz -q -o c >/dev/null
cmp a/scores.csv b/scores.csv && cmp a/scores.csv c/scores.csv
