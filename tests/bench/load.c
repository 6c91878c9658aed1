/* load.c: what reading costs on one thread, in CPU seconds: bench_load MODE FILE, or bench_load random COUNT
 * [SEED].
 *
 *   plain    libcsv fed with every byte, 1 MiB at a time: the yardstick
 *   records  blocks and their records: the same, with the bodies of quoted fields kept from libcsv
 *   load     the whole load stage: blocks, hash, UTF-8, records, checks of rows, duplicates
 *   check    whether both find the same records, spliced and not
 *   random   the same on COUNT small random inputs (see test_load_splice.h)
 */
#include "../unit/test_load_splice.h"

#include "load/blocks.h"

#include <failwise/answers.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 1 << 20 };

typedef struct {
    uint64_t fields, rows, bytes;
} counts;

static void count_field(void *bytes, size_t len, void *context) {
    (void)bytes;
    counts *c = context;
    c->fields++;
    c->bytes += len;
}

static void count_row(int terminator, void *context) {
    (void)terminator;
    ((counts *)context)->rows++;
}

static int plain(const char *path) {
    static char piece[PIECE];
    const int fd = open(path, O_RDONLY);
    struct csv_parser csv;
    if (fd < 0 || csv_init(&csv, FW_CSV_FLAGS) != 0) return 66;
    counts c = {0};
    ssize_t got;
    while ((got = read(fd, piece, PIECE)) > 0) {
        if (csv_parse(&csv, piece, (size_t)got, count_field, count_row, &c) != (size_t)got) return 65;
    }
    if (got < 0 || csv_fini(&csv, count_field, count_row, &c) != 0) return 65;
    csv_free(&csv);
    close(fd);
    printf("%llu rows\n", (unsigned long long)c.rows - 1); /* without the header */
    return 0;
}

static int load(const char *path) {
    const fw_reader_options options = {.path = path};
    fw_reader *reader = NULL;
    fw_error err = {0};
    fw_batch *batch = fw_batch_new();
    if (!batch || fw_reader_open(&options, &reader, &err) != FW_OK) return 66;
    uint64_t rows = 0;
    for (bool more = true;;) {
        if (fw_reader_fill(reader, batch, &more, &err) != FW_OK) return 65;
        if (!more) break;
        if (fw_reader_parse(reader, batch, &err) != FW_OK || fw_reader_accept(reader, batch, &err) != FW_OK)
            return 65;
        rows += batch->rows_read;
    }
    printf("%llu rows\n", (unsigned long long)rows);
    fw_batch_free(batch);
    fw_reader_close(reader);
    return 0;
}

static int records(const char *path) {
    enum { COLUMNS = 256, LONGEST = 4 << 20 };
    const fw_records_format format = {.columns = COLUMNS, .max_record = LONGEST, .dialect = FW_PLAIN_DIALECT};
    fw_blocks blocks;
    fw_block block = {0};
    fw_error err = {0};
    fw_records *reader = fw_records_new();
    if (!reader || fw_blocks_open(&blocks, path, PIECE, LONGEST, &err) != FW_OK) return 66;
    counts c = {0};
    for (bool more = true;;) {
        if (fw_blocks_next(&blocks, false, &block, &more, &err) != FW_OK) return 65;
        if (!more) break;
        if (fw_records_begin(reader, &format, block.data, block.len, &err) != FW_OK) return 65;
        for (bool next = true;;) {
            fw_record record;
            if (fw_records_next(reader, &record, &next, &err) != FW_OK) return 65;
            if (!next) break;
            c.rows++;
        }
    }
    printf("%llu rows\n", (unsigned long long)c.rows - 1); /* without the header */
    fw_records_free(reader);
    fw_block_free(&block);
    fw_blocks_close(&blocks);
    return 0;
}

static int check(const char *path) {
    const int fd = open(path, O_RDONLY);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0) return 66;
    const size_t len = (size_t)info.st_size;
    char *bytes = malloc(len + 1), *copy = malloc(len + 1);
    fw_records *records = fw_records_new();
    if (!bytes || !copy || !records) return 71;
    for (size_t done = 0; done < len;) {
        const ssize_t got = read(fd, bytes + done, len - done);
        if (got <= 0) return 74;
        done += (size_t)got;
    }
    close(fd);
    const bool same = splice_agrees(records, bytes, len, FW_PLAIN_DIALECT, copy);
    puts(same ? "same records" : "the records differ");
    fw_records_free(records);
    free(bytes);
    free(copy);
    return same ? 0 : 1;
}

static int try_random(const char *count, const char *seed) {
    char bytes[SPLICE_LONGEST];
    size_t len = 0;
    const uint64_t wanted = strtoull(count, NULL, 10);
    const uint64_t same = splice_try(strtoull(seed, NULL, 10), wanted, bytes, &len);
    printf("%llu of %llu random inputs read as by the plain loop\n", (unsigned long long)same,
           (unsigned long long)wanted);
    return same == wanted ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc < 3) return 64;
    if (fw_splice_state() < 0) fputs("the libcsv here is not the one the splice was made for\n", stderr);
    if (strcmp(argv[1], "plain") == 0) return plain(argv[2]);
    if (strcmp(argv[1], "records") == 0) return records(argv[2]);
    if (strcmp(argv[1], "load") == 0) return load(argv[2]);
    if (strcmp(argv[1], "check") == 0) return check(argv[2]);
    if (strcmp(argv[1], "random") == 0) return try_random(argv[2], argc > 3 ? argv[3] : "1");
    return 64;
}
