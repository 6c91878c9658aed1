/*
 * inject.c: a preload library that makes the k-th call of a program on the files of one folder fail, come up
 * short, or be its last; and runs the program again and again without starting it each time.
 *
 * With FAULT_SERVER=IN,OUT in the environment the program stops before its main function and waits: for each
 * request that comes in through IN it forks, the child goes on into main, and OUT gets the child's status as
 * waitpid gives it. Nothing of the program itself has run by then; what is saved is loading and linking
 * (FAULT_LIBRARIES: names of libraries that it loads later, with colons). With FAULT_TIME=SECONDS all clocks
 * stand still at that time, so that runs that are named by their time have the same name.
 *
 * Counted are the system calls below on files under ROOT, on relative paths, and on standard output. The
 * kernel stops them on their way (seccomp), so that none is missed: not those of the C library's streams, nor
 * those of HDF5, which no wrapper of functions sees. A handler in the same process then does with them what
 * the request says, or makes them itself. A process that the program forks counts on.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

enum { CANNOT = 125, LOG_FD = 300 };

/* Where a call's file is: -1 no such argument. */
typedef struct {
    const char *name;
    int number;
    int fd, path; /* positions of arguments */
    bool sized;   /* the third argument is a number of bytes, or of pieces */
    bool grows;   /* needs room on the disk */
} trapped;

static const trapped CALLS[] = {
    {"openat", SYS_openat, -1, 1, false, false},
    {"open", SYS_open, -1, 0, false, false},
    {"read", SYS_read, 0, -1, true, false},
    {"pread64", SYS_pread64, 0, -1, true, false},
    {"write", SYS_write, 0, -1, true, true},
    {"writev", SYS_writev, 0, -1, false, true},
    {"pwrite64", SYS_pwrite64, 0, -1, true, true},
    {"pwritev", SYS_pwritev, 0, -1, true, true},
    {"fsync", SYS_fsync, 0, -1, false, true},
    {"fdatasync", SYS_fdatasync, 0, -1, false, true},
    {"syncfs", SYS_syncfs, 0, -1, false, true},
    {"ftruncate", SYS_ftruncate, 0, -1, false, true},
    {"mmap", SYS_mmap, 4, -1, false, false},
    {"rename", SYS_rename, -1, 0, false, false},
    {"renameat", SYS_renameat, -1, 1, false, false},
    {"renameat2", SYS_renameat2, -1, 1, false, false},
    {"mkdir", SYS_mkdir, -1, 0, false, true},
    {"symlink", SYS_symlink, -1, 1, false, true},
    {"symlinkat", SYS_symlinkat, -1, 2, false, true},
    {"flock", SYS_flock, 0, -1, false, false},
    {"getdents64", SYS_getdents64, 0, -1, false, false},
    {"close", SYS_close, 0, -1, false, false},
    {"unlink", SYS_unlink, -1, 0, false, false},
    {"unlinkat", SYS_unlinkat, -1, 1, false, false},
    {"rmdir", SYS_rmdir, -1, 0, false, false},
};
enum { CALL_COUNT = sizeof CALLS / sizeof CALLS[0] };

typedef struct {
    long wanted;  /* which call, from 1; 0: none */
    int error;    /* to give instead of the call, or 0 */
    bool sticky;  /* and to every later call that grows a file */
    bool halve;   /* fewer bytes */
    bool no_swap; /* folders cannot be exchanged: renameat2 is always refused */
    int signal;   /* to send before the call, or 0 */
    bool log;     /* to LOG_FD */
    char root[PATH_MAX];
} plan;

static plan p;
static long *seen; /* shared with the processes that the program forks */

/* ---- the one place that the kernel lets through ---- */

extern const char fault_behind_the_call[];
long fault_raw(long number, long a, long b, long c, long d, long e, long f);
__asm__(".text\n.globl fault_raw\n.hidden fault_raw\n.type fault_raw, @function\nfault_raw:\n"
        "  movq %rdi, %rax\n  movq %rsi, %rdi\n  movq %rdx, %rsi\n  movq %rcx, %rdx\n  movq %r8, %r10\n"
        "  movq %r9, %r8\n  movq 8(%rsp), %r9\n  syscall\n"
        ".globl fault_behind_the_call\n.hidden fault_behind_the_call\nfault_behind_the_call:\n  ret\n"
        ".size fault_raw, . - fault_raw\n");

/* ---- which file a call is about; nothing here may use the C library's state ---- */

static bool inside(const char *path) {
    const size_t len = strlen(p.root);
    return path[0] != '/' || (strncmp(path, p.root, len) == 0 && (path[len] == '/' || path[len] == '\0'));
}

