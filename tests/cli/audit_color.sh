# no escape sequences into a pipe, with NO_COLOR or with --color never; underlining and colour when asked for
echo "I decided to skip the test and it cost \$40,000." >a.txt
escape=$(printf '\033')
"$FAILWISE" audit a.txt | grep -c "$escape"
NO_COLOR=1 "$FAILWISE" audit a.txt | grep -c "$escape"
"$FAILWISE" audit a.txt --color never | grep -c "$escape"
"$FAILWISE" audit a.txt | grep -c "_I decided_"
"$FAILWISE" audit a.txt --color always | grep -c "${escape}\[4m"
"$FAILWISE" audit a.txt --color always | sed "s/$escape\[[0-9]*m//g" | tr -d _ | tr -s ' \n' ' ' >colored
"$FAILWISE" audit a.txt | sed 's/(_marked_:/(underlined:/' | tr -d _ | tr -s ' \n' ' ' | cmp - colored && echo the same words
"$FAILWISE" audit a.txt --color purple
echo $?
