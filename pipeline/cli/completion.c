/* completion.c: completion scripts for shells, printed from the tables of commands and options. */
#include "cli/completion.h"

#include <string.h>

/* Choices with blanks between them instead of bars. */
static void add_choices(fw_buffer *out, const char *choices) {
    for (const char *c = choices; *c; c++) fw_buffer_char(out, *c == '|' ? ' ' : *c);
}

/* Text between single quotes of a shell. */
static void add_quoted(fw_buffer *out, const char *text) {
    for (; *text; text++) {
        if (*text == '\'')
            fw_buffer_text(out, "'\\''");
        else
            fw_buffer_char(out, *text);
    }
}

/* What the first argument of a command can be, where that is not the name of a file; else NULL. */
static const char *words_of(const fw_command *command) {
    static const struct {
        uint32_t command;
        const char *words;
    } KNOWN[] = {{FW_CMD_CONFIG, "show"}, {FW_CMD_COMPLETION, "bash zsh fish"}};
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++)
        if (KNOWN[i].command == command->bit) return KNOWN[i].words;
    return NULL;
}

/* All names of commands, which `help` completes too. */
static void add_commands(fw_buffer *out) {
    for (const fw_command *c = fw_commands; c->name; c++)
        fw_buffer_printf(out, "%s%s", c == fw_commands ? "" : " ", c->name);
}

/* ---- bash ---- */

/* The options of a command, and the words that its argument can be. */
static void bash_words(fw_buffer *out, const fw_command *command) {
    fw_buffer_printf(out, "    %s) words='", command->name);
    for (const fw_option *o = fw_options; o->name; o++)
        if (fw_option_takes(o, command)) fw_buffer_printf(out, "--%s ", o->name);
    fw_buffer_char(out, '\'');
    if (words_of(command)) fw_buffer_printf(out, " known='%s'", words_of(command));
    fw_buffer_text(out, " ;;\n");
}

/* A branch for each option whose values are known, or are files. */
static void bash_values(fw_buffer *out) {
    for (const fw_option *o = fw_options; o->name; o++) {
        if (!o->argument) continue;
        fw_buffer_printf(out, "    --%s", o->name);
        if (o->letter) fw_buffer_printf(out, "|-%c", o->letter);
        fw_buffer_text(out, ") ");
        if (o->choices) {
            fw_buffer_text(out, "_failwise_words '");
            add_choices(out, o->choices);
            fw_buffer_text(out, "'; return ;;\n");
        } else {
            fw_buffer_text(out, fw_option_is_path(o) ? "_failwise_files; return ;;\n" : "return ;;\n");
        }
    }
}

/* Read line by line: names of files may hold blanks. Bash takes --option=value for three words. */
static const char BASH_BEGIN[] =
    "# bash completion for failwise, printed by `failwise completion bash`\n"
    "_failwise_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$current\"); }\n"
    "_failwise_files() {\n"
    "    compopt -o filenames 2>/dev/null\n"
    "    mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
    "}\n"
    "_failwise() {\n"
    "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words= known=\n"
    "    COMPREPLY=()\n"
    "    if [ \"$current\" = = ]; then\n"
    "        current=\n"
    "    elif [ \"$previous\" = = ] && [ \"$COMP_CWORD\" -gt 2 ]; then\n"
    "        previous=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "    fi\n"
    "    if [ \"$COMP_CWORD\" = 1 ]; then\n"
    "        _failwise_words 'help ";

static const char BASH_END[] = "'; words=$known ;;\n"
                               "    esac\n"
                               "    case $current in\n"
                               "    -*) _failwise_words \"$words\" ;;\n"
                               "    *)\n"
                               "        if [ -z \"$known\" ]; then\n"
                               "            _failwise_files\n"
                               "        elif [ \"$COMP_CWORD\" = 2 ]; then\n"
                               "            _failwise_words \"$known\"\n"
                               "        fi\n"
                               "        ;;\n"
                               "    esac\n"
                               "}\n"
                               "complete -F _failwise failwise\n";

static void bash(fw_buffer *out) {
    fw_buffer_text(out, BASH_BEGIN);
    add_commands(out);
    fw_buffer_text(out, "'\n        return\n    fi\n    case $previous in\n");
    bash_values(out);
    fw_buffer_text(out, "    esac\n    case ${COMP_WORDS[1]} in\n");
    for (const fw_command *c = fw_commands; c->name; c++) bash_words(out, c);
    fw_buffer_text(out, "    help) known='");
    add_commands(out);
    fw_buffer_text(out, BASH_END);
}

/* ---- zsh ---- */

/* Help inside [...] of _arguments: brackets and colons mean something there. */
static void zsh_help(fw_buffer *out, const char *text) {
    for (; *text; text++) {
        if (strchr("[]:\\", *text)) fw_buffer_char(out, '\\');
        if (*text == '\'')
            fw_buffer_text(out, "'\\''");
        else
            fw_buffer_char(out, *text);
    }
}

