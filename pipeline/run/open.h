/* open.h: opens what the options of a run name; *out is the caller's to free. */
#ifndef FAILWISE_RUN_OPEN_H
#define FAILWISE_RUN_OPEN_H

#include <failwise/dataset.h>
#include <failwise/run.h>

/* --lexicon and --arc, else ours. */
fw_code fw_open_lexicon(const fw_run_options *options, fw_lexicon **out, fw_error *err);
/* --ratings, *trait being the index of --trait in them; of rating columns an empty set, which they are added
 * to; NULL where answers are not rated. FW_DATA: there is no such trait, which ones there are. */
fw_code fw_open_ratings(const fw_run_options *options, fw_ratings **out, int *trait, fw_error *err);
/* The answers, or the part of them that is asked for. */
fw_code fw_open_reader(const fw_run_options *options, fw_reader **out, fw_error *err);
/* --model, else the rubric. */
fw_code fw_open_model(const fw_run_options *options, fw_model **out, fw_error *err);

/* A fit set up by the options over the columns of X. `rubric` gives the prior and must outlive the fit. */
fw_code fw_open_fit(const fw_run_options *options, const fw_model *rubric, const fw_var *vars,
                    size_t var_count, fw_fit **out, fw_error *err);

/* FW_DATA unless the file holds features. */
fw_code fw_need_features(fw_dataset *dataset, const char *path, fw_error *err);

#endif
