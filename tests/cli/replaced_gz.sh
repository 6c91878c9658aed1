# Answers that are replaced while they are read: the next night makes its results of the new ones.
"$FAILWISE" simulate -n 20000 --seed 3 -o s -q >/dev/null
gzip -1nc s/answers.csv >answers.csv.gz
head -n 29 "$DATASETS/example/answers.csv" | gzip -n >new.gz
"$FAILWISE" run answers.csv.gz --keep 3 -t 1 -q -o nightly >/dev/null &
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    ls -d nightly/*.partial >/dev/null 2>&1 && break
    sleep 0.05
done
mv new.gz answers.csv.gz
wait $!; echo "status $?"
"$FAILWISE" run answers.csv.gz --keep 3 -q -o nightly >/dev/null; echo "status $?"
gzip -dc answers.csv.gz >answers.csv
"$FAILWISE" run answers.csv -q -o plain >/dev/null
cmp nightly/latest/scores.csv plain/scores.csv && echo "of the new ones"
