# help of fit: on stdout, status 0, the same both ways
"$FAILWISE" help fit >a && "$FAILWISE" fit --help >b && cmp a b && cat a
