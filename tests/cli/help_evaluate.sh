# help of evaluate: on stdout, status 0, the same both ways
"$FAILWISE" help evaluate >a && "$FAILWISE" evaluate --help >b && cmp a b && cat a
