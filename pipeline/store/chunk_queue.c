/* chunk_queue.c: chunks coded by any thread and written in order. */
#include "store/chunk_queue.h"

#include "base/threads.h"
#include "store/chunk_codec.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef enum { JOB_WAITING, JOB_CODING, JOB_CODED, JOB_FAILED } job_state;

typedef struct job {
    struct job *next;
    fw_chunk chunk; /* its block is NULL once coded */
    job_state state;
    void *encoded;
    size_t encoded_bytes;
} job;

/* A block or a codec that is free for reuse. Fresh memory is slow to touch for the first time. */
typedef struct spare {
    struct spare *next;
    size_t bytes; /* of the block that this header lies in */
} spare;

typedef struct spare_codec {
    struct spare_codec *next;
    fw_codec *codec;
} spare_codec;

enum { SPARE_BYTES = 32 << 20 };

struct fw_queue {
    pthread_mutex_t lock;
    pthread_cond_t coded;
    job *first, *last; /* in the order put */
    job *waiting;      /* the oldest that nobody codes yet */
    size_t bytes;      /* of all that was put and not written, coded or not */
    spare *blocks;
    size_t spare_bytes;
    spare_codec *codecs;
    size_t threads;
};

fw_queue *fw_queue_new(void) {
    fw_queue *queue = calloc(1, sizeof *queue);
    if (!queue) return NULL;
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->coded, NULL);
    queue->threads = 1;
    return queue;
}

static void free_job(job *done) {
    free(done->chunk.block);
    free(done->encoded);
    free(done);
}

void fw_queue_free(fw_queue *queue) {
    if (!queue) return;
    while (queue->first) {
        job *next = queue->first->next;
        free_job(queue->first);
        queue->first = next;
    }
    while (queue->blocks) {
        spare *next = queue->blocks->next;
        free(queue->blocks);
        queue->blocks = next;
    }
    while (queue->codecs) {
        spare_codec *next = queue->codecs->next;
        fw_codec_free(queue->codecs->codec);
        free(queue->codecs);
        queue->codecs = next;
    }
    pthread_cond_destroy(&queue->coded);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}

void fw_queue_use_threads(fw_queue *queue, size_t threads) { queue->threads = threads ? threads : 1; }

size_t fw_queue_threads(const fw_queue *queue) { return queue->threads; }

/* ---- what is used again ---- */

void *fw_queue_block(fw_queue *queue, size_t bytes) {
    pthread_mutex_lock(&queue->lock);
    spare **at = &queue->blocks;
    while (*at && (*at)->bytes != bytes) at = &(*at)->next;
    spare *found = *at;
    if (found) {
        *at = found->next;
        queue->spare_bytes -= bytes;
    }
    pthread_mutex_unlock(&queue->lock);
    return found ? (void *)found : malloc(bytes < sizeof(spare) ? sizeof(spare) : bytes);
}

/* Called with the lock held. */
static void keep_block(fw_queue *queue, void *block, size_t bytes) {
    if (queue->spare_bytes + bytes > SPARE_BYTES) {
        free(block);
        return;
    }
    spare *kept = block;
    *kept = (spare){queue->blocks, bytes};
    queue->blocks = kept;
    queue->spare_bytes += bytes;
}

/* Called with the lock held; NULL when memory is out. */
static spare_codec *take_codec(fw_queue *queue) {
    spare_codec *taken = queue->codecs;
    if (taken) {
        queue->codecs = taken->next;
        return taken;
    }
    taken = calloc(1, sizeof *taken);
    if (taken) taken->codec = fw_codec_new();
    if (taken && taken->codec) return taken;
    free(taken);
    return NULL;
}

/* ---- coding ---- */

static bool encode(fw_codec *codec, job *work) {
    const fw_chunk *c = &work->chunk;
    const void *bytes = (c->shuffled ? fw_codec_encode_planes : fw_codec_encode)(
        codec, c->block, c->bytes, c->element, &work->encoded_bytes);
    work->encoded = bytes ? malloc(work->encoded_bytes) : NULL;
    if (work->encoded) memcpy(work->encoded, bytes, work->encoded_bytes);
    return work->encoded != NULL;
}

/* Called with the lock held, and lets go of it meanwhile; false when none waits. */
static bool code_oldest(fw_queue *queue) {
    job *work = queue->waiting;
    if (!work) return false;
    queue->waiting = work->next;
    work->state = JOB_CODING;
    spare_codec *codec = take_codec(queue);
    pthread_mutex_unlock(&queue->lock);
    const bool ok = codec && encode(codec->codec, work);
    pthread_mutex_lock(&queue->lock);
    if (codec) {
        codec->next = queue->codecs;
        queue->codecs = codec;
    }
    keep_block(queue, work->chunk.block, work->chunk.bytes);
    work->chunk.block = NULL;
    work->state = ok ? JOB_CODED : JOB_FAILED;
    pthread_cond_broadcast(&queue->coded);
    return true;
}

bool fw_queue_help(fw_queue *queue) {
    pthread_mutex_lock(&queue->lock);
    const bool helped = code_oldest(queue);
    pthread_mutex_unlock(&queue->lock);
    return helped;
}

/* All that waits, by threads of our own; inside a parallel loop its threads help instead. */
static void code_all(void *queue, size_t thread) {
    (void)thread;
    while (fw_queue_help(queue)) continue;
}

/* ---- writing ---- */

static bool write_places(const job *coded) {
    if (coded->state != JOB_CODED) return false;
    for (size_t i = 0; i < coded->chunk.place_count; i++) {
        const fw_chunk_place *place = &coded->chunk.places[i];
        if (H5Dwrite_chunk(place->set, H5P_DEFAULT, 0, place->offset, coded->encoded_bytes, coded->encoded) <
            0) {
            return false;
        }
    }
    return true;
}

static bool write_oldest(fw_queue *queue) {
    pthread_mutex_lock(&queue->lock);
    job *oldest = queue->first;
    if (oldest->state == JOB_WAITING && queue->threads > 1 && !fw_threads_inside()) {
        pthread_mutex_unlock(&queue->lock);
        fw_threads_run(queue->threads, code_all, queue);
        pthread_mutex_lock(&queue->lock);
    }
    if (oldest->state == JOB_WAITING) (void)code_oldest(queue); /* the oldest that waits is this one */
    while (oldest->state == JOB_CODING) pthread_cond_wait(&queue->coded, &queue->lock);
    queue->first = oldest->next;
    if (!queue->first) queue->last = NULL;
    queue->bytes -= oldest->chunk.bytes;
    pthread_mutex_unlock(&queue->lock);
    const bool ok = write_places(oldest);
    free_job(oldest);
    return ok;
}

bool fw_queue_put(fw_queue *queue, const fw_chunk *chunk) {
    job *fresh = malloc(sizeof *fresh);
    if (!fresh) {
        free(chunk->block);
        return false;
    }
    *fresh = (job){.chunk = *chunk};
    pthread_mutex_lock(&queue->lock);
    if (queue->last) queue->last->next = fresh;
    if (!queue->first) queue->first = fresh;
    if (!queue->waiting) queue->waiting = fresh;
    queue->last = fresh;
    queue->bytes += chunk->bytes;
    pthread_mutex_unlock(&queue->lock);
    while (queue->bytes > FW_QUEUE_BYTES) { /* only this thread changes it */
        if (!write_oldest(queue)) return false;
    }
    return true;
}

bool fw_queue_flush(fw_queue *queue) {
    while (queue->first) {
        if (!write_oldest(queue)) return false;
    }
    return true;
}
