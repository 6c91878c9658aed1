/* shuffle.c: numbers by loops that the compiler makes vector instructions of, records by squares of 8 bytes
 * by 8. */
#include "store/shuffle.h"

#include "base/wide.h"

#include <string.h>

/* Inlined with the sizes of our numbers as constants. */
FW_INLINED void split_by(const unsigned char *restrict in, unsigned char *restrict out, size_t count,
                         size_t element, size_t step) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < element; k++) out[k * step + i] = in[i * element + k];
}

FW_INLINED void join_by(const unsigned char *restrict in, unsigned char *restrict out, size_t count,
                        size_t element) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < element; k++) out[i * element + k] = in[k * count + i];
}

enum { SIDE = 8 };

/* Swaps the bits of `a` from `shift` on that `mask` has with those of `b` below. */
FW_INLINED void swap(uint64_t *a, uint64_t *b, unsigned shift, uint64_t mask) {
    const uint64_t differ = (*a >> shift ^ *b) & mask;
    *a ^= differ << shift;
    *b ^= differ;
}

/* Byte k of word i becomes byte i of word k: halves, quarters, bytes change sides. */
FW_INLINED void turn(uint64_t square[SIDE]) {
    for (size_t i = 0; i < 4; i++) swap(&square[i], &square[i + 4], 32, 0x00000000ffffffffU);
    for (size_t i = 0; i < 4; i++)
        swap(&square[i + i / 2 * 2], &square[i + i / 2 * 2 + 2], 16, 0x0000ffff0000ffffU);
    for (size_t i = 0; i < SIDE; i += 2) swap(&square[i], &square[i + 1], 8, 0x00ff00ff00ff00ffU);
}

/* Turns the square whose lines begin every `from` bytes into one whose lines begin every `to` bytes. */
FW_INLINED void turn_square(const unsigned char *in, size_t from, unsigned char *out, size_t to) {
    uint64_t square[SIDE];
    for (size_t i = 0; i < SIDE; i++) memcpy(&square[i], in + i * from, SIDE);
    turn(square);
    for (size_t i = 0; i < SIDE; i++) memcpy(out + i * to, &square[i], SIDE);
}

/*
 * Turns `lines` lines of `length` bytes each into lines that begin every `step` bytes. In bands of lines that
 * stay in the first-level cache: what they are turned into lies far apart, a stretch of each line at a time.
 */
static void turn_all(const unsigned char *in, unsigned char *out, size_t lines, size_t length, size_t step) {
    enum { BAND = 64 };
    for (size_t band = 0; band < lines; band += BAND) {
        const size_t end = lines - band < BAND ? lines : band + BAND, whole = end - end % SIDE;
        for (size_t k = 0; k + SIDE <= length; k += SIDE)
            for (size_t i = band; i < whole; i += SIDE)
                turn_square(in + i * length + k, length, out + k * step + i, step);
        for (size_t i = band; i < end; i++) /* what is left beside the squares, and below */
            for (size_t k = i < whole ? length - length % SIDE : 0; k < length; k++)
                out[k * step + i] = in[i * length + k];
    }
}

void fw_shuffle_rows(const unsigned char *elements, unsigned char *planes, size_t count, size_t element,
                     size_t step) {
    if (element == 4) {
        split_by(elements, planes, count, 4, step);
    } else {
        turn_all(elements, planes, count, element, step);
    }
}

void fw_shuffle(const unsigned char *elements, unsigned char *planes, size_t count, size_t element) {
    fw_shuffle_rows(elements, planes, count, element, count);
}

void fw_unshuffle(const unsigned char *planes, unsigned char *elements, size_t count, size_t element) {
    if (element == 4) {
        join_by(planes, elements, count, 4);
    } else if (element == 8) {
        join_by(planes, elements, count, 8);
    } else {
        turn_all(planes, elements, element, count, element);
    }
}
