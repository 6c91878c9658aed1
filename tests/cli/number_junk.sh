"$FAILWISE" run a.csv -o out --threads 4x; echo $?
"$FAILWISE" run a.csv -o out --k=0; echo $?
"$FAILWISE" run a.csv -o out --max-reject-rate 5%; echo $?
"$FAILWISE" run a.csv -o out --seed 1e3; echo $?
"$FAILWISE" run a.csv -o out --folds 1; echo $?
"$FAILWISE" run a.csv -o out --scale 5; echo $?
