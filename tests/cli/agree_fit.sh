# fit --raters: the mean, the mean without severity, one rater; two severe raters no longer decide who looks weak.
"$FAILWISE" load -q "$DATASETS/example/answers.csv" -o answers.h5 >/dev/null
"$FAILWISE" extract -q answers.h5 -o features.h5 >/dev/null
R=$DATASETS/example/ratings.csv
"$FAILWISE" fit -q features.h5 --ratings "$R" -o plain.json
"$FAILWISE" fit -q features.h5 --ratings "$R" --raters mean -o mean.json
cmp plain.json mean.json && echo "mean is the default"
"$FAILWISE" fit -q features.h5 --ratings "$R" --raters adjust -o adjust.json
cmp -s plain.json adjust.json || echo "adjusted ratings fit other weights"
"$FAILWISE" fit -q features.h5 --ratings "$R" --raters R05 -o one.json
"$FAILWISE" fit features.h5 --ratings "$R" --raters R99 -o none.json; echo "status $?"
printf 'answer_id,rater_id,rating\na001,R1,1\na002,R1,5\na005,R2,2\na006,R2,4\n' >groups.csv
"$FAILWISE" fit features.h5 --ratings groups.csv --raters adjust -o none.json; echo "status $?"
# one rater's ratings alone are what a file with nobody else's gives
{ head -n 1 "$R"; grep ',R05,' "$R"; } >r05.csv
"$FAILWISE" fit -q features.h5 --ratings r05.csv -o r05.json
grep -v '"ratings": "' one.json >a; grep -v '"ratings": "' r05.json >b; cmp a b && echo "one rater is one rater"
ls ./*.json
