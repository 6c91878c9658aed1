# a JSON object with the version and every library
"$FAILWISE" version --json >a && sed -n 's/^ *\("[a-z0-9]*"\):.*/\1/p' a | tr '\n' ' '
