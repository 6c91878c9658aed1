cp "$DATASETS/example/answers.csv" .
printf 'name,age\nx,3\n' >a.csv
printf 'answer_id,rater_id,rating\na001,R1,high\n' >b.csv
: >c.csv
for f in a b c; do
    "$FAILWISE" run answers.csv --ratings $f.csv -o out
    echo $f $?
done
ls -A
