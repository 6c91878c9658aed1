/*
 * deferred.c: libraries that are loaded when the first of their functions is called.
 *
 * HDF5 brings about forty other libraries along, and OpenBLAS and GSL tens of thousands of relocations:
 * together ten times the work of explaining one answer, which needs none of them. The program is therefore
 * not linked with them. Each function that it uses is a jump through a slot; all slots lead to first_call at
 * the start, which loads the libraries and fills the slots. What they export as data gets its place here, as
 * the linker does for programs
 * ("copy relocation"): the libraries' own code then uses that place too. cmake/deferred.sh finds the symbols
 * (deferred_symbols.h) while the program is built. Libraries and tests are linked as usual.
 */
#include "cli/deferred/deferred.h"

#include <failwise/status.h>

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- slots and jumps ---- */

#define LIBRARY(file)
#define HIDDEN  __attribute__((visibility("hidden")))
#define VISIBLE __attribute__((visibility("default"))) /* the libraries have to find it */

/* Where a jump goes that has no library yet (below, in assembler). */
HIDDEN void fw_deferred_first_call(void);
HIDDEN void fw_deferred_load(void);

/* NOLINTBEGIN(bugprone-macro-parentheses): names that are declared */
#define FUNCTION(name)                                                                                       \
    HIDDEN extern void (*fw_slot_##name)(void);                                                              \
    void (*fw_slot_##name)(void) = fw_deferred_first_call;
#define DATA(name, bytes)                                                                                    \
    VISIBLE extern char name[bytes];                                                                         \
    char name[bytes] __attribute__((aligned(16)));
/* NOLINTEND(bugprone-macro-parentheses) */
#include "deferred_symbols.h"
#undef FUNCTION
#undef DATA

/* clang-format off */
/* r11 is no argument and kept by nobody; it tells first_call which slot to go on through. */
#define FUNCTION(name)                                                                                       \
    __asm__(".pushsection .text\n"                                                                           \
            ".globl " #name "\n.hidden " #name "\n.type " #name ", @function\n" #name ":\n"                  \
            "  endbr64\n"                                                                                    \
            "  leaq fw_slot_" #name "(%rip), %r11\n"                                                         \
            "  jmp *(%r11)\n"                                                                                \
            ".size " #name ", . - " #name "\n.popsection\n");
#define DATA(name, bytes)
#include "deferred_symbols.h"

/* Keeps all registers that can hold arguments; on entry the stack is 8 bytes off its alignment. */
__asm__(".pushsection .text\n"
        ".globl fw_deferred_first_call\n"
        ".hidden fw_deferred_first_call\n"
        ".type fw_deferred_first_call, @function\n"
        "fw_deferred_first_call:\n"
        "  endbr64\n"
        "  pushq %rdi\n  pushq %rsi\n  pushq %rdx\n  pushq %rcx\n  pushq %r8\n  pushq %r9\n  pushq %rax\n"
        "  pushq %r11\n"
        "  subq $136, %rsp\n"
        "  movups %xmm0, (%rsp)\n  movups %xmm1, 16(%rsp)\n"
        "  movups %xmm2, 32(%rsp)\n  movups %xmm3, 48(%rsp)\n"
        "  movups %xmm4, 64(%rsp)\n  movups %xmm5, 80(%rsp)\n"
        "  movups %xmm6, 96(%rsp)\n  movups %xmm7, 112(%rsp)\n"
        "  call fw_deferred_load\n"
        "  movups (%rsp), %xmm0\n  movups 16(%rsp), %xmm1\n"
        "  movups 32(%rsp), %xmm2\n  movups 48(%rsp), %xmm3\n"
        "  movups 64(%rsp), %xmm4\n  movups 80(%rsp), %xmm5\n"
        "  movups 96(%rsp), %xmm6\n  movups 112(%rsp), %xmm7\n"
        "  addq $136, %rsp\n"
        "  popq %r11\n"
        "  popq %rax\n  popq %r9\n  popq %r8\n  popq %rcx\n  popq %rdx\n  popq %rsi\n  popq %rdi\n"
        "  jmp *(%r11)\n"
        ".size fw_deferred_first_call, . - fw_deferred_first_call\n"
        ".popsection\n");
/* clang-format on */
#undef FUNCTION
#undef DATA
#undef LIBRARY

/* ---- loading ---- */

typedef struct {
    const char *name;    /* of the symbol, or the library's file */
    void (**slot)(void); /* of a function */
    void *data;          /* of data */
    size_t size;
} symbol;

#define LIBRARY(file)     {file, NULL, NULL, 0},
#define FUNCTION(name)    {#name, &fw_slot_##name, NULL, 0},
#define DATA(name, bytes) {#name, NULL, name, bytes},
static const symbol SYMBOLS[] = {
#include "deferred_symbols.h"
};

/* As the system does for a program that lacks a library. */
_Noreturn static void stop(void) {
    fprintf(stderr, "failwise: a library is missing: %s\n", dlerror());
    _exit(FW_BUG);
}

/* Libraries see one another's symbols in the order of the list: GSL's BLAS is the one before it. */
static void *open_library(const char *file) {
    void *library = dlopen(file, RTLD_LAZY | RTLD_GLOBAL);
    if (!library) stop();
    return library;
}

static void *find(void *library, const char *name) {
    void *found = dlsym(library, name);
    if (!found) stop();
    return found;
}

/* The data first: another thread goes through a slot as soon as it is filled. */
static void load_all(void) {
    const symbol *end = SYMBOLS + sizeof SYMBOLS / sizeof SYMBOLS[0];
    void *library = NULL;
    for (const symbol *s = SYMBOLS; s < end; s++) {
        if (!s->slot && !s->data) library = open_library(s->name);
        if (s->data) memcpy(s->data, find(library, s->name), s->size);
    }
    for (const symbol *s = SYMBOLS; s < end; s++) {
        if (!s->slot && !s->data) library = open_library(s->name);
        if (!s->slot) continue;
        void *found = find(library, s->name);
        memcpy(s->slot, &found,
               sizeof found); /* C knows no way from a pointer to data to one to a function */
    }
}

/* Any number of threads may come here first. */
void fw_deferred_load(void) {
    static pthread_once_t loaded = PTHREAD_ONCE_INIT;
    (void)pthread_once(&loaded, load_all); /* fails only on an invalid `loaded` */
}

/* ---- loading beforehand ---- */

static pthread_t ahead;
static bool is_ahead;

/* What takes long: then opening them again finds them there. */
static void *open_all(void *unused) {
    (void)unused;
    for (size_t i = 0; i < sizeof SYMBOLS / sizeof SYMBOLS[0]; i++)
        if (!SYMBOLS[i].slot && !SYMBOLS[i].data && !dlopen(SYMBOLS[i].name, RTLD_LAZY | RTLD_GLOBAL)) break;
    return NULL;
}

void fw_deferred_expect(void) {
    if (!is_ahead) is_ahead = pthread_create(&ahead, NULL, open_all, NULL) == 0;
}

void fw_deferred_settle(void) {
    if (is_ahead) (void)pthread_join(ahead, NULL);
    is_ahead = false;
}
