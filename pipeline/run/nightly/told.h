/*
 * told.h: what a report tells of the people who have changed, to one who subtracts an earlier report from it.
 *
 * Two reports publish means and numbers of people, of all answers and by group: n times the mean is a sum
 * over people. Who knows what groups people are in can solve both reports' sums together; people who are the
 * same in both cancel out. What is looked for is a sum over few of those who joined, left, changed their
 * answers or their group.
 */
#ifndef FAILWISE_RUN_TOLD_H
#define FAILWISE_RUN_TOLD_H

#include "run/nightly/split.h"

/*
 * *least: the fewest people, below `enough`, whom a difference of the two reports is about; HUGE_VAL: it is
 * about none but `enough` of them; NaN: too large to be solved. Looked at are: all who changed, those of one
 * group, those in two groups of different columns, in one and not the other, and those who went the same way
 * (from the same groups to the same). Columns in which somebody is in several groups do not add up: there
 * each group is looked at for itself.
 */
fw_code fw_told_by_change(const fw_run_side *before, const fw_run_side *now, const fw_split *split,
                          size_t enough, double *least, fw_error *err);

#endif
