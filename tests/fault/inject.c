/*
 * inject.c: runs a program and makes its k-th call on the files of one folder fail, come up short, or be its
 * last.
 *
 *   inject [-x] [-k K] [-a ACTION] [-l LOG] ROOT PROGRAM ARGUMENT..
 *
 * Counted are the system calls below on files under ROOT, on relative paths, and on standard output: also
 * those of the C library's streams and of HDF5, which no preload library sees. Without -k nothing is done but
 * counting. LOG gets a line "NUMBER CALL PATH" a call, or of the K-th call only. ACTION is an error's name
 * (EIO ENOSPC EINTR EACCES ENOMEM), ENOSPC+ (this call and every later one that needs room), short (half of
 * the bytes), or a signal's number. The status is the program's, 128+n on its death by signal n, 125 when
 * tracing is not possible here.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CANNOT = 125 };

/* Where a call's file is: -1 no such argument. */
typedef struct {
    const char *name;
    int number;
    int fd, path; /* positions of arguments */
    bool sized;   /* the third argument is a number of bytes */
    bool grows;   /* needs room on the disk */
} traced;

static const traced CALLS[] = {
    {"openat", SYS_openat, -1, 1, false, false},
    {"open", SYS_open, -1, 0, false, false},
    {"read", SYS_read, 0, -1, true, false},
    {"pread64", SYS_pread64, 0, -1, true, false},
    {"write", SYS_write, 0, -1, true, true},
    {"writev", SYS_writev, 0, -1, false, true},
    {"pwrite64", SYS_pwrite64, 0, -1, true, true},
    {"fsync", SYS_fsync, 0, -1, false, true},
    {"fdatasync", SYS_fdatasync, 0, -1, false, true},
    {"syncfs", SYS_syncfs, 0, -1, false, true},
    {"ftruncate", SYS_ftruncate, 0, -1, false, true},
    {"mmap", SYS_mmap, 4, -1, false, false},
    {"rename", SYS_rename, -1, 0, false, false},
    {"renameat", SYS_renameat, -1, 1, false, false},
    {"renameat2", SYS_renameat2, -1, 1, false, false},
    {"mkdir", SYS_mkdir, -1, 0, false, true},
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
    const char *root;
    FILE *log;
    long seen;
} plan;

/* ---- the tracee ---- */

static int trap_calls(void) {
    struct sock_filter filter[CALL_COUNT + 3];
    size_t n = 0;
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < CALL_COUNT; i++) {
        filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)CALLS[i].number,
                                                   (unsigned char)(CALL_COUNT - i), 0);
    }
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    const struct sock_fprog program = {(unsigned short)n, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void become(char **command) {
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0) _exit(CANNOT);
    raise(SIGSTOP);
    if (trap_calls() != 0) _exit(CANNOT);
    execvp(command[0], command);
    _exit(127);
}

/* ---- which file a call is about ---- */

static bool inside(const char *path, const char *root) {
    const size_t len = strlen(root);
    return path[0] != '/' || (strncmp(path, root, len) == 0 && (path[len] == '/' || path[len] == '\0'));
}

static bool path_of_fd(pid_t pid, int fd, const plan *p, char path[PATH_MAX]) {
    char link[64];
    if (fd < 0 || fd == 2) return false;
    (void)snprintf(link, sizeof link, "/proc/%d/fd/%d", (int)pid, fd);
    const ssize_t len = readlink(link, path, PATH_MAX - 1);
    if (len <= 0) return false;
    path[len] = '\0';
    if (fd == 1) {
        (void)snprintf(path, PATH_MAX, "stdout");
        return true;
    }
    return path[0] == '/' && inside(path, p->root);
}

/* Up to the end of the page the string may reach into the next, which need not be there. */
static bool path_in_memory(pid_t pid, unsigned long long at, const plan *p, char path[PATH_MAX]) {
    size_t used = 0;
    while (used < PATH_MAX - 1) {
        size_t piece = 4096 - (size_t)((at + used) % 4096);
        if (piece > PATH_MAX - 1 - used) piece = PATH_MAX - 1 - used;
        struct iovec mine = {path + used, piece}, theirs = {(void *)(at + used), piece}; /* NOLINT */
        const ssize_t got = process_vm_readv(pid, &mine, 1, &theirs, 1, 0);
        if (got <= 0) return false;
        used += (size_t)got;
        path[used] = '\0';
        if (strlen(path) < used) return inside(path, p->root);
    }
    return false;
}

