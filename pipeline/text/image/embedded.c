/* embedded.c: the compiled built-in lexicon, taken into the program as it is: a file of some megabytes would
 * keep the compiler busy for long if it came as numbers. */
#include "text/lexicon_image.h"

__asm__(".pushsection .rodata, \"a\"\n"
        ".balign 64\n"
        ".globl fw_image_bytes\n"
        ".hidden fw_image_bytes\n"
        ".type fw_image_bytes, %object\n"
        "fw_image_bytes:\n"
        ".incbin \"" FAILWISE_LEXICON_IMAGE "\"\n"
        ".size fw_image_bytes, . - fw_image_bytes\n"
        ".popsection\n");

static_assert(FW_IMAGE_ALIGNMENT == 64, "as above");

extern const char fw_image_bytes[] __attribute__((visibility("hidden")));

const fw_lexicon_image *fw_image_embedded(void) { return (const void *)fw_image_bytes; }
