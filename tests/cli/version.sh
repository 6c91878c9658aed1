"$FAILWISE" version && "$FAILWISE" --version >a && "$FAILWISE" version >b && cmp a b
