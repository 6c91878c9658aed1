# The units for systemd are well formed and shut in, and their command, the one for cron and the configuration do what they say.
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is not installed"; exit 77; }
units=$TESTS/../pipeline/nightly
mkdir units
sed "s|^ExecStart=failwise |ExecStart=$FAILWISE |" "$units/failwise@.service" >units/failwise@.service
cp "$units/failwise@.timer" units/
for unit in failwise@spring.service failwise@spring.timer; do
    SYSTEMD_LOG_LEVEL=warning systemd-analyze verify --man=no "units/$unit" >told 2>&1 && echo "$unit: well formed"
    grep -F failwise@ told
done
systemd-analyze calendar --iterations=1 "$(sed -n 's/^OnCalendar=//p' units/failwise@.timer)" >/dev/null && echo "a time there is"
# exposure from 0 (none) to 100
systemd-analyze security --offline=yes --no-pager --threshold=15 units/failwise@spring.service >told 2>&1 && echo "shut in"
echo "-- the commands, in a folder of ours"
mkdir -p var/spring/in etc
cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" var/spring/in/
here() { sed "s|/var/lib/failwise/programme|$PWD/var/spring|g; s|/etc/failwise/programme|$PWD/etc/spring|g; s|/var/lib/failwise/%i|$PWD/var/spring|g; s|/etc/failwise/%i|$PWD/etc/spring|g"; }
here <"$units/programme.conf" >etc/spring.conf
"$FAILWISE" config show --config etc/spring.conf --origin | sed -n 's/^\(min-r\|max-psi\|k\) .*/&/p' | sed "s|$PWD/||; s|etc/spring.conf|FILE|"
sed -n 's/^ExecStart=//p' units/failwise@.service | here >service.sh
sh service.sh 2>log | sed "s|$PWD/||; s|2[0-9T-]*Z|DATE|"
echo "status $?; $(grep -c '"event":"done"' log) done"
here <"$units/failwise.cron" | sed -n "s|^0 2 \* \* \* failwise failwise |$FAILWISE |p" >cron.sh
sh cron.sh
echo "status $?"
ls var/spring/out | sed 's|^2[0-9T-]*Z|DATE|'
grep '^failwise_last_run_status' var/spring/failwise.prom
