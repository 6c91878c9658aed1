/*
 * idset.h: a map from a 128-bit id hash to a number below 2^40 (usually an index): 15 to 17 bytes a key
 * once there are many, also while it grows. Keys are told apart by 72 secretly mixed bits of theirs.
 */
#ifndef FAILWISE_BASE_IDSET_H
#define FAILWISE_BASE_IDSET_H

#include <failwise/status.h>

typedef struct fw_idset fw_idset;

fw_idset *fw_idset_new(void);
void fw_idset_free(fw_idset *set);
size_t fw_idset_count(const fw_idset *set);
/* Takes all keys out; the room stays. */
void fw_idset_clear(fw_idset *set);

/* Fetches the place of a key that will be asked for soon: it is rarely in the processor's cache. */
void fw_idset_expect(const fw_idset *set, fw_id128 key);
/* Adds `key` with `value` unless present. *present tells which; *stored is the value held. */
fw_code fw_idset_add(fw_idset *set, fw_id128 key, uint64_t value, bool *present, uint64_t *stored,
                     fw_error *err);
/* Looks `key` up; false when absent. */
bool fw_idset_find(const fw_idset *set, fw_id128 key, uint64_t *value);

#endif
