cp "$DATASETS/example/answers.csv" .
"$FAILWISE" run answers.csv --ratings nowhere.csv -o out; echo $?
ls -A
