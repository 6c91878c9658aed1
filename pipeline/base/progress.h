/*
 * progress.h: how far a run has come, on a terminal as one line that is rewritten, elsewhere as a line now
 * and then.
 */
#ifndef FAILWISE_BASE_PROGRESS_H
#define FAILWISE_BASE_PROGRESS_H

#include "base/buffer.h"

#include <stdio.h>

typedef enum fw_meter_mode {
    FW_METER_OFF,
    FW_METER_LINE,  /* one line, rewritten (a terminal) */
    FW_METER_LINES, /* a line every five seconds */
    FW_METER_LATE   /* the same, from half a minute on: short jobs stay silent in a log */
} fw_meter_mode;

typedef struct fw_meter {
    FILE *stream; /* borrowed */
    fw_meter_mode mode;
    char stage[32];
    double begun; /* monotonic seconds: first tick of all, of this stage, last line written */
    double stage_begun;
    double told;
    bool shown; /* a line stands on the terminal */
} fw_meter;

/* What fw_progress.tick expects; `meter` is an fw_meter. `total` 0 = unknown. */
void fw_meter_tick(void *meter, const char *stage, uint64_t rows, uint64_t bytes, uint64_t total);
/* Takes the line off the terminal. */
void fw_meter_end(fw_meter *meter);

/* The line itself: stage, rows, rate and time left after `seconds` of the stage. */
void fw_meter_format(fw_buffer *out, const char *stage, double seconds, uint64_t rows, uint64_t bytes,
                     uint64_t total);
/* 12345678 as "12,345,678". */
void fw_format_count(char out[32], uint64_t value);

#endif
