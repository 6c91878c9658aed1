/* repeat.c: medians of wall-clock and processor milliseconds of a command run RUNS times: bench_repeat RUNS
 * COMMAND..
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_RUNS = 10000 };

static double now_ms(void) {
    struct timespec t;
    return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6 : 0;
}

static double ms_of(struct timeval t) { return (double)t.tv_sec * 1e3 + (double)t.tv_usec * 1e-3; }

/* Runs the command without its output; false when it fails. */
static bool run(char **command, double *wall, double *processor) {
    const double start = now_ms();
    const pid_t child = fork();
    if (child < 0) return false;
    if (child == 0) {
        const int null = open("/dev/null", O_WRONLY);
        if (null < 0 || dup2(null, STDOUT_FILENO) < 0) _exit(126);
        execvp(command[0], command);
        _exit(127);
    }
    int status = 0;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) != child) return false;
    *wall = now_ms() - start;
    *processor = ms_of(usage.ru_utime) + ms_of(usage.ru_stime);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    const long runs = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
    if (runs < 1 || runs > MOST_RUNS) return 64;
    static double wall[MOST_RUNS], processor[MOST_RUNS];
    for (long i = 0; i < runs; i++) {
        if (!run(argv + 2, &wall[i], &processor[i])) {
            fprintf(stderr, "bench_repeat: %s failed\n", argv[2]);
            return 1;
        }
    }
    qsort(wall, (size_t)runs, sizeof *wall, by_value);
    qsort(processor, (size_t)runs, sizeof *processor, by_value);
    printf("%.3f %.3f\n", wall[runs / 2], processor[runs / 2]);
    return 0;
}
