# a finished cohort is not overwritten without --force
"$FAILWISE" simulate -n 10 --cohorts 1 -q -o out && cp out/answers.csv kept || exit
"$FAILWISE" simulate -n 10 --cohorts 1 --seed 4 -q -o out
echo "status $?"
cmp kept out/answers.csv && "$FAILWISE" simulate -n 10 --cohorts 1 --seed 4 -q -o out --force
cmp -s kept out/answers.csv || echo replaced
