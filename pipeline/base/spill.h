/*
 * spill.h: records put aside by key while rows stream past, and taken back one share of the keys at a time:
 * what is summed by key then needs memory for one share, not for all.
 *
 * A share gives its records back in the order in which they came, so that sums depend on the rows alone. Full
 * blocks go to a file without a name (mode 0600, gone with the process whatever happens), some together; the
 * last ones, and the last of every share, stay in memory, so that a small input touches no file.
 */
#ifndef FAILWISE_BASE_SPILL_H
#define FAILWISE_BASE_SPILL_H

#include <failwise/status.h>

enum {
    FW_SPILL_SHARES = 256,
    FW_SPILL_BLOCK = 16384, /* bytes */
    FW_SPILL_TOGETHER = 16, /* blocks written at once: at most 4.25 MiB are held in memory */
    FW_SPILL_RECORD = 4096  /* bytes of a record at most */
};

typedef struct fw_spill fw_spill;

/* `folder`: where the file would go (copied); NULL: the system's folder for temporary files. */
fw_code fw_spill_new(const char *folder, fw_spill **out, fw_error *err);
void fw_spill_free(fw_spill *spill);

/* The share of a well mixed key. */
size_t fw_spill_share(fw_id128 key);

/* Puts a copy of a record of 1 to FW_SPILL_RECORD bytes aside. FW_IO: the file cannot be made or written. */
fw_code fw_spill_put(fw_spill *spill, size_t share, const void *record, size_t size, fw_error *err);

/* Where a reader of one share stands. Zero-initialise, but for the share. */
typedef struct fw_spill_place {
    size_t share, block, offset;
} fw_spill_place;
/*
 * The next record of a share, in the order in which they were put; *record is NULL behind the last one. It is
 * not aligned, and holds until the next call on this spill. FW_IO: the file cannot be read back.
 */
fw_code fw_spill_next(fw_spill *spill, fw_spill_place *place, const void **record, size_t *size,
                      fw_error *err);

/* The block that a reader of its own has read last, where several threads read at once. Zero-initialise;
 * free() `bytes` when done. */
typedef struct fw_spill_block {
    unsigned char *bytes;
    uint32_t number; /* + 1; 0: none */
} fw_spill_block;
/* The same for such a reader: the record holds until the next call with its block. Nothing is put meanwhile.
 */
fw_code fw_spill_next_by(const fw_spill *spill, fw_spill_block *block, fw_spill_place *place,
                         const void **record, size_t *size, fw_error *err);

#endif
