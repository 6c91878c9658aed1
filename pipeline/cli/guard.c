/* guard.c: no copies of answers by core dumps or open modes. */
#include "cli/guard.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* The leak check of sanitizers attaches to the process, which a process that is not dumpable forbids. */
#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define WATCHED 1
#endif
#endif
#ifndef WATCHED
#define WATCHED 0
#endif

void fw_guard_process(void) {
    /* The limit holds for files; a handler that the kernel pipes dumps to is stopped by the flag only. */
    const struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
    if (!WATCHED) (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    (void)umask(S_IRWXG | S_IRWXO);
}
