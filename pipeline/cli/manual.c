/* manual.c: a manual page for each command, printed from the tables that its help comes from. */
#include "cli/completion.h"
#include "cli/program.h"

#include <ctype.h>

/* Text as roff: backslashes and leading dots mean something there; '-' is a minus, not a hyphen. */
static void roff(fw_buffer *out, const char *text) {
    bool start = true;
    for (; *text; text++) {
        if (start && (*text == '.' || *text == '\'')) fw_buffer_text(out, "\\&");
        if (*text == '\\')
            fw_buffer_text(out, "\\e");
        else if (*text == '-')
            fw_buffer_text(out, "\\-");
        else
            fw_buffer_char(out, *text);
        start = *text == '\n';
    }
}

static void heading(fw_buffer *out, const char *title) { fw_buffer_printf(out, ".SH %s\n", title); }

static void option(fw_buffer *out, const fw_option *o, const fw_cli *defaults) {
    fw_buffer_text(out, ".TP\n");
    if (o->letter) fw_buffer_printf(out, "\\fB\\-%c\\fR, ", o->letter);
    fw_buffer_text(out, "\\fB\\-\\-");
    roff(out, o->name);
    fw_buffer_text(out, "\\fR");
    if (o->argument) {
        fw_buffer_text(out, " \\fI");
        roff(out, o->argument);
        fw_buffer_text(out, "\\fR");
    }
    fw_buffer_char(out, '\n');
    roff(out, o->help);
    if (o->choices) {
        fw_buffer_text(out, ": ");
        roff(out, o->choices);
    }
    char value[64];
    fw_option_default(value, sizeof value, o, defaults);
    if (value[0]) {
        fw_buffer_text(out, " (default: ");
        roff(out, value);
        fw_buffer_char(out, ')');
    }
    fw_buffer_text(out, ".\n");
}

static void exit_statuses(fw_buffer *out) {
    heading(out, "EXIT STATUS");
    size_t count;
    const fw_code_info *codes = fw_code_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (codes[i].code == FW_INTERRUPTED)
            fw_buffer_text(out, ".TP\n128+n\n");
        else
            fw_buffer_printf(out, ".TP\n%d\n", (int)codes[i].code);
        roff(out, codes[i].meaning);
        fw_buffer_char(out, '\n');
    }
}

/* Title, name and synopsis: of the command, or of a program whose page this is (fw_program.about). */
static void page_head(fw_buffer *out, const fw_command *command, const fw_program *program) {
    fw_buffer_text(out, ".TH ");
    for (const char *c = program->name; *c; c++) fw_buffer_char(out, (char)toupper((unsigned char)*c));
    for (const char *c = program->about ? "" : command->name; *c; c++) {
        if (c == command->name) fw_buffer_text(out, "\\-");
        fw_buffer_char(out, (char)toupper((unsigned char)*c));
    }
    fw_buffer_printf(out, " 1 \"\" \"failwise %s\" \"failwise manual\"\n", FAILWISE_VERSION);
    heading(out, "NAME");
    roff(out, program->name);
    if (!program->about) {
        fw_buffer_text(out, "\\-");
        roff(out, command->name);
    }
    fw_buffer_text(out, " \\- ");
    roff(out, program->about ? program->about : command->summary);
    fw_buffer_char(out, '\n');
    heading(out, "SYNOPSIS");
    fw_buffer_text(out, "\\fB");
    roff(out, program->usage);
    fw_buffer_char(out, ' ');
    roff(out, command->name);
    fw_buffer_text(out, "\\fR ");
    roff(out, command->synopsis);
    fw_buffer_char(out, '\n');
}

void fw_manual_page(const fw_command *command, const fw_cli *defaults, fw_buffer *out) {
    page_head(out, command, defaults->program);
    heading(out, "DESCRIPTION");
    roff(out, command->details);
    fw_buffer_char(out, '\n');
    heading(out, "OPTIONS");
    for (const fw_option *o = fw_options; o->name; o++)
        if (fw_option_listed(o, command, defaults)) option(out, o, defaults);
    exit_statuses(out);
    heading(out, "SEE ALSO");
    fw_buffer_text(out, "\\fBfailwise\\fR(1)");
    if (defaults->program->about) fw_buffer_text(out, " under PROCESSES, \\fBmpirun\\fR(1)");
    fw_buffer_char(out, '\n');
}
