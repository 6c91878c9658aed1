# a full disk: status 74, the old run whole, nothing half-written
mkdir disk
mount -t tmpfs -o size=600k none disk 2>/dev/null || { echo "cannot mount a small disk here"; exit 77; }
trap 'umount disk' EXIT
cp "$DATASETS/example/answers.csv" "$DATASETS/example/ratings.csv" .
head -c 540k /dev/zero >disk/filler
"$FAILWISE" run answers.csv --ratings ratings.csv -q -o disk/out 2>message; echo $?
sed 's/^failwise: error: [^:]*/failwise: error: FILE/' message
ls -A disk
rm disk/filler && : >disk/keep
"$FAILWISE" run answers.csv --keep-text -q -o out >/dev/null
head -c 500k /dev/zero >disk/filler
"$FAILWISE" feedback out --all -q -o disk/pages -t 1 2>message; echo $?
sed 's/[^/]*\.html/PAGE/' message
ls -A disk
rm disk/filler
