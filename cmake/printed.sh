#!/bin/sh
# printed.sh: the manual page of every command and the completions, printed by the program:  PROGRAM FOLDER
set -eu
program=$1 folder=$2
mkdir -p "$folder/man" "$folder/completion"
"$program" completion fish | sed -n "s/.*__fish_use_subcommand -a \([a-z-]*\) .*/\1/p" | while read -r command; do
    "$program" help --man "$command" | gzip -9n >"$folder/man/failwise-$command.1.gz"
done
"$program" completion zsh >"$folder/completion/_failwise"
"$program" completion fish >"$folder/completion/failwise.fish"
"$program" completion bash >"$folder/completion/failwise.bash"
