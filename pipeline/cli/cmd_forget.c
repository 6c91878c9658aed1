/* cmd_forget.c: takes a person out of results. */
#include "cli/cli.h"

#include "base/str.h"

#include <failwise/forget.h>

static void tell(const fw_cli *cli, const fw_forget_result *done) {
    const char *path = cli->args[1];
    const char *anew = done->scored ? "; scores and what hangs on them were made anew" : "";
    if (done->runs)
        fw_log_info(&cli->log, "%llu answer%s taken out of %llu run%s in %s%s",
                    (unsigned long long)done->answers, fw_plural(done->answers),
                    (unsigned long long)done->runs, fw_plural(done->runs), path, anew);
    else
        fw_log_info(&cli->log, "%llu answer%s taken out of %s, %llu left%s",
                    (unsigned long long)done->answers, fw_plural(done->answers), path,
                    (unsigned long long)done->left, anew);
    if (done->texts)
        fw_log_info(&cli->log, "the text of %llu answer%s taken out of answers.h5",
                    (unsigned long long)done->texts, fw_plural(done->texts));
    if (done->refit)
        fw_log_warning(&cli->log,
                       "the weights were fitted to ratings that may be of these answers: to be free of them, "
                       "remove the person from the input and run again");
    fw_log_info(&cli->log, "not touched: your input files, backups, and other folders made from them");
}

fw_code fw_cmd_forget(fw_cli *cli, fw_error *err) {
    fw_forget_result done;
    const fw_code code = fw_run_forget(cli->args[0], cli->args[1], &cli->run, &done, err);
    if (code == FW_OK) tell(cli, &done);
    return code;
}
