/* coefficient.c: standard error, interval and test of one coefficient. */
#include "fit/coefficient.h"

#include "fit/distributions.h"
#include "fit/note.h"

#include <math.h>
#include <stdio.h>

void fw_coefficient_set(fw_coefficient *e, double value, double variance, double df) {
    if (!(df >= 1)) return;
    e->se = sqrt(variance);
    const double reach = fw_t_quantile(.975, df) * e->se;
    e->ci_low = value - reach;
    e->ci_high = value + reach;
    if (!(e->se > 0)) return;
    e->t = value / e->se;
    e->p = fw_t_two_sided_p(e->t, df);
}

void fw_coefficients_resampled(fw_model *model, double units) {
    fw_table_part *t = model->table;
    bool some = false;
    for (size_t j = 0; j < model->weight_count; j++) {
        fw_weight *w = &model->weights[j];
        fw_coefficient *e = &t->estimates[j];
        if (!w->used || !isfinite(e->se) || !(e->boot_se > 0)) continue;
        fw_coefficient_set(e, w->weight, e->boot_se * e->boot_se * units / (units - 1), units - 1);
        w->se = e->se;
        w->ci_low = e->ci_low;
        w->ci_high = e->ci_high;
        some = true;
    }
    if (some) snprintf(t->errors, sizeof t->errors, "bootstrap");
}

bool fw_few_carriers(double carriers) {
    static const double FEWEST = 2.5; /* between two and three */
    return !(carriers >= FEWEST);
}

void fw_note_few_carriers(fw_model *model, size_t count, const char *first) {
    if (count == 0) return;
    fw_model_note(model, "%zu weight%s (%s%s) rest%s on one or two participants: no error can be told", count,
                  count == 1 ? "" : "s", first, count == 1 ? "" : " ..", count == 1 ? "s" : "");
}
