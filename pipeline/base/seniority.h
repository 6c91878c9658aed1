/* seniority.h: the levels of speakers. */
#ifndef FAILWISE_BASE_SENIORITY_H
#define FAILWISE_BASE_SENIORITY_H

#include <failwise/types.h>

enum { FW_SENIORITIES = 5 };

/* Which of student, ic, senior, staff and manager a level is, from 0, whatever its case; -1 of any other. */
int fw_seniority_of(fw_str level);

#endif
