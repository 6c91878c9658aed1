"$FAILWISE" raport; echo $?
"$FAILWISE" help verson; echo $?
"$FAILWISE" zzzzzz; echo $?
