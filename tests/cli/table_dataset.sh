# Every kind of model fits a dataset's features too; the three that are streamed give the same weights either way.
cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" .
"$FAILWISE" load -q answers.csv -o a.h5 >/dev/null && "$FAILWISE" extract -q a.h5 -o f.h5 >/dev/null
for type in rubric-ridge ridge; do
    "$FAILWISE" fit -q f.h5 -r ratings.csv --model-type $type -o streamed.json --force >/dev/null
    "$FAILWISE" fit -q f.h5 -r ratings.csv --model-type $type --bootstrap 0 -o $type >/dev/null
    for model in streamed.json $type/model.json; do
        tr -d ' ,"' <$model | awk -F: '$1 == "intercept" { exit } $1 == "name" { name = $2 } $1 == "weight" { printf "%s,%.9f\n", name, $2 }' | sort >weights.$(basename $model)
    done
    join -t, weights.streamed.json weights.model.json | awk -F, -v type=$type '{ if ($2 != $3) off++; n++ } END { print type ": " (n > 50 && !off ? "same weights" : off " of " n " weights differ") }'
done
for type in lasso nnls robust; do
    "$FAILWISE" fit -q f.h5 -r ratings.csv --model-type $type --bootstrap 0 -o $type.json && "$FAILWISE" score -q f.h5 -m $type.json -o $type.h5 &&
        "$FAILWISE" run -q answers.csv -m $type.json -o run.$type && awk -F, 'NR == 1 { print $1, $2, $6 } NR > 1 && $2 != "" && $6 != "" { n++ } END { print (n > 100 ? "scored" : n) }' run.$type/scores.csv
done
"$FAILWISE" fit -q f.h5 -r ratings.csv --features words,arc_act --model-type ols -o two && cut -d, -f1 two/coefficients.csv
"$FAILWISE" fit -q f.h5 -r ratings.csv --features words,arc_acts -o none; echo "status $?"
"$FAILWISE" score --table ratings.csv --model lasso.json --id-column answer_id -o none.csv; echo "status $?"
