/* each_text.h: programs that tell of each text on stdin what the text stage found, for the fitting scripts.
 */
#ifndef FAILWISE_BENCH_EACH_TEXT_H
#define FAILWISE_BENCH_EACH_TEXT_H

#include "text/analyzer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Tells of one analysed text, the `number`th from 0; `head` is the line before it, NULL when texts have none.
 */
typedef void tell_text(size_t number, const fw_workspace *ws, char *head);

/* Analyses the texts on stdin, separated by NUL, each behind a line of its own when `headed`. The exit
 * status.
 */
static inline int each_text(bool headed, tell_text *tell) {
    static char input[1 << 24];
    const size_t size = fread(input, 1, sizeof input - 1, stdin);
    fw_lexicon *lexicon = NULL;
    fw_analyzer *analyzer = NULL;
    bool ok = fw_lexicon_builtin(&lexicon, NULL) == FW_OK &&
              fw_analyzer_new(lexicon, NULL, &analyzer, NULL) == FW_OK;
    size_t number = 0;
    for (size_t at = 0; ok && at < size; at += strlen(input + at) + 1) {
        const fw_answer_facts known = {.duration_s = (double)NAN};
        const fw_analysis *analysis;
        char *head = headed ? input + at : NULL, *text = input + at;
        if (headed && !(text = strchr(head, '\n'))) break;
        text += headed;
        ok = fw_analyze(analyzer, (fw_str){text, strlen(text)}, &known, &analysis, NULL) == FW_OK;
        if (ok) tell(number++, &analyzer->ws, head);
    }
    fw_analyzer_free(analyzer);
    fw_lexicon_free(lexicon);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
