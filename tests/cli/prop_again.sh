# twice the same run: the same bytes, also when it replaces the first
cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" .
"$FAILWISE" run answers.csv --ratings ratings.csv -q -o a >/dev/null
"$FAILWISE" run answers.csv --ratings ratings.csv -q -o b >/dev/null
diff -r -x manifest.json a b
"$FAILWISE" run answers.csv --ratings ratings.csv -q -o b --force >/dev/null
diff -r -x manifest.json a b
