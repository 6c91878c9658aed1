# help of agree: on stdout, status 0, the same both ways
"$FAILWISE" help agree >a && "$FAILWISE" agree --help >b && cmp a b && cat a
