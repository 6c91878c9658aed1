/* option_find.c: the row of an option by its name, and the nearest one for a name that there is not. */
#include "cli/options.h"
#include "cli/program.h"

#include "base/str.h"

#include <string.h>
#include <strings.h>

bool fw_option_takes(const fw_option *option, const fw_command *command) {
    return option->commands & command->bit;
}

bool fw_option_is_path(const fw_option *option) {
    static const char *const PATHS[] = {"FILE", "FILE.prom", "DIR", "OUT/", "PATH"};
    for (size_t i = 0; option->argument && i < sizeof PATHS / sizeof PATHS[0]; i++)
        if (strcmp(option->argument, PATHS[i]) == 0) return true;
    return false;
}

bool fw_option_listed(const fw_option *option, const fw_command *command, const fw_cli *cli) {
    const char *without = cli->program ? cli->program->without : NULL;
    return fw_option_takes(option, command) && !(without && strcmp(option->name, without) == 0);
}

const fw_option *fw_option_find(const fw_command *command, fw_str name, fw_option_place place) {
    const fw_option *other = NULL;
    for (const fw_option *o = fw_options; o->name; o++) {
        if (!fw_str_equal(name, fw_str_of(o->name)) || (o->once && place == FW_OPTION_IN_FILE)) continue;
        if (fw_option_takes(o, command)) return o;
        other = o;
    }
    return other;
}

const fw_option *fw_option_nearest(const fw_command *command, const char *name, fw_option_place place) {
    const fw_option *best = NULL;
    size_t least = strlen(name) / 3 + 1;
    for (const fw_option *o = fw_options; o->name; o++) {
        const bool meant = place == FW_OPTION_IN_FILE ? !o->once : fw_option_takes(o, command);
        const size_t distance = !meant                           ? SIZE_MAX
                                : strcasecmp(name, o->name) == 0 ? 0
                                                                 : fw_edit_distance(name, o->name);
        if (distance >= least) continue;
        best = o;
        least = distance;
    }
    return best;
}
