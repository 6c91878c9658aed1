# any number of threads: the same bytes in every file but the manifest
cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" .
for t in 1 2 8; do
    "$FAILWISE" run answers.csv --ratings ratings.csv -q -t $t -o out$t >/dev/null || exit
done
diff -r -x manifest.json out1 out2 && diff -r -x manifest.json out1 out8
