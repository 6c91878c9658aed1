# help of compare: on stdout, status 0, the same both ways
"$FAILWISE" help compare >a && "$FAILWISE" compare --help >b && cmp a b && cat a
