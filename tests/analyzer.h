/*
 * analyzer.h: told to clang-tidy and to gcc's analyzer only. Each reads one file at a time and does not know
 * that a recorded failure is never FW_OK: without this it follows paths on which memory ran out and all went
 * on as if it had not.
 */
#ifndef FAILWISE_TESTS_ANALYZER_H
#define FAILWISE_TESTS_ANALYZER_H

#include <failwise/status.h>

static inline fw_code fw_never_ok(fw_code code) {
    if (code == FW_OK) __builtin_unreachable();
    return code;
}
#define fw_fail(...)       fw_never_ok(fw_fail(__VA_ARGS__))
#define fw_fail_errno(...) fw_never_ok(fw_fail_errno(__VA_ARGS__))
#define fw_fail_nomem(err) fw_never_ok(fw_fail_nomem(err))
#define fw_error_at(...)   fw_never_ok(fw_error_at(__VA_ARGS__))

#endif
