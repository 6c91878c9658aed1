/* buffer.c: growable bytes. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *fw_buffer_reserve(fw_buffer *buffer, size_t extra) {
    if (buffer->failed) return NULL;
    const size_t need = buffer->len + extra + 1;
    if (need > buffer->capacity) {
        size_t capacity = buffer->capacity ? buffer->capacity : 256;
        while (capacity < need) capacity *= 2;
        char *data = realloc(buffer->data, capacity);
        if (!data) {
            buffer->failed = true;
            return NULL;
        }
        buffer->data = data;
        buffer->capacity = capacity;
    }
    return buffer->data + buffer->len;
}

void fw_buffer_text(fw_buffer *buffer, const char *text) { fw_buffer_append(buffer, text, strlen(text)); }

/* Most texts are short: they are printed where they belong at once, only longer ones a second time. */
void fw_buffer_printf(fw_buffer *buffer, const char *format, ...) {
    enum { USUAL = 96 };
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    char *room = fw_buffer_reserve(buffer, USUAL);
    const int len = room ? vsnprintf(room, USUAL + 1, format, args) : -1;
    va_end(args);
    if (len > USUAL) {
        room = fw_buffer_reserve(buffer, (size_t)len);
        if (room) vsnprintf(room, (size_t)len + 1, format, again);
    }
    va_end(again);
    if (room && len >= 0) buffer->len += (size_t)len;
    if (room && len < 0) *room = '\0';
}

void fw_buffer_clear(fw_buffer *buffer) {
    buffer->len = 0;
    if (buffer->data) buffer->data[0] = '\0';
}

void fw_buffer_free(fw_buffer *buffer) {
    free(buffer->data);
    *buffer = (fw_buffer){0};
}
