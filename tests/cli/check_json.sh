cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" .
"$FAILWISE" check answers.csv --ratings ratings.csv --json --threads 1 >a
"$FAILWISE" check answers.csv --ratings ratings.csv --json --threads 3 >b
cmp a b && cat a
