/*
 * alloc.c: a preload library that makes the k-th allocation of the program itself fail.
 *
 *   LD_PRELOAD=alloc.so FAULT_ALLOC=K[+] PROGRAM     the K-th, or the K-th and all later ones ("+")
 *   LD_PRELOAD=alloc.so FAULT_ALLOC_COUNT=FILE ..    writes how many there were
 *
 * Counted are malloc, calloc, realloc and the C library's functions that return allocated memory, where the
 * caller is the program or one of the small libraries it is linked with. HDF5, OpenBLAS and OpenMP's runtime
 * end the process, or worse, when they get no memory: what they ask for is not counted, nor what zlib asks
 * for them.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_long seen;
static long wanted = -1; /* -1: not read yet */
static bool sticky;

static const char *const LIBRARIES[] = {"libjansson", "libcsv",  "libxxhash",  "libyaml", "libutf8proc",
                                        "libinih",    "libgsl.", "libdeflate", NULL};

typedef struct {
    uintptr_t at;
    bool counted;
} place;

static int look(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    place *p = context;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        const uintptr_t start = info->dlpi_addr + part->p_vaddr;
        if (part->p_type != PT_LOAD || p->at < start || p->at >= start + part->p_memsz) continue;
        p->counted = info->dlpi_name[0] == '\0';
        for (size_t n = 0; LIBRARIES[n]; n++)
            if (strstr(info->dlpi_name, LIBRARIES[n])) p->counted = true;
        return 1;
    }
    return 0;
}

/* Whether this call is the one to fail. */
static bool fails(void *caller) {
    if (wanted < 0) {
        const char *text = getenv("FAULT_ALLOC");
        wanted = text ? strtol(text, NULL, 10) : 0;
        sticky = text && strchr(text, '+');
    }
    place p = {(uintptr_t)caller, false};
    dl_iterate_phdr(look, &p);
    if (!p.counted) return false;
    const long now = atomic_fetch_add(&seen, 1) + 1;
    if (wanted == 0 || (sticky ? now < wanted : now != wanted)) return false;
    errno = ENOMEM;
    return true;
}
#define FAILS fails(__builtin_return_address(0))

void *malloc(size_t size) { return FAILS ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return FAILS ? NULL : __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { return FAILS ? NULL : __libc_realloc(old, size); }

void *aligned_alloc(size_t alignment, size_t size) { return FAILS ? NULL : __libc_memalign(alignment, size); }

char *strndup(const char *text, size_t most) {
    if (FAILS) return NULL;
    const size_t len = strnlen(text, most);
    char *copy = __libc_malloc(len + 1);
    if (!copy) return NULL;
    copy[len] = '\0';
    return memcpy(copy, text, len);
}

char *strdup(const char *text) {
    if (FAILS) return NULL;
    char *copy = __libc_malloc(strlen(text) + 1);
    return copy ? strcpy(copy, text) : NULL;
}

/* The fortified name is the one the program calls. */
int __asprintf_chk(char **out, int flag, const char *format, ...) {
    (void)flag;
    if (FAILS) return -1;
    va_list arguments;
    va_start(arguments, format);
    const int len = vasprintf(out, format, arguments);
    va_end(arguments);
    return len;
}

FILE *fopen(const char *path, const char *mode) {
    if (FAILS) return NULL;
    FILE *(*real)(const char *, const char *) =
        (FILE * (*)(const char *, const char *)) dlsym(RTLD_NEXT, "fopen");
    return real(path, mode);
}

__attribute__((destructor)) static void tell(void) {
    const char *name = getenv("FAULT_ALLOC_COUNT");
    const int fd = name ? open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (fd < 0) return;
    (void)dprintf(fd, "%ld\n", atomic_load(&seen));
    close(fd);
}
