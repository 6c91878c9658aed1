/* test_load_answers.c: rows and rejects of an answers file, case by case. */
#include "test_load_helpers.h"

#include <math.h>

#define HEADER "answer_id,text\n"

/* One broken row between two good ones: it is rejected, they are used, nothing else moves. */
static const struct {
    const char *row;
    size_t len;
    fw_reject_code code;
    uint32_t column;
} BROKEN[] = {
#define ROW(literal, code, column)                                                                           \
    { literal, sizeof(literal) - 1, code, column }
    ROW("x,too,many", FW_REJECT_RAGGED, 0),
    ROW("few", FW_REJECT_RAGGED, 0),
    ROW("x,it is 37\"8 long", FW_REJECT_BAD_QUOTE, 0),
    ROW("x,\"closed\" but not over", FW_REJECT_BAD_QUOTE, 0),
    ROW("x,\"closed\" \"again\"", FW_REJECT_BAD_QUOTE, 0),
    ROW("x,nul\0byte", FW_REJECT_NUL_BYTE, 2),
    ROW("x\0,nul\xC3", FW_REJECT_NUL_BYTE, 1),
    ROW("x,\"\xC3(\"", FW_REJECT_BAD_UTF8, 2),
    ROW("x,\xED\xA0\x80", FW_REJECT_BAD_UTF8, 2),
    ROW("x,\"cut short behind a doubled \"\" quote \xE2\x80\"", FW_REJECT_BAD_UTF8, 2),
    ROW(",text", FW_REJECT_MISSING_ID, 1),
    ROW("\" \t\",text", FW_REJECT_MISSING_ID, 1),
    ROW("x,", FW_REJECT_MISSING_TEXT, 2),
    ROW("x,\" \n\t\"", FW_REJECT_MISSING_TEXT, 2),
    ROW("x,\"\xC2\xA0\xE2\x80\x83\"", FW_REJECT_MISSING_TEXT, 2),
    ROW("a1,an id that was used before", FW_REJECT_DUPLICATE_ID, 1),
    ROW("\" a1 \",the same id in blanks", FW_REJECT_DUPLICATE_ID, 1),
    ROW("x,ragged \xFF comes first,", FW_REJECT_RAGGED, 0),
#undef ROW
};

static void one_broken_row_is_one_reject(void **unused) {
    (void)unused;
    for (size_t i = 0; i < sizeof BROKEN / sizeof BROKEN[0]; i++) {
        char bytes[256];
        size_t len = (size_t)sprintf(bytes, HEADER "a1,first\n");
        const size_t offset = len;
        memcpy(bytes + len, BROKEN[i].row, BROKEN[i].len);
        len += BROKEN[i].len;
        len += (size_t)sprintf(bytes + len, "\na2,last\n");
        loaded file = load_with(bytes, len, (fw_reader_options){0});
        assert_int_equal(file.batch->rows_read, 3);
        assert_int_equal(file.batch->reject_count, 1);
        const fw_reject *reject = &file.batch->rejects[0];
        assert_string_equal(fw_reject_name(reject->code), fw_reject_name(BROKEN[i].code));
        assert_int_equal(reject->column, BROKEN[i].column);
        assert_int_equal(reject->line, 3);
        assert_int_equal(reject->offset, offset);
        assert_true(reject->message[0]);
        const fw_answer *last = &file.batch->answers[file.batch->count - 1];
        assert_str(last->field[FW_TEXT], "last");
        assert_true(last->used);
        unload(&file);
    }
}

static void numbers_are_checked(void **unused) {
    (void)unused;
    static const char *const BAD[] = {"0,",   "1001,", "1.5,",  "x,",   "four,",      ",-1",  ",86401",
                                      ",1e9", ",inf",  ",0x10", ",1,5", ",\"1,500\"", ",1:60"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        char bytes[128];
        const size_t len = (size_t)sprintf(bytes, "answer_id,attempt,duration_s,text\na,%s,t\n", BAD[i]);
        loaded file = load_with(bytes, len, (fw_reader_options){0});
        assert_int_equal(file.batch->count, 0);
        assert_int_equal(file.batch->reject_count, 1);
        const fw_reject_code code = file.batch->rejects[0].code;
        assert_true(code == FW_REJECT_BAD_NUMBER || strcmp(BAD[i], ",1,5") == 0);
        unload(&file);
    }
    loaded file =
        LOAD("answer_id,attempt,duration_s,text\na,,,t\nb,2,0,t\nc,\" 1000 \",86400,t\nd,3.0,97.5,t\n");
    assert_int_equal(file.batch->count, 4);
    assert_int_equal(file.batch->answers[0].attempt, 0);
    assert_true(isnan(file.batch->answers[0].duration_s));
    assert_int_equal(file.batch->answers[1].attempt, 2);
    assert_true(file.batch->answers[1].duration_s == 0);
    assert_int_equal(file.batch->answers[2].attempt, 1000);
    assert_int_equal(file.batch->answers[3].attempt, 3);
    assert_true(file.batch->answers[3].duration_s == 97.5);
    unload(&file);
}

