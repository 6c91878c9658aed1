# as many entries as lines of the table
"$FAILWISE" features --json >a
table=$("$FAILWISE" features | grep -c '^  ')
json=$(grep -c '"definition"' a)
[ "$table" = "$json" ] && echo same
