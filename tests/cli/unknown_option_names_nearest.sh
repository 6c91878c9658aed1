"$FAILWISE" run a.csv --ratigns r.csv -o out
