/* cmd_export.c: tables of a dataset as CSV or JSON Lines. */
#include "cli/cli.h"

#include "base/str.h"

#include <failwise/export.h>

#include <stdlib.h>
#include <string.h>

fw_code fw_cmd_export(fw_cli *cli, fw_error *err) {
    const char *table = cli->arg_count > 1 ? cli->args[1] : NULL;
    if (!table && !cli->participant) {
        char *list = NULL;
        const fw_code code = fw_run_export_list(cli->args[0], &list, err);
        if (code == FW_OK) fputs(list, stdout);
        free(list);
        return code;
    }
    const char *form = cli->export_to ? cli->export_to : table ? "csv" : "jsonl";
    const fw_export_options options = {.source = cli->args[0],
                                       .table = table,
                                       .participant = cli->participant,
                                       .form = strcmp(form, "csv") == 0 ? FW_EXPORT_CSV : FW_EXPORT_JSONL,
                                       .output = cli->run.output,
                                       .force = cli->run.force};
    uint64_t rows = 0;
    const fw_code code = fw_run_export(&options, &rows, err);
    if (code == FW_OK && options.output)
        fw_log_info(&cli->log, "%llu row%s", (unsigned long long)rows, fw_plural(rows));
    return code;
}