static void zsh_option(fw_buffer *out, const fw_option *o) {
    if (o->letter)
        fw_buffer_printf(out, "      '*'{-%c%s,--%s%s}'[", o->letter, o->argument ? "+" : "", o->name,
                         o->argument ? "=" : "");
    else
        fw_buffer_printf(out, "      '*--%s%s[", o->name, o->argument ? "=" : "");
    zsh_help(out, o->help);
    fw_buffer_char(out, ']');
    if (o->argument) {
        fw_buffer_char(out, ':');
        zsh_help(out, o->argument);
        fw_buffer_char(out, ':');
        if (o->choices) {
            fw_buffer_char(out, '(');
            add_choices(out, o->choices);
            fw_buffer_char(out, ')');
        } else if (fw_option_is_path(o)) {
            fw_buffer_text(out, "_files");
        }
    }
    fw_buffer_text(out, "' \\\n");
}

static void zsh(fw_buffer *out) {
    fw_buffer_text(out,
                   "#compdef failwise\n# zsh completion for failwise, printed by `failwise completion zsh`\n"
                   "_failwise() {\n  if (( CURRENT == 2 )); then\n    local -a commands\n    commands=(\n");
    for (const fw_command *c = fw_commands; c->name; c++) {
        fw_buffer_printf(out, "      '%s:", c->name);
        zsh_help(out, c->summary);
        fw_buffer_text(out, "'\n");
    }
    fw_buffer_text(out, "      'help:commands, or the options of one'\n    )\n    _describe command "
                        "commands\n    return\n  fi\n"
                        "  local command=$words[2]\n  shift words; (( CURRENT-- ))\n  case $command in\n    "
                        "help) _values command ");
    add_commands(out);
    fw_buffer_text(out, " ;;\n");
    for (const fw_command *c = fw_commands; c->name; c++) {
        fw_buffer_printf(out, "    %s)\n      _arguments -s \\\n", c->name);
        for (const fw_option *o = fw_options; o->name; o++)
            if (fw_option_takes(o, c)) zsh_option(out, o);
        fw_buffer_text(out, "      '");
        if (words_of(c))
            fw_buffer_printf(out, "1:word:(%s)' ;;\n", words_of(c));
        else
            fw_buffer_text(out, "*:file:_files' ;;\n");
    }
    fw_buffer_text(out, "  esac\n}\n_failwise \"$@\"\n");
}

/* ---- fish ---- */

static void fish_option(fw_buffer *out, const fw_option *o) {
    fw_buffer_text(out, "complete -c failwise -n '__fish_seen_subcommand_from");
    for (const fw_command *c = fw_commands; c->name; c++)
        if (fw_option_takes(o, c)) fw_buffer_printf(out, " %s", c->name);
    fw_buffer_printf(out, "' -l %s", o->name);
    if (o->letter) fw_buffer_printf(out, " -s %c", o->letter);
    if (o->choices) {
        fw_buffer_text(out, " -x -a '");
        add_choices(out, o->choices);
        fw_buffer_char(out, '\'');
    } else if (o->argument) {
        fw_buffer_text(out, fw_option_is_path(o) ? " -r -F" : " -x");
    }
    fw_buffer_text(out, " -d '");
    add_quoted(out, o->help);
    fw_buffer_text(out, "'\n");
}

static void fish(fw_buffer *out) {
    fw_buffer_text(out, "# fish completion for failwise, printed by `failwise completion fish`\n");
    for (const fw_command *c = fw_commands; c->name; c++) {
        fw_buffer_printf(out, "complete -c failwise -f -n __fish_use_subcommand -a %s -d '", c->name);
        add_quoted(out, c->summary);
        fw_buffer_text(out, "'\n");
    }
    fw_buffer_text(
        out, "complete -c failwise -f -n __fish_use_subcommand -a help -d 'commands, or the options of one'\n"
             "complete -c failwise -f -n '__fish_seen_subcommand_from help' -a '");
    add_commands(out);
    fw_buffer_text(out, "'\n");
    for (const fw_command *c = fw_commands; c->name; c++) {
        if (words_of(c))
            fw_buffer_printf(out, "complete -c failwise -f -n '__fish_seen_subcommand_from %s' -a '%s'\n",
                             c->name, words_of(c));
    }
    for (const fw_option *o = fw_options; o->name; o++) fish_option(out, o);
}

bool fw_completion(const char *shell, fw_buffer *out) {
    static const struct {
        const char *shell;
        void (*print)(fw_buffer *out);
    } SHELLS[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    for (size_t i = 0; i < sizeof SHELLS / sizeof SHELLS[0]; i++) {
        if (strcmp(SHELLS[i].shell, shell) != 0) continue;
        SHELLS[i].print(out);
        return true;
    }
    return false;
}
