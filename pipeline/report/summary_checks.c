/* summary_checks.c: gates and drift as members of summary.json. */
#include "report/summary_checks.h"

#include "base/json.h"

#include <math.h>

static json_t *name_or_null(const char *name) { return name[0] ? json_string(name) : json_null(); }

json_t *fw_gates_json(const fw_gate *gates, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count && list; i++) {
        const fw_gate *g = &gates[i];
        json_t *gate = json_pack("{s:s, s:o, s:o, s:o, s:b}", "name", g->name, "value",
                                 fw_json_number(g->value), "limit", fw_json_number(g->limit), "column",
                                 name_or_null(g->column), "passed", (int)g->passed);
        if (gate && json_array_append_new(list, gate) == 0) continue;
        json_decref(list);
        return NULL;
    }
    return list;
}

json_t *fw_drift_json(const fw_drift_found *drift) {
    if (!drift || !drift->measured) return json_null();
    const bool told = !drift->withheld;
    const double none = (double)NAN;
    return json_pack("{s:s, s:I, s:o, s:o, s:o, s:o, s:b}", "baseline", drift->baseline, "answers_before",
                     (json_int_t)drift->before, "psi", fw_json_number(told ? drift->overall : none),
                     "psi_noise", fw_json_number(told ? drift->noise : none), "largest_psi",
                     fw_json_number(told ? drift->largest : none), "column",
                     name_or_null(told ? drift->column : ""), "withheld", (int)drift->withheld);
}
