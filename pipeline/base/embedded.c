/* embedded.c: looking up built-in data files. */
#include "base/embedded.h"

#include <string.h>

fw_str fw_embedded_find(const char *name) {
    for (const fw_embedded_file *file = fw_embedded_files; file->name; file++) {
        if (strcmp(file->name, name) == 0) return (fw_str){file->data, file->size};
    }
    return (fw_str){0};
}
