/* test_load_bytes.h: files to read, hostile and plausible, for the tests of the load stage. */
#ifndef TEST_LOAD_BYTES_H
#define TEST_LOAD_BYTES_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

/* A small fixed generator: the same inputs on every machine. */
static uint64_t seed = 0x9E3779B97F4A7C15ULL;

static size_t below(size_t n) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed >> 33) % n;
}

/* Every line end with every separator. */
static const char *const HEADERS[] = {"answer_id,text\n",  "answer_id,text\r\n",  "answer_id,text\r",
                                      "answer_id;text\n",  "answer_id;text\r\n",  "answer_id;text\r",
                                      "answer_id\ttext\n", "answer_id\ttext\r\n", "answer_id\ttext\r",
                                      "answer_id|text\n",  "answer_id|text\r\n",  "answer_id|text\r"};
enum { HEADER_COUNT = sizeof HEADERS / sizeof HEADERS[0], SEPARATOR_AT = 9 };

/* The header, then `len` hostile bytes. In a CR file the byte behind the header must not make it a CRLF one.
 */
static size_t make_input(char *bytes, size_t len, const char *header) {
    const char separator = header[SEPARATOR_AT];
    const char alphabet[] = {'a',  'b',  separator, separator, '"', '"',    '"', '\n',
                             '\n', '\r', ' ',       '\t',      0,   '\xC3', ',', ';'};
    const size_t used = strlen(header);
    memcpy(bytes, header, used);
    for (size_t i = 0; i < len; i++) bytes[used + i] = alphabet[below(sizeof alphabet)];
    if (bytes[used - 1] == '\r' && len && bytes[used] == '\n') bytes[used] = 'a';
    return used + len;
}

/* For a failing test. */
static void show_bytes(const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) fprintf(stderr, "\\x%02x", (unsigned char)bytes[i]);
    fprintf(stderr, "\n");
}

/* Mostly well-formed rows, as real files have: quoted texts with commas, line ends, doubled quotes. */
static size_t make_plausible(char *bytes, size_t size) {
    static const char *const PIECES[] = {"a1,plain\n",
                                         "b2,\"one, two\"\r\n",
                                         "c3,\"say \"\"no\"\"\"\n",
                                         "d4,\"two\nlines\"\n",
                                         "\n",
                                         "e5,\"\"\n",
                                         "f6,x,y\n",
                                         "g7, \"pad\" \n",
                                         "h8,\"cr\rhere\"\n",
                                         "i9,un\"quoted\n",
                                         "j0,\"junk\"x\n"};
    size_t len = (size_t)snprintf(bytes, size, "answer_id,text\n");
    for (size_t k = 0; k < 60; k++) {
        const char *piece = PIECES[below(sizeof PIECES / sizeof PIECES[0])];
        memcpy(bytes + len, piece, strlen(piece));
        len += strlen(piece);
    }
    return len;
}

#endif
