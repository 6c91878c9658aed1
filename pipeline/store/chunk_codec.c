/* chunk_codec.c: shuffle + deflate + fletcher32 of one chunk, byte-compatible with HDF5's filters. */
#include "store/chunk_codec.h"

#include "base/wide.h"
#include "store/planes.h"
#include "store/shuffle.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

enum { CHECKSUM_BYTES = 4 };

struct fw_codec {
    struct libdeflate_compressor *compressor;
    struct libdeflate_decompressor *decompressor;
    unsigned char *shuffled;
    size_t shuffled_capacity;
    unsigned char *encoded;
    size_t encoded_capacity;
    fw_planes planes;
};

fw_codec *fw_codec_new(void) {
    fw_codec *codec = calloc(1, sizeof *codec);
    if (!codec) return NULL;
    codec->compressor = libdeflate_alloc_compressor(FW_CODEC_LEVEL);
    codec->decompressor = libdeflate_alloc_decompressor();
    if (codec->compressor && codec->decompressor) return codec;
    fw_codec_free(codec);
    return NULL;
}

void fw_codec_free(fw_codec *codec) {
    if (!codec) return;
    if (codec->compressor) libdeflate_free_compressor(codec->compressor);
    if (codec->decompressor) libdeflate_free_decompressor(codec->decompressor);
    fw_planes_free(&codec->planes);
    free(codec->shuffled);
    free(codec->encoded);
    free(codec);
}

static bool reserve(unsigned char **memory, size_t *capacity, size_t need) {
    if (need <= *capacity) return true;
    free(*memory);
    *memory = malloc(need);
    *capacity = *memory ? need : 0;
    return *memory != NULL;
}

static uint32_t fold(uint32_t sum) { return (sum & 0xffff) + (sum >> 16); }

/* 32-bit sums cannot overflow over so many 16-bit words. */
enum { SAFE_WORDS = 360 };

/* Adds `count` words, the first byte of each the higher one. sum2, which takes sum1 after every word, takes
 * the first of them `count` times, and each word as often as there are words from it on: sums that do not
 * wait for each other. */
FW_INLINED void add_words(const unsigned char *at, size_t count, uint32_t *sum1, uint32_t *sum2) {
    uint32_t words = 0, weighted = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t word = ((uint32_t)at[2 * i] << 8) | at[2 * i + 1];
        words += word;
        weighted += (uint32_t)(count - i) * word;
    }
    *sum2 += (uint32_t)count * *sum1 + weighted;
    *sum1 += words;
}

static void add_plain(const unsigned char *at, size_t count, uint32_t *sum1, uint32_t *sum2) {
    add_words(at, count, sum1, sum2);
}

FW_WIDE static void add_wide(const unsigned char *at, size_t count, uint32_t *sum1, uint32_t *sum2) {
    add_words(at, count, sum1, sum2);
}

uint32_t fw_fletcher32(const void *bytes, size_t len) {
    const unsigned char *at = bytes;
    uint32_t sum1 = 0;
    uint32_t sum2 = 0;
    for (size_t words = len / 2; words > 0;) {
        const size_t run = words > SAFE_WORDS ? SAFE_WORDS : words;
        (fw_has_wide() ? add_wide : add_plain)(at, run, &sum1, &sum2);
        sum1 = fold(sum1);
        sum2 = fold(sum2);
        words -= run;
        at += 2 * run;
    }
    if (len % 2) {
        sum1 += (uint32_t)*at << 8;
        sum2 += sum1;
        sum1 = fold(sum1);
        sum2 = fold(sum2);
    }
    return (fold(sum2) << 16) | fold(sum1);
}

static void put_big_endian(unsigned char *out, uint32_t value) {
    for (int i = 0; i < 4; i++) out[i] = (unsigned char)(value >> (24 - 8 * i));
}

static bool has_planes(size_t bytes, size_t element) {
    return element >= sizeof(float) && bytes / element >= FW_PLANE_LEAST;
}

/* The shuffled bytes as a zlib stream; 0 when there is no room, or no memory. */
static size_t compress(fw_codec *codec, const unsigned char *shuffled, size_t bytes, size_t element,
                       size_t room) {
    enum { HEADER = 2, ADLER = 4 };
    unsigned char *out = codec->encoded;
    if (!has_planes(bytes, element))
        return libdeflate_zlib_compress(codec->compressor, shuffled, bytes, out, room);
    memcpy(out, "\x78\x01", HEADER); /* deflate, 32 KiB of window; the fastest level; no dictionary */
    const size_t size = fw_planes_compress(&codec->planes, shuffled, element, bytes / element, out + HEADER);
    if (size == 0) return 0;
    put_big_endian(out + HEADER + size, libdeflate_adler32(1, shuffled, bytes));
    return HEADER + size + ADLER;
}

/* Of a zlib stream. */
static size_t bound_of(fw_codec *codec, size_t bytes, size_t element) {
    enum { AROUND = 64 };
    const size_t any = libdeflate_zlib_compress_bound(codec->compressor, bytes);
    const size_t planes = fw_planes_bound(element, bytes / element);
    return (any > planes ? any : planes) + AROUND;
}

const void *fw_codec_encode(fw_codec *codec, const void *chunk, size_t bytes, size_t element,
                            size_t *encoded_bytes) {
    if (!reserve(&codec->shuffled, &codec->shuffled_capacity, bytes)) return NULL;
    fw_shuffle(chunk, codec->shuffled, bytes / element, element);
    return fw_codec_encode_planes(codec, codec->shuffled, bytes, element, encoded_bytes);
}

const void *fw_codec_encode_planes(fw_codec *codec, const void *planes, size_t bytes, size_t element,
                                   size_t *encoded_bytes) {
    const size_t room = bound_of(codec, bytes, element);
    if (!reserve(&codec->encoded, &codec->encoded_capacity, room + CHECKSUM_BYTES)) return NULL;
    const size_t size = compress(codec, planes, bytes, element, room);
    if (size == 0) return NULL;
    const uint32_t sum = fw_fletcher32(codec->encoded, size);
    for (size_t i = 0; i < CHECKSUM_BYTES; i++) codec->encoded[size + i] = (unsigned char)(sum >> (8 * i));
    *encoded_bytes = size + CHECKSUM_BYTES;
    return codec->encoded;
}

bool fw_codec_decode(fw_codec *codec, const void *encoded, size_t encoded_bytes, size_t element, void *chunk,
                     size_t bytes) {
    if (encoded_bytes < CHECKSUM_BYTES) return false;
    const size_t size = encoded_bytes - CHECKSUM_BYTES;
    const unsigned char *tail = (const unsigned char *)encoded + size;
    uint32_t stored = 0;
    for (size_t i = 0; i < CHECKSUM_BYTES; i++) stored |= (uint32_t)tail[i] << (8 * i);
    if (stored != fw_fletcher32(encoded, size)) return false;
    if (!reserve(&codec->shuffled, &codec->shuffled_capacity, bytes)) return false;
    size_t made = 0;
    if (libdeflate_zlib_decompress(codec->decompressor, encoded, size, codec->shuffled, bytes, &made) !=
            LIBDEFLATE_SUCCESS ||
        made != bytes) {
        return false;
    }
    fw_unshuffle(codec->shuffled, chunk, bytes / element, element);
    return true;
}
