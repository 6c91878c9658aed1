# Signals that ask to stop: status 128 + n, nothing left behind; a terminal that is lost under nohup changes nothing
for signal in TERM HUP QUIT XCPU; do
    mkfifo pipe
    "$FAILWISE" run - -q -o out <pipe &
    exec 3>pipe
    # enough that the first run has begun to work before it waits for more
    awk 'BEGIN { print "answer_id,text"; for (i = 0; i < 40000; i++) printf "a%d,\"I failed. I missed date %d by two weeks.\"\n", i, i }' >&3
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -d out.partial ] && break
        sleep 0.2
    done
    kill -$signal $!
    exec 3>&-
    wait $!; echo $?
    rm pipe
    ls -A
done
echo "-- nohup"
mkfifo pipe
(trap '' HUP && exec "$FAILWISE" run - -q -o out) <pipe &
exec 3>pipe
printf 'answer_id,text\na,We missed the date by two weeks.\n' >&3
sleep 0.2
kill -HUP $!
exec 3>&-
wait $!; echo $?
