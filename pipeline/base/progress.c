/* progress.c: the progress line. */
#include "base/progress.h"

#include <string.h>
#include <time.h>

static const double REWRITE_SECONDS = 0.2, LINE_SECONDS = 5, LATE_SECONDS = 30;
static const double MIB = 1024.0 * 1024.0;

static double monotonic(void) {
    struct timespec t;
    return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (double)t.tv_sec + (double)t.tv_nsec * 1e-9 : 0;
}

void fw_format_count(char out[32], uint64_t value) {
    char digits[24];
    const int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
    size_t used = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) out[used++] = ',';
        out[used++] = digits[i];
    }
    out[used] = '\0';
}

/* 75 s as 1:15; above an hour 1:02:03. */
static void append_clock(fw_buffer *out, double seconds) {
    const unsigned long whole = (unsigned long)(seconds + 0.5);
    if (whole >= 3600) {
        fw_buffer_printf(out, "%lu:%02lu:%02lu", whole / 3600, whole / 60 % 60, whole % 60);
    } else {
        fw_buffer_printf(out, "%lu:%02lu", whole / 60, whole % 60);
    }
}

void fw_meter_format(fw_buffer *out, const char *stage, double seconds, uint64_t rows, uint64_t bytes,
                     uint64_t total) {
    char count[32];
    fw_format_count(count, rows);
    fw_buffer_printf(out, "%-8s %s rows", stage, count);
    if (bytes == 0) return;
    if (total > 0 && bytes <= total) {
        fw_buffer_printf(out, "  %.0f of %.0f MiB (%.0f %%)", (double)bytes / MIB, (double)total / MIB,
                         100 * (double)bytes / (double)total);
    } else {
        fw_buffer_printf(out, "  %.0f MiB", (double)bytes / MIB);
    }
    if (seconds < 0.05) return;
    fw_buffer_printf(out, "  %.1f MiB/s", (double)bytes / MIB / seconds);
    if (total > bytes) {
        fw_buffer_text(out, "  ");
        append_clock(out, seconds * (double)(total - bytes) / (double)bytes);
        fw_buffer_text(out, " left");
    }
}

/* Whether a line is due now; the last tick of a stage is not awaited, so a stage may end untold. */
static bool due(const fw_meter *meter, double time) {
    switch (meter->mode) {
    case FW_METER_LINE:
        return time - meter->told >= REWRITE_SECONDS;
    case FW_METER_LINES:
        return time - meter->told >= LINE_SECONDS;
    case FW_METER_LATE:
        return time - meter->begun >= LATE_SECONDS && time - meter->told >= LINE_SECONDS;
    case FW_METER_OFF:
        break;
    }
    return false;
}

void fw_meter_tick(void *context, const char *stage, uint64_t rows, uint64_t bytes, uint64_t total) {
    fw_meter *meter = context;
    if (meter->mode == FW_METER_OFF) return;
    const double time = monotonic();
    if (meter->begun <= 0) meter->begun = meter->told = time;
    if (strncmp(meter->stage, stage, sizeof meter->stage - 1) != 0) {
        snprintf(meter->stage, sizeof meter->stage, "%s", stage);
        meter->stage_begun = time;
    }
    if (!due(meter, time)) return;
    meter->told = time;
    fw_buffer line = {0};
    fw_meter_format(&line, meter->stage, time - meter->stage_begun, rows, bytes, total);
    if (!line.failed && meter->mode == FW_METER_LINE) {
        fprintf(meter->stream, "\r\033[K%s", line.data);
        meter->shown = true;
    } else if (!line.failed) {
        fprintf(meter->stream, "%s\n", line.data);
    }
    (void)fflush(meter->stream);
    fw_buffer_free(&line);
}

void fw_meter_end(fw_meter *meter) {
    if (!meter->shown) return;
    fprintf(meter->stream, "\r\033[K");
    (void)fflush(meter->stream);
    meter->shown = false;
}
