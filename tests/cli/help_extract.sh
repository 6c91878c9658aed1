# help of extract: on stdout, status 0, the same both ways
"$FAILWISE" help extract >a && "$FAILWISE" extract --help >b && cmp a b && cat a
