/* note.h: what a fit decided on the way, kept in the model for its reader. */
#ifndef FAILWISE_FIT_NOTE_H
#define FAILWISE_FIT_NOTE_H

#include <failwise/model.h>

/* Adds a note to the model; none beyond the room it has. */
void fw_model_note(fw_model *model, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
