# the list of commands on stdout, status 0, spelled four ways
"$FAILWISE" help >a && "$FAILWISE" --help >b && "$FAILWISE" -h >c && cmp a b && cmp a c && cat a
