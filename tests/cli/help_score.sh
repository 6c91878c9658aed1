# help of score: on stdout, status 0, the same both ways
"$FAILWISE" help score >a && "$FAILWISE" score --help >b && cmp a b && cat a
