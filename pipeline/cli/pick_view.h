/* pick_view.h: ranked stories for a reader, and as JSON. */
#ifndef FAILWISE_CLI_PICK_VIEW_H
#define FAILWISE_CLI_PICK_VIEW_H

#include "cli/console.h"

#include <failwise/pick.h>

/* `role_name` is the file of the role; `level` the level the stories were judged for, "" when none. */
void fw_pick_print(const fw_console *console, const fw_pick *pick, const char *role_name, const char *level);

/* {role, stories, types, missing, uncovered}: a new reference, NULL when memory is out. */
json_t *fw_pick_json(const fw_pick *pick, const char *role_name, const char *level);

#endif
