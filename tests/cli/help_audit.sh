# help of audit: on stdout, status 0, the same both ways
"$FAILWISE" help audit >a && "$FAILWISE" audit --help >b && cmp a b && cat a