static void an_open_quote_names_the_line_where_the_record_starts(void **unused) {
    (void)unused;
    loaded file = LOAD(HEADER "a,fine\nb,\"never closed\nc,swallowed\nd,too\n");
    assert_int_equal(file.batch->rows_read, 2);
    assert_int_equal(file.batch->count, 1);
    assert_int_equal(file.batch->rejects[0].code, FW_REJECT_OPEN_QUOTE);
    assert_int_equal(file.batch->rejects[0].line, 3);
    assert_int_equal(file.batch->rejects[0].offset, 22);
    unload(&file);
}

static void long_fields_and_records_are_rejected_and_passed(void **unused) {
    (void)unused;
    const fw_reader_options options = {.max_field = 5, .max_record = 20, .block_bytes = 8};
    loaded file = LOAD_WITH(HEADER "a,12345\n", options);
    assert_int_equal(file.batch->count, 1);
    unload(&file);
    file = LOAD_WITH(HEADER "a,123456\n", options);
    assert_int_equal(file.batch->rejects[0].code, FW_REJECT_LONG_FIELD);
    assert_int_equal(file.batch->rejects[0].column, 2);
    unload(&file);
    file = LOAD_WITH(HEADER "a,\"1234567\n90123456789\n0\"\nb,ok\n", options);
    assert_int_equal(file.batch->rows_read, 2);
    assert_int_equal(file.batch->rejects[0].code, FW_REJECT_LONG_RECORD);
    assert_int_equal(file.batch->rejects[0].line, 2);
    assert_int_equal(file.batch->count, 1);
    assert_int_equal(file.batch->answers[0].line, 5);
    unload(&file);
}

static void quoting_follows_rfc_4180(void **unused) {
    (void)unused;
    loaded file = LOAD(HEADER "a,\"120 any st., Anytown, WW\"\n"
                              "b,\"ha \"\"ha\"\" ha\"\n"
                              "c,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [102.0, 0.5]}\"\n"
                              "d,\"ha \n\"\"ha\"\" \nha\"\n"
                              "\"e\",\"\"\"\"\n"
                              "f,\xCA\xA4\n"
                              "g,\"  kept  \"\n"
                              "h,  trimmed by the parser  \n"
                              "i,\"Once upon \r\na time\"");
    static const char *const TEXTS[] = {"120 any st., Anytown, WW",
                                        "ha \"ha\" ha",
                                        "{\"type\": \"Point\", \"at\": [102.0, 0.5]}",
                                        "ha \n\"ha\" \nha",
                                        "\"",
                                        "\xCA\xA4",
                                        "  kept  ",
                                        "trimmed by the parser",
                                        "Once upon \r\na time"};
    assert_int_equal(file.batch->count, 9);
    for (size_t i = 0; i < 9; i++) {
        assert_true(fw_str_equal(file.batch->answers[i].field[FW_TEXT], fw_str_of(TEXTS[i])));
    }
    assert_str(file.batch->answers[4].field[FW_ANSWER_ID], "e");
    assert_int_equal(file.batch->answers[4].line, 8);
    unload(&file);
}

static void line_ends_may_be_mixed(void **unused) {
    (void)unused;
    static const char *const FILES[] = {
        "answer_id,text\na,one\n\"b\",\"two\"\nc,three\n",
        "answer_id,text\r\na,one\r\n\"b\",\"two\"\r\nc,three\r\n",
        "answer_id,text\ra,one\r\"b\",\"two\"\rc,three",
        "\n\nanswer_id,text\r\n\r\na,one\r\r\"b\",\"two\"\n \t \n\n\nc,three",
    };
    static const uint64_t LINES[][3] = {{2, 3, 4}, {2, 3, 4}, {2, 3, 4}, {5, 7, 11}};
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        loaded file = load_with(FILES[i], strlen(FILES[i]), (fw_reader_options){0});
        assert_int_equal(file.batch->count, 3);
        assert_int_equal(file.batch->reject_count, 0);
        for (size_t k = 0; k < 3; k++) assert_int_equal(file.batch->answers[k].line, LINES[i][k]);
        assert_str(file.batch->answers[2].field[FW_TEXT], "three");
        unload(&file);
    }
}

static void a_stray_quote_in_a_cr_file_costs_one_row(void **unused) {
    (void)unused;
    loaded file = LOAD("answer_id,text\ra,stray\"quote\rb,fine\r");
    assert_int_equal(file.batch->rows_read, 2);
    assert_int_equal(file.batch->count, 1);
    assert_int_equal(file.batch->answers[0].line, 3);
    unload(&file);
}

