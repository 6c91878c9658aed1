cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" .
"$FAILWISE" run answers.csv --ratings ratings.csv -o out
