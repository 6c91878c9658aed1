# SIGTERM: status 143, nothing left behind
mkfifo pipe
"$FAILWISE" run - -q -o out <pipe &
exec 3>pipe
printf 'answer_id,text\na1,"I failed once. I missed the date."\n' >&3
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -d out.partial ] && break
    sleep 0.2
done
kill -TERM $!
exec 3>&-
wait $!; echo $?
ls -A
