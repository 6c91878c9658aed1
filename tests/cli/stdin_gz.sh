# the same answers from a file, stdin and gzip give the same scores
cp "$DATASETS/example/answers.csv" .
gzip -nc answers.csv >answers.csv.gz
"$FAILWISE" run answers.csv -q -o a
"$FAILWISE" run - -q -o b <answers.csv
"$FAILWISE" run answers.csv.gz -q -o c
cmp a/scores.csv b/scores.csv && cmp a/scores.csv c/scores.csv
