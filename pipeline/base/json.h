/* json.h: reading and writing JSON values (jansson's json_t) as whole files, with stable bytes. */
#ifndef FAILWISE_BASE_JSON_H
#define FAILWISE_BASE_JSON_H

#include <failwise/status.h>
#include <jansson.h>

/*
 * Documents are built member by member, and a member for which there was no memory would simply be missing.
 * The program calls fw_json_watch_memory before anything else; from then on a failed allocation of jansson's
 * is remembered, and what would be written is refused. A program that uses the library may do the same.
 */
void fw_json_watch_memory(void);
bool fw_json_memory_failed(void);

/* Parses a whole file; errors carry file, line and column (FW_DATA, or FW_NOINPUT). The caller decrefs. */
fw_code fw_json_read(const char *path, json_t **out, fw_error *err);

/* Writes with two-space indent, insertion order and shortest round-trip reals, atomically; "-" is stdout. */
fw_code fw_json_write(const char *path, const json_t *value, bool force, fw_error *err);

/* As text, to be freed; NULL when memory is out, also where a member is missing for want of it. */
char *fw_json_dump(const json_t *value, size_t flags);

/* A finite number, or JSON null where the value is missing (NaN, inf): JSON has neither. */
json_t *fw_json_number(double value);

/* A hash as its 16 hexadecimal digits; a member that is one, 0 where it is absent. */
json_t *fw_json_hash(uint64_t hash);
uint64_t fw_json_get_hash(const json_t *object, const char *key);

/* A member as number (NaN when null or absent), or text (NULL when absent). */
double fw_json_get_number(const json_t *object, const char *key);
/* The number at a path of members with dots between ("mean_overall.value"), rounded; NaN as above. */
double fw_json_figure(const json_t *root, const char *path, int decimals);
const char *fw_json_get_text(const json_t *object, const char *key);

#endif
