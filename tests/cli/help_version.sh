# help of version: on stdout, status 0, the same both ways
"$FAILWISE" help version >a && "$FAILWISE" version --help >b && cmp a b && cat a
