"$FAILWISE" run a.csv
