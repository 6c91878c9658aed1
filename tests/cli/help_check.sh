# help of check: on stdout, status 0, the same both ways
"$FAILWISE" help check >a && "$FAILWISE" check --help >b && cmp a b && cat a
