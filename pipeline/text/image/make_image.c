/* make_image.c: compiles the built-in lexicon while the program is built: make_image OUTPUT. */
#include "text/lexicon_image.h"

#include <stdio.h>
#include <stdlib.h>

/* The program that makes the image cannot have it yet. */
const fw_lexicon_image *fw_image_embedded(void) { return NULL; }

int main(int argc, char **argv) {
    fw_lexicon_image *image = NULL;
    fw_error err = {0};
    if (argc != 2) return FW_USAGE;
    if (fw_image_builtin(&image, &err) != FW_OK) {
        fprintf(stderr, "%s:%llu: %s\n", err.file, (unsigned long long)err.row, err.message);
        return (int)err.code;
    }
    FILE *out = fopen(argv[1], "wb");
    const bool written = out && fwrite(image, image->size, 1, out) == 1;
    const bool ok = out && fclose(out) == 0 && written;
    if (!ok) perror(argv[1]);
    free(image);
    return ok ? FW_OK : FW_CANTCREATE;
}
