/* numeric.h: set-up of the numeric library. */
#ifndef FAILWISE_FIT_NUMERIC_H
#define FAILWISE_FIT_NUMERIC_H

/* Switches GSL's aborting error handler off, once a process: every status is checked instead.
 * Comes before GSL's data is used: a program that loads GSL late has it from the first call on. */
void fw_numeric_start(void);

#endif
