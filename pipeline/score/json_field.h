/*
 * json_field.h: strict typed access to members of a JSON document.
 *
 * A place is a member path that is extended while descending ("features[3].weight"), so that every complaint
 * names the member. The first failure sticks: later reads give zeros and change nothing, and the caller
 * checks `failed` once.
 */
#ifndef FAILWISE_SCORE_JSON_FIELD_H
#define FAILWISE_SCORE_JSON_FIELD_H

#include <failwise/status.h>
#include <jansson.h>

typedef struct fw_json_reader {
    const char *file; /* named in errors */
    fw_error *err;
    fw_code failed;  /* FW_OK until the first failure */
    char place[200]; /* path of the object being read, "" at the top */
} fw_json_reader;

/* Records a failure at member `key` of the current place. */
void fw_json_refuse(fw_json_reader *reader, const char *key, const char *expected, const json_t *found);

/* Descends into a member (an index when key is NULL); fw_json_leave takes the length that enter returned. */
size_t fw_json_enter(fw_json_reader *reader, const char *key, size_t index);
void fw_json_leave(fw_json_reader *reader, size_t mark);

/* Members of `object`; NULL on failure. */
const json_t *fw_json_object(fw_json_reader *reader, const json_t *object, const char *key);
const json_t *fw_json_array(fw_json_reader *reader, const json_t *object, const char *key);

/* A finite number; with `nullable`, null reads as NaN. */
double fw_json_real(fw_json_reader *reader, const json_t *object, const char *key, bool nullable);
int64_t fw_json_whole(fw_json_reader *reader, const json_t *object, const char *key, int64_t min,
                      int64_t max);
bool fw_json_truth(fw_json_reader *reader, const json_t *object, const char *key);
/* Text of fewer than `size` bytes, without NUL bytes. */
void fw_json_text(fw_json_reader *reader, const json_t *object, const char *key, char *out, size_t size);
/* 16 hexadecimal digits, as text. */
uint64_t fw_json_hex(fw_json_reader *reader, const json_t *object, const char *key);

#endif
