# no arguments: usage on stderr, status 64
"$FAILWISE"
