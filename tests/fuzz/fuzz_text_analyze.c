/* fuzz_text_analyze.c: any bytes: malformed text is refused, the analysis of the rest keeps its invariants.
 */
#include "../unit/analysis_invariants.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>

enum { LONGEST = 16384 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static fw_lexicon *lexicon;
    static fw_analyzer *analyzer;
    if (!lexicon && fw_lexicon_builtin(&lexicon, NULL) != FW_OK) abort();
    if (!analyzer && fw_analyzer_new(lexicon, NULL, &analyzer, NULL) != FW_OK) abort();
    if (size > LONGEST) return 0;
    const fw_str text = {(const char *)data, size};
    const fw_analysis *analysis = NULL;
    const fw_code code = fw_analyze(analyzer, text, NULL, &analysis, NULL);
    const bool valid = fw_utf8_valid_prefix(text.ptr, size) == size;
    if (code != (valid ? FW_OK : FW_DATA)) abort();
    if (!valid) return 0;
    const char *broken = broken_invariant(analysis);
    if (broken) {
        (void)fprintf(stderr, "broken: %s\n", broken);
        abort();
    }
    return 0;
}
