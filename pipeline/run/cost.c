/* cost.c: CPU clocks of a run's parts. */
#include "run/cost.h"

#include <time.h>

static const char *const NAMES[FW_COST_COUNT] = {"load", "extract", "fit", "score", "store", "report"};

const char *fw_run_cost_name(fw_run_cost part) { return NAMES[part]; }

static double read_clock(clockid_t clock) {
    struct timespec t;
    return clock_gettime(clock, &t) == 0 ? (double)t.tv_sec + 1e-9 * (double)t.tv_nsec : 0;
}

double fw_cpu_thread(void) { return read_clock(CLOCK_THREAD_CPUTIME_ID); }
double fw_cpu_process(void) { return read_clock(CLOCK_PROCESS_CPUTIME_ID); }

void fw_cost_lap(fw_costs *costs, fw_run_cost part, double *mark) {
    const double now = fw_cpu_thread();
    costs->cpu[part] += now - *mark;
    *mark = now;
}

void fw_costs_add(fw_run_result *result, const fw_costs *costs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (int part = 0; part < FW_COST_COUNT; part++) result->cpu[part] += costs[i].cpu[part];
    }
}

double fw_cost_sum(const fw_run_result *result) {
    double sum = 0;
    for (int part = 0; part < FW_COST_COUNT; part++) sum += result->cpu[part];
    return sum;
}

void fw_cost_rest(fw_run_result *result, fw_run_cost part, double *mark, double known) {
    const double now = fw_cpu_process();
    const double rest = now - *mark - known;
    if (rest > 0) result->cpu[part] += rest; /* clocks of threads and of the process may differ by a tick */
    *mark = now;
}
