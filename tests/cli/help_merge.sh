# help of merge: on stdout, status 0, the same both ways
"$FAILWISE" help merge >a && "$FAILWISE" merge --help >b && cmp a b && cat a
