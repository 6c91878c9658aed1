/* rating_columns.c: ratings that stand in columns of the answers' file. */
#include "load/reader.h"

#include <failwise/ratings.h>

#include <math.h>
#include <stdio.h>

bool fw_rating_on_scale(double value, double scale_min, double scale_max) {
    return fabs(value) <= FW_RATING_MOST && (isnan(scale_min) || (value >= scale_min && value <= scale_max));
}

bool fw_rating_cell_rejected(const fw_reader *reader, const fw_answer *answer, size_t index, double scale_min,
                             double scale_max, fw_rating_reject *out) {
    const double value = answer->ratings[index];
    if (isnan(value) || fw_rating_on_scale(value, scale_min, scale_max)) return false;
    const size_t column = reader->rating_column[index];
    const bool number = isfinite(value);
    *out = (fw_rating_reject){.code = number ? FW_RATING_OFF_SCALE : FW_RATING_NOT_NUMBER,
                              .line = answer->line,
                              .offset = answer->offset,
                              .column = (uint32_t)column + 1};
    const char *name = reader->header.names[column];
    if (!number)
        (void)snprintf(out->message, sizeof out->message, "'%.40s' holds no decimal number such as 3 or 3.5",
                       name);
    else if (isnan(scale_min) || fabs(value) > FW_RATING_MOST)
        (void)snprintf(out->message, sizeof out->message, "'%.40s': the rating %g is on no scale", name,
                       value);
    else
        (void)snprintf(out->message, sizeof out->message,
                       "'%.40s': the rating %g is outside the scale %g to %g", name, value, scale_min,
                       scale_max);
    return true;
}
