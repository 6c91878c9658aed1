# help of feedback: on stdout, status 0, the same both ways
"$FAILWISE" help feedback >a && "$FAILWISE" feedback --help >b && cmp a b && cat a
