/*
 * chunk_queue.h: chunks on their way to the file: any thread codes them, one writes them, in the order put.
 *
 * When a chunk is written depends on the chunks put before and behind it alone (it waits until more than
 * FW_QUEUE_BYTES of newer ones have come, or for the flush), never on which thread was how fast: the file
 * has the same bytes for any number of threads. The thread that puts and flushes is the one that uses HDF5;
 * the others only ever call fw_queue_help.
 */
#ifndef FAILWISE_STORE_CHUNK_QUEUE_H
#define FAILWISE_STORE_CHUNK_QUEUE_H

#include "store/h5.h"

/* Bytes of rows that may wait: a band of 65536 rows of 100 features, and what else is filled meanwhile. */
enum { FW_QUEUE_BYTES = 32 << 20, FW_QUEUE_PLACES = 4 };

typedef struct fw_queue fw_queue;

/* Where a chunk goes: its first value in an open dataset, which must stay open until the flush. */
typedef struct fw_chunk_place {
    hid_t set;
    hsize_t offset[2];
} fw_chunk_place;

/* One chunk. The same bytes may go to several places: columns of X are columns of obsm too. */
typedef struct fw_chunk {
    void *block;    /* from fw_queue_block; belongs to the queue once put */
    size_t bytes;   /* of the block */
    size_t element; /* bytes that shuffle treats as one value */
    bool shuffled;  /* the block is that already */
    fw_chunk_place places[FW_QUEUE_PLACES];
    size_t place_count;
} fw_chunk;

/* NULL when memory is out. Starts with one thread. */
fw_queue *fw_queue_new(void);
/* Frees what was not written. NULL is allowed. */
void fw_queue_free(fw_queue *queue);
/* Threads that code when the caller is alone (outside of a parallel loop). At least 1. */
void fw_queue_use_threads(fw_queue *queue, size_t threads);
size_t fw_queue_threads(const fw_queue *queue);

/* Memory for a block of `bytes`, not cleared; NULL when memory is out. Given back by put, or free(). */
void *fw_queue_block(fw_queue *queue, size_t bytes);
/* False when memory is out or an older chunk could not be written. */
bool fw_queue_put(fw_queue *queue, const fw_chunk *chunk);
/* Codes one waiting chunk; false when none waits. From any thread, while others put or help. */
bool fw_queue_help(fw_queue *queue);
/* Writes all that was put. */
bool fw_queue_flush(fw_queue *queue);

#endif