/* ---- what happens to a call ---- */

#ifdef __x86_64__
static bool meddle(pid_t pid, plan *p) {
    struct user_regs_struct regs;
    if (ptrace(PTRACE_GETREGS, pid, 0, &regs) != 0) return false;
    const unsigned long long arguments[] = {regs.rdi, regs.rsi, regs.rdx, regs.r10, regs.r8, regs.r9};
    const traced *call = NULL;
    for (size_t i = 0; i < CALL_COUNT; i++)
        if (CALLS[i].number == (int)regs.orig_rax) call = &CALLS[i];
    char path[PATH_MAX] = "";
    if (!call) return true;
    const bool ours = call->fd >= 0 ? path_of_fd(pid, (int)arguments[call->fd], p, path)
                                    : path_in_memory(pid, arguments[call->path], p, path);
    if (!ours) return true;
    p->seen++;
    const bool hit = p->seen == p->wanted;
    if (p->log && (hit || !p->wanted)) {
        fprintf(p->log, "%ld %s %s\n", p->seen, call->name, path);
        fflush(p->log);
    }
    if (p->no_swap && call->number == SYS_renameat2 && !(hit && p->signal)) {
        regs.orig_rax = (unsigned long long)-1;
        regs.rax = (unsigned long long)-EINVAL;
        return ptrace(PTRACE_SETREGS, pid, 0, &regs) == 0;
    }
    if (!hit && !(p->sticky && p->wanted && p->seen > p->wanted && call->grows)) return true;
    if (p->signal) return kill(pid, p->signal) == 0;
    if (p->halve && call->sized && regs.rdx > 1) regs.rdx /= 2;
    if (p->error) {
        regs.orig_rax = (unsigned long long)-1;
        regs.rax = (unsigned long long)-p->error;
    }
    return ptrace(PTRACE_SETREGS, pid, 0, &regs) == 0;
}
#else
static bool meddle(pid_t pid, plan *p) {
    (void)pid, (void)p, (void)path_of_fd, (void)path_in_memory;
    return false;
}
#endif

static int follow(pid_t child, plan *p) {
    int status = 0;
    const long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                         PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return CANNOT;
    if (ptrace(PTRACE_SETOPTIONS, child, 0, options) != 0) return CANNOT;
    ptrace(PTRACE_CONT, child, 0, 0);
    for (pid_t pid; (pid = waitpid(-1, &status, __WALL)) > 0;) {
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (pid == child) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            continue;
        }
        const int event = status >> 16;
        int signal = 0;
        if (event == PTRACE_EVENT_SECCOMP) {
            if (!meddle(pid, p) && errno != ESRCH) return CANNOT;
        } else if (event == 0 && WSTOPSIG(status) != SIGSTOP) {
            signal = WSTOPSIG(status);
        }
        ptrace(PTRACE_CONT, pid, 0, signal);
    }
    return CANNOT;
}

/* ---- the command line ---- */

static bool read_action(plan *p, const char *word) {
    static const struct {
        const char *name;
        int number;
    } ERRORS[] = {{"EIO", EIO},     {"ENOSPC", ENOSPC}, {"ENOSPC+", ENOSPC},
                  {"EINTR", EINTR}, {"EACCES", EACCES}, {"ENOMEM", ENOMEM}};
    p->halve = strcmp(word, "short") == 0;
    p->sticky = strcmp(word, "ENOSPC+") == 0;
    for (size_t i = 0; i < sizeof ERRORS / sizeof ERRORS[0]; i++)
        if (strcmp(word, ERRORS[i].name) == 0) p->error = ERRORS[i].number;
    p->signal = (int)strtol(word, NULL, 10);
    return p->halve || p->error || p->signal;
}

int main(int argc, char **argv) {
    plan p = {0};
    for (int option; (option = getopt(argc, argv, "+k:a:l:x")) != -1;) {
        if (option == 'k') p.wanted = strtol(optarg, NULL, 10);
        if (option == 'a' && !read_action(&p, optarg)) return 64;
        if (option == 'l') p.log = fopen(optarg, "we");
        if (option == 'x') p.no_swap = true;
        if (option == '?') return 64;
    }
    if (argc - optind < 2) return 64;
    p.root = argv[optind];
    const pid_t child = fork();
    if (child < 0) return CANNOT;
    if (child == 0) become(argv + optind + 1);
    const int status = follow(child, &p);
    if (status == CANNOT) kill(child, SIGKILL);
    if (p.log) fclose(p.log);
    return status;
}
