# help of load: on stdout, status 0, the same both ways
"$FAILWISE" help load >a && "$FAILWISE" load --help >b && cmp a b && cat a
