# help of report: on stdout, status 0, the same both ways
"$FAILWISE" help report >a && "$FAILWISE" report --help >b && cmp a b && cat a
