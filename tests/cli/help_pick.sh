# help of pick: on stdout, status 0, the same both ways
"$FAILWISE" help pick >a && "$FAILWISE" pick --help >b && cmp a b && cat a
