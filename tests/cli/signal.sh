# SIGTERM: status 143, nothing left behind
mkfifo pipe
"$FAILWISE" run - -q -o out <pipe &
exec 3>pipe
# enough that the first run has begun to work before it waits for more
awk 'BEGIN { print "answer_id,text"; for (i = 0; i < 40000; i++) printf "a%d,\"I failed. I missed date %d by two weeks.\"\n", i, i }' >&3
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -d out.partial ] && break
    sleep 0.2
done
kill -TERM $!
exec 3>&-
wait $!; echo $?
ls -A
