/* cmd_simulate.c: a synthetic cohort, or how much data a question needs. */
#include "cli/cli.h"
#include "cli/console.h"

#include "base/json.h"
#include "base/str.h"

#include <inttypes.h>
#include <math.h>

/* ---- a cohort ---- */

static json_t *result_json(const fw_cli *cli, const fw_simulate_result *r) {
    return json_pack("{s:b, s:s, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o}", "synthetic", 1, "output",
                     cli->run.output, "seed", (json_int_t)cli->run.seed, "answers", (json_int_t)r->answers,
                     "participants", (json_int_t)r->participants, "ratings", (json_int_t)r->ratings,
                     "planted", (json_int_t)r->planted, "reliability", fw_json_number(r->truth.reliability),
                     "noise", fw_json_number(r->truth.noise), "effect", fw_json_number(r->truth.effect));
}

static fw_code make_cohort(fw_cli *cli, const fw_simulate_options *options, fw_error *err) {
    if (!cli->run.output)
        return fw_fail(err, FW_USAGE, "'simulate' needs -o DIR: the folder to write (or --power)");
    fw_simulate_result result;
    const fw_code code = fw_simulate(options, &result, err);
    if (code != FW_OK) return code;
    fw_meter_end(&cli->meter);
    char answers[32], participants[32], ratings[32];
    fw_format_count(answers, result.answers);
    fw_format_count(participants, result.participants);
    fw_format_count(ratings, result.ratings);
    fw_log_info(&cli->log, "%s synthetic answers of %s participants, %s ratings, %" PRIu64 " MB in %.1f s",
                answers, participants, ratings, result.bytes / 1000000, result.seconds);
    if (result.planted)
        fw_log_info(&cli->log, "%" PRIu64 " row%s planted to be rejected", result.planted,
                    fw_plural(result.planted));
    if (cli->json) return fw_console_json(result_json(cli, &result), false, err);
    printf("%s\n", cli->run.output);
    return FW_OK;
}

/* ---- power ---- */

/* How a kind of row is told. */
typedef struct {
    const char *kind;  /* in JSON */
    const char *title; /* above its table */
    const char *given, *target, *needed, *expected;
} telling;
static const telling TELLINGS[] = {
    {"correlation",
     "Rated answers for a 95 % interval of a correlation (Fisher's z; one answer a participant)", "r",
     "+- at most", "answers", "half width"},
    {"raters", "Ratings of each answer for a reliability (Spearman-Brown)", "raters", "reliability",
     "ratings", "by formula"},
    {"effect", "Participants to find a change between first and last attempt (paired t, two-sided .05)",
     "effect", "power", "people", "by formula"}};

static void print_number(const char *before, double value, int decimals) {
    if (isfinite(value)) {
        printf("%s%10.*f", before, decimals, value);
    } else {
        printf("%s%10s", before, "-");
    }
}

static void print_row(const fw_power_row *row) {
    if (row->kind == FW_POWER_RATERS) {
        printf("  %10s", row->given > 0 ? "the same" : "any");
    } else {
        print_number("  ", row->given, 2);
    }
    char needed[32];
    fw_format_count(needed, row->needed);
    print_number("   ", row->target, 2);
    printf("%11s", needed);
    print_number(" ", row->expected, 3);
    print_number(" ", row->found, 3);
    if (row->kind == FW_POWER_CORRELATION) print_number(" ", row->coverage, 3);
    printf("\n");
}

static void print_power(const fw_power *power, const fw_simulate_options *o) {
    for (size_t i = 0; i < power->count; i++) {
        const fw_power_row *row = &power->row[i];
        const telling *t = &TELLINGS[row->kind];
        if (i == 0 || row->kind != row[-1].kind) {
            printf("%s%s\n  %10s %12s%11s %10s %10s%s\n", i ? "\n" : "", t->title, t->given, t->target,
                   t->needed, t->expected, "simulated",
                   row->kind == FW_POWER_CORRELATION ? "   coverage" : "");
        }
        print_row(row);
    }
    printf(
        "\nOne rating: reliability %.3f for raters drawn anew (ICC(A,1)), %.3f for the same raters "
        "(ICC(C,1)).\n"
        "A change is rated by %zu of %zu raters an attempt, SD %.3f points; an effect is in SD of quality.\n",
        power->truth.reliability, power->truth.consistency, o->ratings, o->raters, power->change_sd);
    if (power->repeats)
        printf("Simulated: %zu studies a line (100 at most of reliability).\n", power->repeats);
}

static json_t *power_json(const fw_power *power) {
    json_t *rows = json_array();
    for (size_t i = 0; i < power->count; i++) {
        const fw_power_row *row = &power->row[i];
        json_array_append_new(
            rows, json_pack("{s:s, s:o, s:o, s:I, s:o, s:o, s:o}", "kind", TELLINGS[row->kind].kind, "given",
                            fw_json_number(row->given), "target", fw_json_number(row->target), "needed",
                            (json_int_t)row->needed, "expected", fw_json_number(row->expected), "simulated",
                            fw_json_number(row->found), "coverage", fw_json_number(row->coverage)));
    }
    return json_pack("{s:o, s:o, s:o, s:I, s:o}", "reliability", fw_json_number(power->truth.reliability),
                     "consistency", fw_json_number(power->truth.consistency), "change_sd",
                     fw_json_number(power->change_sd), "repeats", (json_int_t)power->repeats, "rows", rows);
}

static fw_code tell_power(fw_cli *cli, const fw_simulate_options *options, fw_error *err) {
    fw_power power;
    if (cli->run.output || options->answers)
        return fw_fail(err, FW_USAGE, "--power writes nothing: it takes neither -n nor -o");
    const fw_code code = fw_power_compute(options, cli->repeats, &power, err);
    if (code != FW_OK) return code;
    if (cli->json) return fw_console_json(power_json(&power), false, err);
    print_power(&power, options);
    return FW_OK;
}

fw_code fw_cmd_simulate(fw_cli *cli, fw_error *err) {
    fw_simulate_options options = cli->simulate;
    options.seed = cli->run.seed;
    options.output = cli->run.output;
    options.force = cli->run.force;
    options.threads = cli->run.threads;
    options.progress = cli->run.progress;
    return cli->power ? tell_power(cli, &options, err) : make_cohort(cli, &options, err);
}
