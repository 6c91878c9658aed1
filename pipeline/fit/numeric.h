/* numeric.h: set-up of the numeric library. */
#ifndef FAILWISE_FIT_NUMERIC_H
#define FAILWISE_FIT_NUMERIC_H

/* Switches GSL's aborting error handler off, once a process: every status is checked instead. */
void fw_numeric_start(void);

#endif
