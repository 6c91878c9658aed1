/* cmd_check.c: validates the input and writes nothing but what it prints. */
#include "cli/check.h"

#include "run/intake_ratings.h"

/* As `run` says it. */
static fw_code need_rated(const fw_check *check, fw_error *err) {
    const fw_check_ratings *rated = &check->rated;
    fw_run_options options = check->cli->run;
    options.answers = check->cli->args[0];
    const fw_intake intake = {.ratings_read = rated->rows,
                              .ratings_rejected = rated->rejected,
                              .ratings_used = rated->used - rated->unmatched,
                              .rated_answers = rated->rated_answers};
    return fw_need_rated(&options, &intake, err);
}

fw_code fw_cmd_check(fw_cli *cli, fw_error *err) {
    fw_check check;
    fw_code code = fw_check_collect(&check, cli, err);
    fw_meter_end(&cli->meter);
    if (code == FW_OK) {
        if (cli->json) {
            code = fw_check_print_json(&check, err);
        } else {
            fw_check_print(&check);
        }
    }
    if (code == FW_OK && check.rows_used == 0) {
        code = fw_fail_in(err, FW_DATA, cli->args[0], "there is no usable answer");
    }
    if (code == FW_OK && check.rated.given) code = need_rated(&check, err);
    if (code == FW_OK && check.gate_failed) {
        code = fw_fail(
            err, FW_GATE, "%.1f %% of the rows were rejected, more than --max-reject-rate allows (%g %%)",
            100 * (double)check.rows_rejected / (double)check.rows_read, 100 * cli->run.max_reject_rate);
    }
    fw_check_free(&check);
    return code;
}
