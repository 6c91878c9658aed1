/*
 * log.h: what the program tells people: lines for a reader, or one JSON object a line for a machine.
 *
 * Never the text of an answer. Control bytes and malformed UTF-8 are shown as \xNN, so that an id or a file
 * name can neither drive a terminal nor forge a line.
 */
#ifndef FAILWISE_BASE_LOG_H
#define FAILWISE_BASE_LOG_H

#include "base/buffer.h"

#include <failwise/status.h>
#include <jansson.h>
#include <stdio.h>

typedef struct fw_log {
    FILE *stream;            /* where the lines go; borrowed */
    bool json;               /* one object a line, with the time */
    bool quiet;              /* errors and warnings only */
    const char *run, *stage; /* told in every JSON line; NULL: not known */
} fw_log;

/* "failwise: error: FILE:ROW: message", or {"time", "level", "run", "stage", "message", "status", "row",
 * "column"}.
 */
void fw_log_error(const fw_log *log, const fw_error *err);
void fw_log_warning(const fw_log *log, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* An event with a sentence: the sentence as text (a warning), both as JSON. Takes `fields`, which may be
 * NULL. */
void fw_log_warning_event(const fw_log *log, const char *event, json_t *fields, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Told unless quiet. As text the line stands as it is, without a prefix. */
void fw_log_info(const fw_log *log, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Machine-readable figures (JSON only; nothing as text): {"time", "level", "run", "stage", "event",
 * ..fields}. Takes `fields`, which may be NULL. Told unless quiet. */
void fw_log_event(const fw_log *log, const char *event, json_t *fields);

/* Appends `text` with control bytes and malformed UTF-8 as \xNN. */
void fw_log_escape(fw_buffer *out, fw_str text);

#endif