static void duplicates_are_found_across_blocks(void **unused) {
    (void)unused;
    enum { LOOKED_AT = 64 * 1024 }; /* with the header, and then in one block */
    static const char ROWS[] = "\na,1\nb,2\na,3\nc,4\nb,5\n";
    static char bytes[LOOKED_AT + 64] = HEADER "x,";
    const size_t start = strlen(bytes);
    memset(bytes + start, 'x', LOOKED_AT - start);
    memcpy(bytes + LOOKED_AT, ROWS, sizeof ROWS);
    char path[64];
    const int fd = helper_file(bytes, strlen(bytes), path);
    const fw_reader_options options = {.path = path, .block_bytes = 1};
    fw_reader *reader;
    fw_error err = {0};
    assert_int_equal(fw_reader_open(&options, &reader, &err), FW_OK);
    fw_batch *batch = fw_batch_new();
    bool more = true;
    size_t used = 0, rejected = 0, rows = 0, blocks = 0;
    uint64_t held = 0;
    for (;;) {
        assert_int_equal(fw_reader_fill(reader, batch, &more, &err), FW_OK);
        if (!more) break;
        assert_int_equal(fw_reader_parse(reader, batch, &err), FW_OK);
        assert_int_equal(fw_reader_accept(reader, batch, &err), FW_OK);
        for (size_t i = 0; i < batch->count; i++) used += batch->answers[i].used;
        for (size_t i = 0; i < batch->reject_count; i++) {
            assert_int_equal(batch->rejects[i].code, FW_REJECT_DUPLICATE_ID);
            assert_int_equal(batch->rejects[i].line, rejected ? 7 : 5);
            assert_contains(batch->rejects[i].message, rejected ? "line 4" : "line 3");
            rejected++;
        }
        rows += batch->rows_read;
        held += batch->bytes;
        blocks++;
    }
    assert_true(blocks > 2);
    assert_int_equal(rows, 6);
    assert_int_equal(used, 4);
    assert_int_equal(rejected, 2);
    assert_int_equal(held, strlen(bytes) - strlen(HEADER));
    assert_int_equal(fw_reader_size(reader), strlen(bytes));
    assert_int_equal(fw_reader_position(reader), strlen(bytes));
    fw_batch_free(batch);
    fw_reader_close(reader);
    close(fd);
}

static void rejects_stay_in_input_order(void **unused) {
    (void)unused;
    loaded file = LOAD(HEADER "a,1\na,2\nb\na,3\nc,\"x\"y\na,4\n");
    static const fw_reject_code CODES[] = {FW_REJECT_DUPLICATE_ID, FW_REJECT_RAGGED, FW_REJECT_DUPLICATE_ID,
                                           FW_REJECT_BAD_QUOTE, FW_REJECT_DUPLICATE_ID};
    assert_int_equal(file.batch->reject_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(file.batch->rejects[i].code, CODES[i]);
        assert_int_equal(file.batch->rejects[i].line, 3 + i);
    }
    unload(&file);
}

static void extra_and_rating_columns_are_carried(void **unused) {
    (void)unused;
    const char *const ratings[] = {"r1", "R2"};
    const fw_reader_options options = {.rating_columns = ratings, .rating_column_count = 2};
    loaded file = LOAD_WITH("site,answer_id,R1,text,r2,\n"
                            "north,a,4,t,3.5,z\n"
                            " \"south \" ,b,,t,\"3,5\",\n",
                            options);
    assert_int_equal(fw_reader_extra_count(file.reader), 2);
    assert_string_equal(fw_reader_extra_name(file.reader, 0), "site");
    assert_string_equal(fw_reader_extra_name(file.reader, 1), "column_6");
    assert_null(fw_reader_extra_name(file.reader, 2));
    assert_int_equal(file.batch->count, 2);
    const fw_answer *answers = file.batch->answers;
    assert_str(answers[0].extra[0], "north");
    assert_str(answers[0].extra[1], "z");
    assert_str(answers[1].extra[0], "south");
    assert_true(answers[0].ratings[0] == 4 && answers[0].ratings[1] == 3.5);
    assert_true(isnan(answers[1].ratings[0]) && answers[1].ratings[1] == 3.5);
    assert_int_equal(answers[0].field[FW_COHORT].len, 0);
    assert_false(fw_reader_has(file.reader, FW_COHORT));
    assert_true(fw_reader_has(file.reader, FW_TEXT));
    unload(&file);
}

static void a_header_alone_gives_no_rows(void **unused) {
    (void)unused;
    loaded file = LOAD("answer_id,text");
    assert_int_equal(file.code, FW_OK);
    assert_int_equal(file.batch->rows_read, 0);
    unload(&file);
    file = LOAD("answer_id,text\n\n  \n");
    assert_int_equal(file.batch->rows_read, 0);
    assert_int_equal(file.batch->reject_count, 0);
    unload(&file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_broken_row_is_one_reject),
        cmocka_unit_test(numbers_are_checked),
        cmocka_unit_test(an_open_quote_names_the_line_where_the_record_starts),
        cmocka_unit_test(long_fields_and_records_are_rejected_and_passed),
        cmocka_unit_test(quoting_follows_rfc_4180),
        cmocka_unit_test(line_ends_may_be_mixed),
        cmocka_unit_test(a_stray_quote_in_a_cr_file_costs_one_row),
        cmocka_unit_test(duplicates_are_found_across_blocks),
        cmocka_unit_test(rejects_stay_in_input_order),
        cmocka_unit_test(extra_and_rating_columns_are_carried),
        cmocka_unit_test(a_header_alone_gives_no_rows),
    };
    return cmocka_run_group_tests_name("load: answers", tests, NULL, NULL);
}
