# -q: the path on stdout, nothing on stderr
cp "$DATASETS/example/answers.csv" .
"$FAILWISE" run answers.csv -q -o out
