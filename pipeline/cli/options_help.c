/* options_help.c: help printed from the option table, with the defaults from the settings themselves. */
#include "cli/console.h"
#include "cli/options.h"
#include "cli/program.h"

#include <math.h>
#include <string.h>

enum { HELP_COLUMN = 28 };

/* Breaks `text` at spaces so that lines end before `width`; continuation lines start at `indent`. */
static void wrap(fw_buffer *out, const char *text, size_t width, size_t column, size_t indent) {
    while (*text) {
        const size_t word = strcspn(text, " ");
        if (column > indent && column + 1 + word > width) {
            fw_buffer_printf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            fw_buffer_char(out, ' ');
            column++;
        }
        fw_buffer_append(out, text, word);
        column += word;
        text += word;
        text += strspn(text, " ");
    }
    fw_buffer_char(out, '\n');
}

void fw_option_default(char *out, size_t size, const fw_option *o, const fw_cli *defaults) {
    const void *at = (const char *)defaults + o->offset;
    const char *text = NULL;
    char number[32] = "";
    switch (o->kind) {
    case FW_OPTION_SIZE:
        if (*(const size_t *)at) snprintf(number, sizeof number, "%zu", *(const size_t *)at);
        break;
    case FW_OPTION_SEED:
        if (*(const uint64_t *)at) {
            snprintf(number, sizeof number, "%llu", (unsigned long long)*(const uint64_t *)at);
        }
        break;
    case FW_OPTION_NUMBER:
    case FW_OPTION_RANGE:
        if (isfinite(*(const double *)at) && *(const double *)at != 0) {
            snprintf(number, sizeof number, "%g", *(const double *)at);
        }
        break;
    case FW_OPTION_TEXT:
    case FW_OPTION_CHOICE:
        text = *(const char *const *)at;
        break;
    case FW_OPTION_PART:
    case FW_OPTION_FLAG:
    case FW_OPTION_COUNT:
    case FW_OPTION_LIST:
    case FW_OPTION_REPEAT:
    case FW_OPTION_MAP:
        break;
    }
    if (number[0]) text = number;
    if (!text) text = o->unset;
    snprintf(out, size, "%s", text ? text : "");
}

static void option_help(fw_buffer *out, const fw_option *o, const fw_cli *defaults, size_t width) {
    char left[64];
    const char short_form[] = {o->letter ? '-' : ' ', o->letter ? o->letter : ' ', o->letter ? ',' : ' ',
                               '\0'};
    snprintf(left, sizeof left, "  %s --%s%s%s", short_form, o->name, o->argument ? " " : "",
             o->argument ? o->argument : "");
    fw_buffer_text(out, left);
    size_t column = strlen(left);
    if (column + 2 > HELP_COLUMN) {
        fw_buffer_char(out, '\n');
        column = 0;
    }
    fw_buffer_printf(out, "%*s", (int)(HELP_COLUMN - column), "");
    fw_buffer text = {0};
    fw_buffer_text(&text, o->help);
    if (o->choices) fw_buffer_printf(&text, ": %s", o->choices);
    char value[64];
    fw_option_default(value, sizeof value, o, defaults);
    if (value[0]) fw_buffer_printf(&text, " (default: %s)", value);
    wrap(out, text.data ? text.data : "", width, HELP_COLUMN, HELP_COLUMN);
    fw_buffer_free(&text);
}

void fw_options_help(fw_buffer *out, const fw_command *command, const fw_cli *defaults) {
    const size_t width = fw_console_of_stdout().width;
    const size_t indent = strlen("usage: ");
    fw_buffer_printf(out, "usage: %s %s", defaults->program ? defaults->program->usage : "failwise",
                     command->name);
    wrap(out, command->synopsis, width, out->len, indent);
    fw_buffer_char(out, '\n');
    wrap(out, command->details, width, 0, 0);
    fw_buffer_text(out, "\nOptions:\n");
    for (const fw_option *o = fw_options; o->name; o++) {
        if (fw_option_listed(o, command, defaults)) option_help(out, o, defaults, width);
    }
}
