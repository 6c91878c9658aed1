/* note.c: notes of a fit. */
#include "fit/note.h"

#include <stdarg.h>
#include <stdio.h>

void fw_model_note(fw_model *model, const char *format, ...) {
    const size_t room = sizeof model->note / sizeof model->note[0];
    if (model->note_count == room) return;
    va_list args;
    va_start(args, format);
    vsnprintf(model->note[model->note_count++], sizeof model->note[0], format, args);
    va_end(args);
}
