cp "$DATASETS/example/answers.csv" .
"$FAILWISE" run answers.csv --model nowhere.json -o out; echo $?
ls -A
