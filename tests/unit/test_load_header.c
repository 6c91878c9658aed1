/* test_load_header.c: headers that cannot be used, --map, rating columns, and the advice in the errors. */
#include "test_load_helpers.h"

static const struct {
    const char *bytes;
    size_t len;
    const char *message;
} REFUSED[] = {
#define FILE_OF(literal, message)                                                                            \
    { literal, sizeof(literal) - 1, message }
    FILE_OF("", "empty"),
    FILE_OF("\n \n\r\n", "empty"),
    FILE_OF("\xEF\xBB\xBF", "empty"),
    FILE_OF("id,text\na,b\n", "--map answer_id=id"),
    FILE_OF("answer_id,essay\na,b\n", "found: answer_id, essay"),
    FILE_OF("answer_id;text,x\na;b\n", "found: answer_id;text, x"),
    FILE_OF("answer_id,text,Text \na,b,c\n", "same header 'Text'"),
    FILE_OF("answer_id,te\"xt\na,b\n", "quote"),
    FILE_OF("answer_id,\"text\na,b\n", "never closed"),
    FILE_OF("answer_id,te\xFFxt\na,b\n", "UTF-8"),
    FILE_OF("a\0n\0s\0,\0t\0\n\0", "UTF-16"),
    FILE_OF("\xFF\xFE"
            "a\0,\0",
            "UTF-16"),
    FILE_OF("\xFE\xFF\0a\0,", "UTF-16"),
    FILE_OF("PK\x03\x04 and so on", "export it as CSV"),
    FILE_OF("\x89HDF\r\n\x1a\n", "HDF5"),
    FILE_OF("\xFF\xFE\0\0a\0\0\0,\0\0\0", "UTF-32"),
    FILE_OF("%PDF-1.4\n", "PDF"),
    FILE_OF("<!DOCTYPE html>\n", "web page"),
    FILE_OF("{\"answer_id\":\"a\",\"text\":\"b\"}\n", "JSON"),
    FILE_OF("\xFD"
            "7zXZ\0",
            "compressed"),
#undef FILE_OF
};

static void unusable_headers_are_data_errors(void **unused) {
    (void)unused;
    for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++) {
        loaded file = load_with(REFUSED[i].bytes, REFUSED[i].len, (fw_reader_options){0});
        if (file.code != FW_DATA) fail_msg("case %zu: code %d", i, (int)file.code);
        assert_contains(file.err.message, REFUSED[i].message);
        assert_true(file.err.file[0]);
        assert_null(file.reader);
        unload(&file);
    }
}

/* The header that is meant is guessed for the message; one that speaks of somebody or something else is not.
 */
