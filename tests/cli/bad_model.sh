cp "$DATASETS/example/answers.csv" .
echo '{"schema": 1, ' >model.json
"$FAILWISE" run answers.csv --model model.json -o out; echo $?
echo '{}' >model.json
"$FAILWISE" run answers.csv --model model.json -o out; echo $?
ls -A
