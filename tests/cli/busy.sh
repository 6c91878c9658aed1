# two runs on one folder: the second is told to wait, the first is not disturbed
mkfifo pipe
"$FAILWISE" run - -q -o out <pipe &
exec 3>pipe
printf 'answer_id,text\na1,"I failed once. I missed the date."\n' >&3
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -d out.partial ] && break
    sleep 0.2
done
cp "$DATASETS/example/answers.csv" .
"$FAILWISE" run answers.csv -q -o out; echo $?
exec 3>&-
wait $!; echo $?
wc -l <out/scores.csv
