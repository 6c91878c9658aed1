# help of features: on stdout, status 0, the same both ways
"$FAILWISE" help features >a && "$FAILWISE" features --help >b && cmp a b && cat a