static bool path_of_fd(long fd, char path[PATH_MAX]) {
    if (fd < 0 || fd > 99999 || fd == 2 || fd == LOG_FD) return false;
    if (fd == 1) {
        memcpy(path, "stdout", sizeof "stdout");
        return true;
    }
    char link[32] = "/proc/self/fd/", digits[8];
    size_t n = 0, at = strlen(link);
    for (long rest = fd; n == 0 || rest; rest /= 10) digits[n++] = (char)('0' + rest % 10);
    while (n) link[at++] = digits[--n];
    const long len = fault_raw(SYS_readlink, (long)link, (long)path, PATH_MAX - 1, 0, 0, 0);
    if (len <= 0) return false;
    path[len] = '\0';
    return path[0] == '/' && inside(path);
}

static bool path_in_memory(long at, char path[PATH_MAX]) {
    const char *text = (const char *)at; /* NOLINT: an argument of the call */
    if (!text || strlen(text) >= PATH_MAX) return false;
    memcpy(path, text, strlen(text) + 1);
    return inside(path);
}

static void note(long number, const char *name, const char *path) {
    char line[PATH_MAX + 64], digits[24];
    size_t n = 0, at = 0;
    for (long rest = number; n == 0 || rest; rest /= 10) digits[n++] = (char)('0' + rest % 10);
    while (n) line[at++] = digits[--n];
    line[at++] = ' ';
    for (; *name; name++) line[at++] = *name;
    line[at++] = ' ';
    for (; *path; path++) line[at++] = *path;
    line[at++] = '\n';
    (void)fault_raw(SYS_write, LOG_FD, (long)line, (long)at, 0, 0, 0);
}

/* ---- what happens to a call ---- */

static long answer(long number, long arguments[6]) {
    const trapped *call = NULL;
    for (size_t i = 0; i < CALL_COUNT; i++)
        if (CALLS[i].number == number) call = &CALLS[i];
    char path[PATH_MAX];
    const bool ours = call && (call->fd >= 0 ? path_of_fd(arguments[call->fd], path)
                                             : path_in_memory(arguments[call->path], path));
    const long now = ours ? __atomic_add_fetch(seen, 1, __ATOMIC_SEQ_CST) : 0;
    const bool hit = ours && now == p.wanted;
    if (ours && p.log && (hit || !p.wanted)) note(now, call->name, path);
    if (ours && p.no_swap && number == SYS_renameat2 && !(hit && p.signal)) return -EINVAL;
    if (hit || (ours && p.sticky && p.wanted && now > p.wanted && call->grows)) {
        /* A signal other than SIGKILL arrives when this handler ends, the call being made. */
        if (p.signal) {
            (void)fault_raw(SYS_kill, fault_raw(SYS_getpid, 0, 0, 0, 0, 0, 0), p.signal, 0, 0, 0, 0);
        } else {
            if (p.halve && call->sized && arguments[2] > 1) arguments[2] /= 2;
            if (p.error) return -p.error;
        }
    }
    return fault_raw(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4],
                     arguments[5]);
}

static void on_trap(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)info;
    greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
    long arguments[6] = {r[REG_RDI], r[REG_RSI], r[REG_RDX], r[REG_R10], r[REG_R8], r[REG_R9]};
    r[REG_RAX] = answer(r[REG_RAX], arguments);
}

static bool trap_calls(void) {
    struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO};
    sigfillset(&action.sa_mask);
    if (sigaction(SIGSYS, &action, NULL) != 0) return false;
    const uint64_t ours = (uint64_t)(uintptr_t)fault_behind_the_call;
    enum { HEAD = 10 };
    struct sock_filter filter[HEAD + CALL_COUNT + 2] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)ours, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(ours >> 32), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 2), /* memory without a file goes through */
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[4])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, UINT32_MAX, CALL_COUNT + 1, 0),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    };
    size_t n = HEAD;
    for (size_t i = 0; i < CALL_COUNT; i++)
        filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)CALLS[i].number,
                                                   (unsigned char)(CALL_COUNT - i), 0);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
    const struct sock_fprog program = {(unsigned short)n, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* ---- the time ---- */

int clock_gettime(clockid_t clock, struct timespec *t) {
    const char *text = getenv("FAULT_TIME");
    if (!text) return (int)syscall(SYS_clock_gettime, clock, t);
    *t = (struct timespec){.tv_sec = strtol(text, NULL, 10)};
    return 0;
}

time_t time(time_t *out) {
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_REALTIME, &t);
    if (out) *out = t.tv_sec;
    return t.tv_sec;
}

/* ---- patience ---- */

/* HDF5 reads some damaged files for ever. The program gives it 20 s before it ends that child; with
 * FAULT_CPU=SECONDS we need not wait as long for the same end. */
