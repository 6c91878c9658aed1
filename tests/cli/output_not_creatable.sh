cp "$DATASETS/example/answers.csv" .
: >file
"$FAILWISE" run answers.csv -o file; echo $?
"$FAILWISE" run answers.csv -o file/out; echo $?
"$FAILWISE" run answers.csv -o nowhere/deep/out; echo $?
"$FAILWISE" load answers.csv -o nowhere/a.h5; echo $?
ls -A
