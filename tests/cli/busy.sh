# two runs on one folder: the second is told to wait, the first is not disturbed
. "$TESTS/cli/helpers"
mkfifo pipe
"$FAILWISE" run - -q -o out <pipe &
exec 3>pipe
feed out || echo "no run has begun"
cp "$DATASETS/example/answers.csv" .
first=$!
"$FAILWISE" run answers.csv -q -o out 2>told; echo $?
sed "s/process $first on [^ ]*, since 20[0-9-]*T[0-9:]*Z/process FIRST on HOST, since THEN/" told >&2
exec 3>&-
wait $first; echo $?
wc -l <out/scores.csv
