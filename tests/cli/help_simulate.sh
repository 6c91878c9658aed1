# help of simulate: on stdout, status 0, the same both ways
"$FAILWISE" help simulate >a && "$FAILWISE" simulate --help >b && cmp a b && cat a
