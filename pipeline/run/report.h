/* report.h: what a run has to do with its report and scores.csv. */
#ifndef FAILWISE_RUN_REPORT_H
#define FAILWISE_RUN_REPORT_H

#include "base/csv_out.h"

#include <failwise/dataset.h>
#include <failwise/run.h>

/* Options of the report. */
fw_report_options fw_report_settings(const fw_run_options *options);

/* The mean without a report: every answer counts alike. */
fw_mean_overall fw_mean_of_answers(double sum, uint64_t answers);

/* One row of a frame as one row of CSV, its numbers with so many digits (or FW_CSV_EXACT..). */
void fw_csv_row(fw_csv *csv, const fw_frame *frame, size_t row, int digits);
enum { FW_SCORE_DIGITS = 6 }; /* of scores.csv */

/* Report and scores.csv from a file that holds uns/scores already. */
fw_code fw_report_rows(const fw_run_options *options, fw_dataset *dataset, fw_report *report,
                       const char *scores_csv, fw_error *err);

#endif
