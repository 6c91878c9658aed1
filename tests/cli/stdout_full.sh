# a full disk behind stdout must not look like success
"$FAILWISE" features >/dev/full; echo $?
"$FAILWISE" help >/dev/full; echo $?
"$FAILWISE" version --json >/dev/full; echo $?
cp "$DATASETS/example/answers.csv" .
"$FAILWISE" check answers.csv >/dev/full; echo $?
"$FAILWISE" run answers.csv -q -o out >/dev/full; echo $?
