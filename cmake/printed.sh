#!/bin/sh
# printed.sh: the manual page of every command and the completions, printed by the program:  PROGRAM FOLDER
set -eu
program=$1 folder=$2
mkdir -p "$folder/man" "$folder/completion"
"$program" help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p' | while read -r command; do
    "$program" help --man "$command" >"$folder/man/failwise-$command.1"
    gzip -9nf "$folder/man/failwise-$command.1"
done
"$program" completion zsh >"$folder/completion/_failwise"
"$program" completion fish >"$folder/completion/failwise.fish"
"$program" completion bash >"$folder/completion/failwise.bash"
