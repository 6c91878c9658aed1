# curly quotes and apostrophes, as word processors put them: the same scores
cp "$DATASETS/example/answers.csv" .
sed "s/'/’/g; s/\"\"\\([^\"]*\\)\"\"/“\\1”/g" answers.csv >curly.csv
cmp -s answers.csv curly.csv && echo "nothing was changed"
for f in answers curly; do "$FAILWISE" run $f.csv -q -o $f >/dev/null; done
cmp answers/scores.csv curly/scores.csv
