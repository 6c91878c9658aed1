"$FAILWISE" run nowhere.csv -o out --log-format json
