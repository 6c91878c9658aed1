/*
 * chunk_codec.h: one chunk of rows as HDF5's filter pipeline shuffle + deflate + fletcher32 stores it.
 *
 * The bytes are those that HDF5's own filters would accept (its shuffle, a zlib stream, its big-endian-word
 * Fletcher checksum), made plane by plane (planes.h), and with libdeflate where there are few rows: about
 * five times as fast, so chunks go straight to H5Dwrite_chunk. Source of the checksum and of the byte order:
 * the HDF5 file format specification, "Fletcher32" and "Shuffle" filters.
 */
#ifndef FAILWISE_STORE_CHUNK_CODEC_H
#define FAILWISE_STORE_CHUNK_CODEC_H

#include <failwise/types.h>

enum { FW_CODEC_LEVEL = 1 }; /* deflate level; also recorded in the datasets */

/* Compressor, decompressor and scratch memory; used from one thread at a time. */
typedef struct fw_codec fw_codec;

fw_codec *fw_codec_new(void);
void fw_codec_free(fw_codec *codec);

/*
 * Encodes a whole chunk of `bytes` bytes made of elements of `element` bytes. The result belongs to the codec
 * and lasts until its next call; NULL when memory is out.
 */
const void *fw_codec_encode(fw_codec *codec, const void *chunk, size_t bytes, size_t element,
                            size_t *encoded_bytes);
/* The same of a chunk that is shuffled already: byte k of its elements in a row, for each k. */
const void *fw_codec_encode_planes(fw_codec *codec, const void *planes, size_t bytes, size_t element,
                                   size_t *encoded_bytes);

/* The reverse; false when the bytes are damaged or do not make exactly `bytes` bytes, or memory is out. */
bool fw_codec_decode(fw_codec *codec, const void *encoded, size_t encoded_bytes, size_t element, void *chunk,
                     size_t bytes);

/* HDF5's Fletcher-32 of a run of bytes. */
uint32_t fw_fletcher32(const void *bytes, size_t len);

#endif
