/*
 * paged.h: an array that lies in an unnamed file once it is large, mapped into memory: the process holds the
 * pages it has touched since it last let go of them, so that what is met in order needs next to no memory.
 */
#ifndef FAILWISE_BASE_PAGED_H
#define FAILWISE_BASE_PAGED_H

#include <failwise/status.h>

enum { FW_PAGED_FROM = 1 << 20 }; /* bytes up to which the array stays on the heap */

/* Zero-initialise. */
typedef struct fw_paged {
    void *data;
    size_t bytes;  /* room, of which the part never written is zero */
    size_t mapped; /* of the file, which may be longer than the room */
    int file;      /* descriptor + 1; 0: on the heap */
    bool no_file;  /* one could not be made: the heap it is */
} fw_paged;

/* Room for `bytes` at least; grows by half or more, and moves `data`. False when neither memory nor disk has
 * it: all is as before. */
bool fw_paged_reserve(fw_paged *array, size_t bytes);
/* Lets go of all pages; they are fetched again when they are touched. */
void fw_paged_let_go(const fw_paged *array);
void fw_paged_free(fw_paged *array);

#endif
