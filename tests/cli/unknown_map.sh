cp "$DATASETS/example/answers.csv" .
"$FAILWISE" run answers.csv --map text=Nowhere -o out; echo $?
"$FAILWISE" run answers.csv --map Nowhere=text -o out; echo $?
"$FAILWISE" check answers.csv --by nowhere; echo $?
ls -A
