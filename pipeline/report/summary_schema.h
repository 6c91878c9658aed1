/* summary_schema.h: what summary.json holds: the table that its documentation is printed from and that it is
 * checked against. */
#ifndef FAILWISE_REPORT_SUMMARY_SCHEMA_H
#define FAILWISE_REPORT_SUMMARY_SCHEMA_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* One member. "a.b" is b inside a, "*" any key, "[]" every entry of a list. */
typedef struct fw_summary_member {
    const char *path;
    const char *type; /* string number integer boolean object list; with "or null" where it may be missing */
    const char *meaning;
} fw_summary_member;
extern const fw_summary_member fw_summary_members[];
extern const size_t fw_summary_member_count;

/*
 * True when every member is in the table with its type, and every member of the table is there (inside an
 * object that is there). Else `why` says the first that is not.
 */
bool fw_summary_is_valid(const json_t *summary, char *why, size_t size);

#endif