int setrlimit(__rlimit_resource_t resource, const struct rlimit *limit) {
    const char *text = getenv("FAULT_CPU");
    struct rlimit less = *limit;
    const rlim_t most = text ? (rlim_t)strtoul(text, NULL, 10) : RLIM_INFINITY;
    if (resource == RLIMIT_CPU && less.rlim_cur > most) less.rlim_cur = less.rlim_max = most;
    return (int)syscall(SYS_setrlimit, resource, &less);
}

/* ---- requests ---- */

static void read_action(const char *word) {
    static const struct {
        const char *name;
        int number;
    } ERRORS[] = {{"EIO", EIO},     {"ENOSPC", ENOSPC}, {"ENOSPC+", ENOSPC},
                  {"EINTR", EINTR}, {"EACCES", EACCES}, {"ENOMEM", ENOMEM}};
    p.halve = strcmp(word, "short") == 0;
    p.sticky = strcmp(word, "ENOSPC+") == 0;
    for (size_t i = 0; i < sizeof ERRORS / sizeof ERRORS[0]; i++)
        if (strcmp(word, ERRORS[i].name) == 0) p.error = ERRORS[i].number;
    p.signal = (int)strtol(word, NULL, 10);
}

static bool stream_to(int fd, const char *path, int flags) {
    const int file = open(path, flags, 0600);
    return file >= 0 && dup2(file, fd) == fd && (file == fd || close(file) == 0);
}

/* FOLDER STDOUT STDERR TRAPPED WANTED ACTION NO_SWAP LOG MEMORY ALLOCATION COUNT, a tab between two. */
static void begin(char *request) {
    enum { FOLDER, OUT, ERR, TRAPPED, WANTED, ACTION, NO_SWAP, LOG, MEMORY, ALLOCATION, COUNT, FIELDS };
    const char *field[FIELDS] = {0};
    for (size_t i = 0; i < FIELDS; i++) {
        field[i] = strsep(&request, "\t");
        if (!field[i]) _exit(CANNOT);
    }
    const rlim_t most = (rlim_t)strtoull(field[MEMORY], NULL, 10);
    const struct rlimit limit = {most, most};
    if (chdir(field[FOLDER]) != 0 || !stream_to(0, "/dev/null", O_RDONLY) ||
        !stream_to(1, field[OUT], O_WRONLY | O_CREAT | O_TRUNC) ||
        !stream_to(2, field[ERR], O_WRONLY | O_CREAT | O_TRUNC) ||
        (most && setrlimit(RLIMIT_AS, &limit) != 0))
        _exit(CANNOT);
    if (field[ALLOCATION][0] || field[COUNT][0]) { /* alloc.c is there, too */
        void (*start)(const char *, const char *) =
            (void (*)(const char *, const char *))dlsym(RTLD_DEFAULT, "fault_alloc_begin");
        if (!start) _exit(CANNOT);
        start(field[ALLOCATION], field[COUNT]);
    }
    if (field[TRAPPED][0] == '0') return;
    p.wanted = strtol(field[WANTED], NULL, 10);
    read_action(field[ACTION]);
    p.no_swap = field[NO_SWAP][0] == '1';
    p.log = field[LOG][0] != '\0';
    (void)snprintf(p.root, sizeof p.root, "%s", field[FOLDER]);
    if (p.log && !stream_to(LOG_FD, field[LOG], O_WRONLY | O_CREAT | O_TRUNC)) _exit(CANNOT);
    if (!trap_calls()) _exit(CANNOT);
}

static void load_libraries(void) {
    char *names = getenv("FAULT_LIBRARIES");
    for (char *name; names && (name = strsep(&names, ":"));)
        if (name[0] && !dlopen(name, RTLD_NOW | RTLD_GLOBAL)) _exit(CANNOT);
    (void)unsetenv("FAULT_LIBRARIES");
    (void)unsetenv("FAULT_SERVER");
    (void)unsetenv("LD_PRELOAD");
}

__attribute__((constructor)) static void serve(void) {
    const char *ends = getenv("FAULT_SERVER");
    int in = -1, out = -1;
    if (!ends || sscanf(ends, "%d,%d", &in, &out) != 2) return;
    load_libraries();
    seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (seen == MAP_FAILED) _exit(CANNOT);
    static char request[4 * PATH_MAX];
    for (ssize_t len; (len = read(in, request, sizeof request - 1)) > 0;) {
        request[len - 1] = '\0'; /* a request is written as a whole, and ends a line */
        *seen = 0;
        const pid_t child = fork();
        if (child == 0) {
            if (close(in) != 0 || close(out) != 0) _exit(CANNOT);
            begin(request);
            return; /* into main */
        }
        int status = CANNOT << 8;
        if (child > 0 && waitpid(child, &status, 0) != child) status = CANNOT << 8;
        if (dprintf(out, "%d\n", status) < 0) break;
    }
    _exit(0);
}
