/*
 * alloc.c: a preload library that makes the k-th allocation of the program itself fail.
 *
 * inject.c begins the count in each child: fault_alloc_begin("K", ..) for the K-th, "K+" for the K-th and all
 * later ones, "" for none; at the end the file named gets how many there were.
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
static long wanted;
static bool sticky, counting;
static char count_file[4096];

static const char *const LIBRARIES[] = {"libjansson", "libcsv",  "libxxhash",  "libyaml", "libutf8proc",
                                        "libinih",    "libgsl.", "libdeflate", NULL};

/* Where code is that may ask for memory. */
typedef struct {
    uintptr_t start, end;
    bool counted;
} range;
enum { MOST = 1024 };
static range ranges[MOST];
static size_t range_count;

static int add_range(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size, (void)context;
    bool counted = info->dlpi_name[0] == '\0';
    for (size_t n = 0; LIBRARIES[n]; n++)
        if (strstr(info->dlpi_name, LIBRARIES[n])) counted = true;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        const uintptr_t start = info->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_LOAD && (part->p_flags & PF_X) && range_count < MOST)
            ranges[range_count++] = (range){start, start + part->p_memsz, counted};
    }
    return 0;
}

static bool is_counted(uintptr_t at) {
    for (size_t i = 0; i < range_count; i++)
        if (at >= ranges[i].start && at < ranges[i].end) return ranges[i].counted;
    return false;
}

__attribute__((visibility("default"))) void fault_alloc_begin(const char *which, const char *file) {
    range_count = 0;
    dl_iterate_phdr(add_range, NULL);
    wanted = strtol(which, NULL, 10);
    sticky = strchr(which, '+') != NULL;
    (void)strncpy(count_file, file, sizeof count_file - 1);
    counting = true;
}

/* Whether this call is the one to fail. */
static bool fails(void *caller) {
    if (!counting || !is_counted((uintptr_t)caller)) return false;
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
    const int fd = count_file[0] ? open(count_file, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (fd < 0) return;
    (void)dprintf(fd, "%ld\n", atomic_load(&seen));
    close(fd);
}
