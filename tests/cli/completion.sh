# Completion scripts name every command and option, and complete what a user has begun; a shell that is not known.
"$FAILWISE" completion bash >failwise.bash && "$FAILWISE" completion zsh >_failwise && "$FAILWISE" completion fish >failwise.fish
"$FAILWISE" completion csh; echo "status $?"
for command in $("$FAILWISE" help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
    grep -q "^    $command) words=" failwise.bash && grep -q "^    $command)" _failwise && grep -q -- "-a $command " failwise.fish || echo "no completion of $command"
    for option in $("$FAILWISE" help "$command" | sed -n 's/^  .*--\([a-z0-9-]*\).*/\1/p'); do
        grep "^    $command) words=" failwise.bash | grep -q -- "--$option " || echo "bash: no --$option of $command"
    done
done
bash -n failwise.bash || echo "bash cannot read it"
bash -c '. ./failwise.bash
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _failwise; echo "$*: ${COMPREPLY[*]}"; }
try failwise au
try failwise run --max-r
try failwise run --pii ""
try failwise help ev
try failwise run --k ""
touch answers.csv "my answers.csv" && try failwise run answ
try failwise run my
try failwise run --metrics-file answ
try failwise run --baseline answ
try failwise run --ratings = answ
try failwise run --pii = ""
try failwise completion ""
try failwise config ""
try failwise completion bash ""'
command -v zsh >/dev/null && { zsh -n _failwise || echo "zsh cannot read it"; }
command -v fish >/dev/null && { fish -n failwise.fish || echo "fish cannot read it"; }
echo "-- a manual page for each command"
"$FAILWISE" help --man run | sed -n '1p;3,5p'
for command in $("$FAILWISE" help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
    "$FAILWISE" help --man "$command" >page.1
    command -v groff >/dev/null && groff -man -Tutf8 -ww page.1 2>&1 >/dev/null | grep -v 'cannot adjust\|break' | sed "s/^/$command: /"
done
true
