/* fuzz_load_csv.c: any bytes behind a header: the reader must equal the byte-by-byte oracle, for any block
 * size; and its records those of the plain libcsv loop, whether bodies of fields are skipped or fed.
 *
 * The first byte of the input chooses the line end and the separator of the header, the block size and the
 * limits. */
#include "../unit/test_load_oracle.h"
#include "../unit/test_load_splice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void compare_records(const char *bytes, size_t len) {
    fw_records *records = fw_records_new();
    char *copy = malloc(len + 1);
    if (!records || !copy) abort();
    for (const char *separator = FW_SEPARATORS; *separator; separator++) {
        const fw_dialect lf = {*separator, '\n'}, cr = {*separator, '\r'};
        if (!splice_agrees(records, bytes, len, lf, copy) || !splice_agrees(records, bytes, len, cr, copy))
            abort();
    }
    free(copy);
    fw_records_free(records);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const HEADERS[] = {"answer_id,text\n", "answer_id,text\r\n", "answer_id,text\r",
                                          "answer_id;text\n"};
    static const size_t BLOCKS[] = {1, 3, 17, 64, 1000, 4096, 65536, 0};
    enum { LARGEST = 1 << 16, DEFAULT_FIELD = 1 << 20, DEFAULT_RECORD = 1 << 22 };
    if (size < 1 || size > LARGEST) return 0;
    if (memmem(data, size, "ImportId", strlen("ImportId"))) return 0; /* may be more of a header */
    const char *header = HEADERS[data[0] & 3];
    const size_t block = BLOCKS[(data[0] >> 2) & 7];
    const bool tight = data[0] & 0x20;
    const size_t max_field = tight ? 8 : DEFAULT_FIELD;
    const size_t max_record = tight ? 24 : DEFAULT_RECORD;
    const size_t header_len = strlen(header);
    const size_t len = header_len + size - 1;
    /* A LF right behind a CR header would make it a CRLF header. */
    if (header[header_len - 1] == '\r' && size > 1 && data[1] == '\n') return 0;
    char *bytes = malloc(len);
    if (!bytes) abort();
    memcpy(bytes, header, header_len);
    memcpy(bytes + header_len, data + 1, size - 1);
    compare_records(bytes, len);
    oracle_rows expected = oracle_expect(bytes, len, header_len, max_field, max_record);
    const fw_reader_options options = {
        .block_bytes = block, .max_field = max_field, .max_record = max_record};
    if (!oracle_agrees(bytes, len, &expected, options)) abort();
    free(expected.items);
    free(bytes);
    return 0;
}
