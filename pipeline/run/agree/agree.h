/* agree.h: the tables of `failwise agree`. */
#ifndef FAILWISE_RUN_AGREE_H
#define FAILWISE_RUN_AGREE_H

#include "base/output.h"

#include <failwise/raters.h>
#include <failwise/run.h>

/* Writes every table into the folder being built; rejects are named by `path`. */
fw_code fw_agree_write(const fw_agree *agree, const char *path, const fw_outdir *dir, fw_error *err);

/*
 * Makes fw_ratings_mean follow --raters on the trait that is fitted. FW_USAGE: no rater has that id. FW_DATA:
 * as fw_panel_severity.
 */
fw_code fw_use_raters(const fw_run_options *options, fw_ratings *ratings, int trait, fw_error *err);

#endif
