# two runs on one folder: the second is told to wait, the first is not disturbed
mkfifo pipe
"$FAILWISE" run - -q -o out <pipe &
exec 3>pipe
# enough that the first run has begun to work before it waits for more
awk 'BEGIN { print "answer_id,text"; for (i = 0; i < 40000; i++) printf "a%d,\"I failed. I missed date %d by two weeks.\"\n", i, i }' >&3
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -d out.partial ] && break
    sleep 0.2
done
cp "$DATASETS/example/answers.csv" .
first=$!
"$FAILWISE" run answers.csv -q -o out 2>told; echo $?
sed "s/process $first on [^ ]*, since 20[0-9-]*T[0-9:]*Z/process FIRST on HOST, since THEN/" told >&2
exec 3>&-
wait $first; echo $?
wc -l <out/scores.csv
