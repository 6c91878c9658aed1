# Signals that ask to stop: status 128 + n, nothing left behind; a terminal that is lost under nohup changes nothing
. "$TESTS/cli/helpers"
for signal in TERM HUP QUIT XCPU; do
    mkfifo pipe
    "$FAILWISE" run - -q -o out <pipe &
    exec 3>pipe
    feed out || echo "no run has begun"
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
