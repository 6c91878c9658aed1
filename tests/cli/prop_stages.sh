# every stage alone, one after the other: the scores of `run`
cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" .
"$FAILWISE" run answers.csv --ratings ratings.csv -q -o out >/dev/null
{
    "$FAILWISE" load answers.csv -q -o answers.h5 &&
        "$FAILWISE" extract answers.h5 -q -o features.h5 &&
        "$FAILWISE" fit features.h5 --ratings ratings.csv -q -o model.json &&
        "$FAILWISE" score features.h5 --model model.json -q -o scores.h5 &&
        "$FAILWISE" report scores.h5 -q -o staged
} >/dev/null
cmp out/scores.csv staged/scores.csv
"$FAILWISE" run answers.csv --model model.json -q -o again >/dev/null
cmp out/scores.csv again/scores.csv
