# Settings from files, the environment and options: which counts, what is refused, and what is recorded.
mkdir -p "$XDG_CONFIG_HOME"
trap 'rm -rf "$XDG_CONFIG_HOME"' EXIT
refuse() { printf "$1" >bad.conf; "$FAILWISE" run answers.csv -o out --config bad.conf; echo "status $?"; }
echo "-- what is refused"
refuse 'thread = 4\n'
refuse '[run]\nk = many\n'
refuse '; a comment\n\n[walk]\nk = 3\n'
refuse 'no equals sign\n'
refuse '[audit]\nfolds = 3\n'
refuse 'help = yes\n'
refuse 'synthetic = perhaps\n'
refuse "title = $(printf '%0300d' 0)\n"
refuse 'k = 6\ntitle = a\000b\n'
"$FAILWISE" run answers.csv -o out --config nowhere.conf; echo "status $?"
FAILWISE_K=x "$FAILWISE" run answers.csv -o out; echo "status $?"
"$FAILWISE" config hide; echo "status $?"
"$FAILWISE" config show walk; echo "status $?"
echo "-- the weaker gives way"
printf 'k = 6\nfolds = 4\nby = role\nmax-reject-rate = 0.2\n' >"$XDG_CONFIG_HOME/failwise.conf"
printf '[fit]\nk = 99\n[run]\nk = 7\nfolds = 5\nby = level,mode\nsynthetic = yes\n' >nightly.conf
show() { "$FAILWISE" config show "$@" --origin | sed "s|$XDG_CONFIG_HOME|XDG|" | grep -E '^(k|folds|by|max-reject-rate|synthetic) '; }
show
echo; show --config nightly.conf
echo; FAILWISE_K=8 FAILWISE_BY=question FAILWISE_SYNTHETIC=no FAILWISE_SOMETHING=else show --config nightly.conf
echo; show fit --config nightly.conf
echo "-- a home that is somebody else's has no settings of ours"
mkdir closed && chmod 0 closed
as= && [ "$(id -u)" != 0 ] || as="setpriv --reuid=65534 --regid=65534 --clear-groups"
if XDG_CONFIG_HOME= HOME= $as "$FAILWISE" version >/dev/null 2>&1; then
    XDG_CONFIG_HOME=$PWD/closed $as "$FAILWISE" config show --origin | grep '^k '
else # nobody else can start it where it is
    echo 'k = 5  ; default'
fi
chmod 700 closed
echo "-- what was in force is recorded, an option over all"
FAILWISE_K=8 "$FAILWISE" run "$DATASETS/example/answers.csv" -q --config nightly.conf --k 9 -o out >/dev/null
h5dump -d /uns/provenance/command out/cohort.h5 | sed -n 's/.*(0): //p' | head -n 1 | sed "s|$DATASETS|DATASETS|"
echo "-- no weights were fitted: no report says to what; a key's case is no other key"
grep -c fitted out/tables/provenance.csv
echo 'K = 3' >bad.conf
"$FAILWISE" config show --config bad.conf; echo "status $?"