static void missing_columns_are_told_at_once(void **unused) {
    (void)unused;
    static const struct {
        const char *bytes, *message;
    } CASES[] = {
        {"Nr,Reply\n1,a\n", "no column 'answer_id' and no 'text' in the header; give --map answer_id=Nr "
                            "--map text=Reply (found"},
        {"Candidate ID,Transcript (EN)\n1,a\n",
         "give --map answer_id=HEADER --map text='Transcript (EN)'; where no column names the row's answer, "
         "add one that numbers the rows (found"},
        {"Timestamp,\"Tell me about a time you failed, please\"\n1,a\n",
         "--map text='Tell me about a time you failed, please'; where"},
        {"#,Tell me about a time you *failed*.,Response Type,Network ID\n1,a,b,c\n",
         "--map answer_id='#' --map text='Tell me about a time you *failed*.'"},
        {"ResponseId,answer_length,Your answer\n1,2,a\n",
         "--map answer_id=ResponseId --map text='Your answer'"},
        {"Response ID;Answer\n1;a\n",
         "--map answer_id='Response ID' --map text=Answer (found: Response ID, Answer)"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        loaded file = load_with(CASES[i].bytes, strlen(CASES[i].bytes), (fw_reader_options){0});
        assert_int_equal(file.code, FW_DATA);
        assert_contains(file.err.message, CASES[i].message);
        unload(&file);
    }
}

/* What programs put before the header, into it and behind it: two answers are read, whatever it is. */
static void headers_of_many_programs_are_read(void **unused) {
    (void)unused;
    static const struct {
        const char *bytes;
        uint64_t line; /* of the first answer */
    } CASES[] = {
        {"\xEF\xBB\xBF\xEF\xBB\xBF"
         "answer_id,text\na,b\nc,d\n",
         2},
        {"\xEF\xBB\xBF\xEF\xBB\xBF\xEF\xBB\xBF"
         "\"answer_id\",text\na,b\nc,d\n",
         2},
        {"sep=;\r\nanswer_id;text\r\na;b\r\nc;d\r\n", 3},
        {"sep=,\nanswer_id,text\na,b\nc,d\n", 3},
        {"answer_id\xC2\xA0,\xE2\x80\x8Btext\na,b\nc,d\n", 2},
        {"answer_id;text;Cohort, spring\na;b;x\nc;d;y\n", 2},
        {"answer_id;text;\"Cohort; spring\"\na;b;x\nc;d;y\n", 2},
        {"answer_id, text\na, b\nc, d\n", 2},
        {"answer_id, text, a;b\na, b, x\nc, d, y\n", 2},
        {"answer_id,text\n,\na,b\n , \t\nc,d\n\"\",\n", 3},
        {"answer_id,text,Q1\nResponse "
         "ID,\"What,\nthen\",x\n\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",q,r\na,b,1\nc,d,2\n",
         5},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        loaded file = load_with(CASES[i].bytes, strlen(CASES[i].bytes), (fw_reader_options){0});
        if (file.code != FW_OK) fail_msg("case %zu: %s", i, file.err.message);
        if (file.batch->count != 2 || file.batch->rows_read != 2) fail_msg("case %zu", i);
        assert_str(file.batch->answers[1].field[FW_TEXT], "d");
        assert_int_equal(file.batch->answers[0].line, CASES[i].line);
        unload(&file);
    }
}

static void a_million_columns_are_refused(void **unused) {
    (void)unused;
    const size_t len = 1000000;
    char *bytes = malloc(len);
    assert_non_null(bytes);
    memset(bytes, ',', len);
    loaded file = load_with(bytes, len, (fw_reader_options){0});
    assert_int_equal(file.code, FW_DATA);
    assert_contains(file.err.message, "columns");
    unload(&file);
    free(bytes);
}

static void names_are_trimmed_and_folded(void **unused) {
    (void)unused;
    loaded file = LOAD("\xEF\xBB\xBF Answer_ID ,\" TEXT \",Cohort\na,b,c\n");
    assert_int_equal(file.code, FW_OK);
    assert_int_equal(file.batch->count, 1);
    assert_str(file.batch->answers[0].field[FW_COHORT], "c");
    assert_int_equal(file.batch->answers[0].offset, 31);
    assert_int_equal(fw_reader_extra_count(file.reader), 0);
    unload(&file);
}

static void map_errors_name_the_nearest(void **unused) {
    (void)unused;
    static const struct {
        fw_column_map map;
        const char *message;
    } CASES[] = {
        {{"txet", "Essay"}, "did you mean 'text'"},
        {{"zebra-crossing", "Essay"}, "zebra-crossing"},
        {{"text", "Esay"}, "did you mean 'Essay'"},
        {{"text", "something else"}, "found: ID, Essay"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const fw_reader_options options = {.map = &CASES[i].map, .map_count = 1};
        loaded file = LOAD_WITH("ID,Essay\na,b\n", options);
        assert_int_equal(file.code, FW_USAGE);
        assert_contains(file.err.message, CASES[i].message);
        unload(&file);
    }
    const fw_column_map twice[] = {{"text", "Essay"}, {"Text", "ID"}};
    loaded file = LOAD_WITH("ID,Essay\na,b\n", ((fw_reader_options){.map = twice, .map_count = 2}));
    assert_int_equal(file.code, FW_USAGE);
    unload(&file);
    const char *const columns[] = {"r_1"};
    file = LOAD_WITH("answer_id,text,r1\na,b,3\n",
                     ((fw_reader_options){.rating_columns = columns, .rating_column_count = 1}));
    assert_int_equal(file.code, FW_USAGE);
    assert_contains(file.err.message, "did you mean 'r1'");
    unload(&file);
}

/* What separates is what the header has, if it has no comma outside quotes. */
static void the_header_says_what_separates(void **unused) {
    (void)unused;
    static const char *const FILES[] = {
        "answer_id;text\na;\"one; two\"\n",
        "answer_id\ttext\na\tone; two\n",
        "answer_id|text\r\na|\"one; two\"\r\n",
        "\n\"answer_id\";\"text\"\na;\"one; two\"\n",
        "text,answer_id,x;y;z\none; two,a,\n",
        "\"text\";answer_id;\"a, b\nc\"\n\"one; two\";a;\n",
        "\xEF\xBB\xBF\"answer_id\"\t\"text\"\na\tone; two\n",
    };
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        loaded file = load_with(FILES[i], strlen(FILES[i]), (fw_reader_options){0});
        if (file.code != FW_OK) fail_msg("case %zu: %s", i, file.err.message);
        assert_int_equal(file.batch->count, 1);
        assert_true(fw_str_equal(file.batch->answers[0].field[FW_TEXT], FW_STR("one; two")));
        unload(&file);
    }
}

static void map_reads_fields_from_other_headers(void **unused) {
    (void)unused;
    /* rater_id belongs to the ratings file: one --map list serves both. */
    const fw_column_map map[] = {{"answer_id", "ID"}, {"text", "clean text"}, {"rater_id", "judge"}};
    loaded file =
        LOAD_WITH("id,Text,Clean Text\na,raw,clean\n", ((fw_reader_options){.map = map, .map_count = 3}));
    assert_int_equal(file.code, FW_OK);
    assert_str(file.batch->answers[0].field[FW_TEXT], "clean");
    assert_int_equal(fw_reader_extra_count(file.reader), 1);
    assert_string_equal(fw_reader_extra_name(file.reader, 0), "Text_original");
    unload(&file);
}

static void the_field_table_is_complete(void **unused) {
    (void)unused;
    for (size_t i = 0; i < FW_FIELD_COUNT; i++) {
        assert_true(fw_fields[i].name && fw_fields[i].type && fw_fields[i].meaning);
        assert_int_equal(fw_fields[i].required, i == FW_ANSWER_ID || i == FW_TEXT);
    }
    for (int i = 0; i < FW_REJECT_CODE_COUNT; i++) {
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(fw_reject_name((fw_reject_code)i), fw_reject_name((fw_reject_code)k));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unusable_headers_are_data_errors),
        cmocka_unit_test(missing_columns_are_told_at_once),
        cmocka_unit_test(headers_of_many_programs_are_read),
        cmocka_unit_test(a_million_columns_are_refused),
        cmocka_unit_test(names_are_trimmed_and_folded),
        cmocka_unit_test(map_errors_name_the_nearest),
        cmocka_unit_test(the_header_says_what_separates),
        cmocka_unit_test(map_reads_fields_from_other_headers),
        cmocka_unit_test(the_field_table_is_complete),
    };
    return cmocka_run_group_tests_name("load: header", tests, NULL, NULL);
}
