/* seniority.c: the names of levels, in rising order. */
#include "base/seniority.h"

#include "base/str.h"

int fw_seniority_of(fw_str level) {
    static const char *const NAMES[FW_SENIORITIES] = {"student", "ic", "senior", "staff", "manager"};
    for (int i = 0; i < FW_SENIORITIES; i++)
        if (fw_str_equal_nocase(level, fw_str_of(NAMES[i]))) return i;
    return -1;
}
