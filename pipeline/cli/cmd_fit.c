/* cmd_fit.c: scoring weights from ratings: of a dataset's features, or of anybody's table. */
#include "cli/summary.h"

#include <math.h>
#include <string.h>

static bool ends_in_json(const char *path) {
    const size_t len = strlen(path);
    return strcmp(path, "-") == 0 || (len > 5 && strcmp(path + len - 5, ".json") == 0);
}

/* The streamed fit of a dataset knows three kinds and writes the model alone; all else holds its rows. */
static bool streams(const fw_cli *cli) {
    const fw_table_options *t = &cli->table;
    const fw_model_kind kind =
        cli->run.model_type ? fw_model_find(cli->run.model_type) : FW_MODEL_RUBRIC_RIDGE;
    const bool plain = isnan(t->lambda) && isnan(t->clamp_sd) && isnan(t->trim_min) && !t->lambda_by;
    const bool whole = t->feature_count == 0 && !t->features_file && !t->auto_transform && !t->no_standardize;
    if (cli->run.group_by_count) return false;
    const bool known = kind == FW_MODEL_KIND_COUNT || fw_model_infos[kind].own_features;
    return known && plain && whole && !t->exclude_zeros && ends_in_json(cli->run.output);
}

static fw_code fit(fw_cli *cli, fw_run_result *result, fw_error *err) {
    if (cli->table.table) return fw_run_fit_table(&cli->run, &cli->table, result, err);
    if (streams(cli)) return fw_run_fit(cli->args[0], &cli->run, result, err);
    return fw_run_fit_dataset(cli->args[0], &cli->run, &cli->table, result, err);
}

fw_code fw_cmd_fit(fw_cli *cli, fw_error *err) {
    fw_run_result result = {0};
    if (cli->table.table && (cli->arg_count || cli->run.ratings))
        return fw_fail(err, FW_USAGE, "'fit --table' takes its rows and ratings from the table alone");
    if (!cli->table.table && cli->arg_count == 0)
        return fw_fail(err, FW_USAGE, "'fit' needs an argument: failwise fit %s", cli->command->synopsis);
    if (!cli->table.table && !cli->run.ratings)
        return fw_fail(err, FW_USAGE, "'fit' needs --ratings: the judgements to fit to");
    const fw_code code = fw_summary(cli, fit(cli, &result, err), &result, NULL, err);
    return code;
}
