/*
 * buffer.h: a growable run of bytes, for building text output.
 *
 * A failed allocation sets `failed` and turns later appends into no-ops, so a writer checks once at the end.
 */
#ifndef FAILWISE_BASE_BUFFER_H
#define FAILWISE_BASE_BUFFER_H

#include <failwise/types.h>
#include <string.h>

/* Zero-initialise to start; fw_buffer_free when done. `data` is always NUL-terminated once it is not NULL. */
typedef struct fw_buffer {
    char *data;
    size_t len;
    size_t capacity;
    bool failed; /* memory ran out: the content is incomplete */
} fw_buffer;

/* Makes room for `extra` more bytes and returns where they go, or NULL; the caller then adds to `len`. */
char *fw_buffer_reserve(fw_buffer *buffer, size_t extra);

/* The same, without a call where there is room. */
static inline char *fw_buffer_room(fw_buffer *buffer, size_t extra) {
    const bool fits = extra < buffer->capacity - buffer->len && !buffer->failed;
    return fits ? buffer->data + buffer->len : fw_buffer_reserve(buffer, extra);
}

static inline void fw_buffer_append(fw_buffer *buffer, const void *bytes, size_t len) {
    char *room = fw_buffer_room(buffer, len);
    if (!room) return;
    if (len) memcpy(room, bytes, len);
    room[len] = '\0';
    buffer->len += len;
}
static inline void fw_buffer_str(fw_buffer *buffer, fw_str text) {
    fw_buffer_append(buffer, text.ptr, text.len);
}
static inline void fw_buffer_char(fw_buffer *buffer, char c) { fw_buffer_append(buffer, &c, 1); }
void fw_buffer_text(fw_buffer *buffer, const char *text);
void fw_buffer_printf(fw_buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A finite number as by %.*g, but without an exponent where it is of ordinary size: 1e-4 to 1e9. */
void fw_buffer_digits(fw_buffer *buffer, double value, int digits);
/* A finite number with as few digits as read back as the same double, or as the same float when `single`. */
void fw_buffer_number(fw_buffer *buffer, double value, bool single);

/* Empties the buffer, keeps its memory. */
void fw_buffer_clear(fw_buffer *buffer);
void fw_buffer_free(fw_buffer *buffer);

#endif
