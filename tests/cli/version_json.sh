"$FAILWISE" version --json
