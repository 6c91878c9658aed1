# help of run: on stdout, status 0, the same both ways
"$FAILWISE" help run >a && "$FAILWISE" run --help >b && cmp a b && cat a
