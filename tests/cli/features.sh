"$FAILWISE" features
