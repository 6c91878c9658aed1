/* breaks.c: where the text stage cuts words and sentences: bench_breaks <LINES, for
 * tests/bench/suites/unicode.py. A line holds a text as code points in hexadecimal; printed are its tokens as
 * byte ranges, "s" behind those that start a sentence. */
#include <failwise/audit.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MOST = 4096 };

/* Appends a code point as UTF-8; returns the new length. */
static size_t encode(unsigned long c, char *out, size_t len) {
    if (c < 0x80) {
        out[len++] = (char)c;
        return len;
    }
    const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char LEAD[] = {0, 0xC0, 0xE0, 0xF0};
    out[len++] = (char)(LEAD[more] | (c >> (6 * more)));
    for (int k = more - 1; k >= 0; k--) out[len++] = (char)(0x80 | (c >> (6 * k) & 0x3F));
    return len;
}

static fw_str read_text(const char *line, char *text) {
    size_t len = 0;
    for (char *next;; line = next) {
        const unsigned long c = strtoul(line, &next, 16);
        if (next == line) return (fw_str){text, len};
        len = encode(c, text, len); /* never longer than its digits */
    }
}

static void print_tokens(const fw_analysis *a) {
    for (uint32_t i = 0; i < a->token_count; i++) {
        const fw_token *t = &a->tokens[i];
        printf("%s%u-%u%s", i ? " " : "", t->start, t->end, t->flags & FW_TOKEN_SENTENCE_START ? "s" : "");
    }
    putchar('\n');
}

int main(void) {
    fw_lexicon *lexicon = NULL;
    fw_analyzer *analyzer = NULL;
    char line[LINE_MOST], text[LINE_MOST];
    fw_code code = fw_lexicon_builtin(&lexicon, NULL);
    if (code == FW_OK) code = fw_analyzer_new(lexicon, NULL, &analyzer, NULL);
    while (code == FW_OK && fgets(line, sizeof line, stdin)) {
        const fw_answer_facts facts = {.duration_s = (double)NAN};
        const fw_analysis *analysis;
        code = fw_analyze(analyzer, read_text(line, text), &facts, &analysis, NULL);
        if (code == FW_OK) print_tokens(analysis);
    }
    fw_analyzer_free(analyzer);
    fw_lexicon_free(lexicon);
    if (code != FW_OK) fputs("bench_breaks: a text could not be analysed\n", stderr);
    return code == FW_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
