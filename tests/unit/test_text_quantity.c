/* test_text_quantity.c: what the quantity pass finds in a sentence, and what it must not take for an outcome.
 */
#include "quantity_cases.h"

static void hostile_text_gives_finite_values(void **state) {
    static const char *const TEXTS[] = {"",
                                        " ",
                                        "..",
                                        "$",
                                        "$$$ 5 $",
                                        "%%%",
                                        "1/0",
                                        "1e400",
                                        "1e308 million billion",
                                        "-",
                                        "--5",
                                        "5-",
                                        "9999999999999999999999999999999999999999 days",
                                        "one one one one one",
                                        "hundred hundred",
                                        "a a a half half",
                                        "1,,2",
                                        "1.2.3.4.5.6.7.8.9.10",
                                        "from from 3 to to",
                                        "between and",
                                        "minus",
                                        "three million billion trillion",
                                        "half a half of a quarter of a",
                                        "to from by 3",
                                        "of of 2 of 3 of",
                                        "0/5 of 0",
                                        "1-2-3-4-5-6",
                                        "$1e9999",
                                        "0x7f",
                                        "\xE2\x82\xAC",
                                        "\xC2\xBD\xC2\xBD",
                                        "v",
                                        "Q9 H7 FY",
                                        "1:2:3:4",
                                        "12:99",
                                        "99:12",
                                        "twenty twenty twenty",
                                        "point five point five",
                                        "one and",
                                        "1 / 2",
                                        "two hundred and",
                                        "a couple of",
                                        "half past",
                                        "at",
                                        "#",
                                        "at least",
                                        "\xE2\x80\x93 5 \xE2\x80\x93"};
    quantity_fixture *f = *state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        assert_int_equal(quantity_fixture_find(f, TEXTS[i], strlen(TEXTS[i])), FW_OK);
        for (uint32_t k = 0; k < f->ws.quantities.count; k++) {
            const fw_quantity *q = &f->ws.quantities.items[k];
            assert_true(isfinite(q->value));
            assert_true(isnan(q->from) || isfinite(q->from));
            assert_true(q->span.start < q->span.end && q->span.end <= strlen(TEXTS[i]));
            assert_non_null(q->unit);
        }
    }
}

static void plain_measures(void **state) {
    static const quantity_case CASES[] = {
        {"It took nine days.", {IS("nine days", 9, "day", DURATION)}},
        {"We lost a dozen customers.", {IS("a dozen customers", 12, "person", COUNT)}},
        {"It cost us a couple of weeks.", {IS("a couple of weeks", 2, "week", DURATION)}},
        {"We burned half a million dollars.", {IS("half a million dollars", 500000, "USD", MONEY)}},
        {"It was two and a half years of work.", {IS("two and a half years", 2.5, "year", DURATION)}},
        {"Twenty-seven kids failed.", {IS("Twenty-seven kids", 27, "person", COUNT)}},
        {"We had three hundred and fifty tickets open.",
         {IS("three hundred and fifty tickets", 350, "ticket", COUNT)}},
        {"A hundred thousand rows were gone.", {IS("A hundred thousand rows", 100000, "row", COUNT)}},
        {"The job dropped 2.2 million rows.", {IS("2.2 million rows", 2200000, "row", COUNT)}},
        {"It served 1.2k users.", {IS("1.2k users", 1200, "person", COUNT)}},
        {"I wasted $40k.", {IS("$40k", 40000, "USD", MONEY)}},
        {"We paid \xE2\x82\xAC"
         "2m.",
         {IS("\xE2\x82\xAC"
             "2m",
             2000000, "EUR", MONEY)}},
        {"The fine was \xC2\xA3"
         "2,000.",
         {IS("\xC2\xA3"
             "2,000",
             2000, "GBP", MONEY)}},
        {"It cost 310,000 euros.", {IS("310,000 euros", 310000, "EUR", MONEY)}},
        {"They charged 420 EUR.", {IS("420 EUR", 420, "EUR", MONEY)}},
        {"It was 12.000 euros in the end.", {IS("12.000 euros", 12000, "EUR", MONEY)}},
        {"That is forty percent of what we do.", {IS("forty percent", 40, "percent", PERCENT)}},
        {"22% of orders came late.", {IS("22%", 22, "percent", PERCENT)}},
        {"It ran at 0.4x the speed.", {IS("0.4x", 0.4, "x", RATIO)}},
        {"The restart takes 15 min.", {IS("15 min", 15, "minute", DURATION)}},
        {"The 90-day check failed.", {IS("90-day", 90, "day", DURATION)}},
        {"We were down for a week and a half.", {IS("a week and a half", 1.5, "week", DURATION)}},
        {"Checkout was down for 1 hour 20 minutes.", {IS("1 hour 20 minutes", 80, "minute", DURATION)}},
        {"I cut 2 1/2 inches off.", {IS("2 1/2 inches", 2.5, "inch", METRIC)}},
        {"It lost 200MB of logs.", {IS("200MB", 200, "MB", BYTES)}},
        {"The dump was 3 gigabytes.", {IS("3 gigabytes", 3, "GB", BYTES)}},
        {"We were half an hour late.", {IS("half an hour", 0.5, "hour", DURATION)}},
        {"I lost three quarters of an hour.", {IS("three quarters of an hour", 0.75, "hour", DURATION)}},
        {"It was 13 dollars and 45 cents short.", {IS("13 dollars and 45 cents", 13.45, "USD", MONEY)}},
        {"Latency was 80 ms.", {IS("80 ms", 0.08, "second", DURATION)}},
        {"We fell 50 basis points short.", {BY("50 basis points", 0.5, "point", POINTS, -1)}},
        {"It took another week.", {IS("another week", 1, "week", DURATION)}},
        {"Nine hand-written notes were lost.", {IS("Nine hand-written notes", 9, "note", COUNT)}},
        {"Three of our engineers left.", {IS("Three of our engineers", 3, "person", COUNT)}},
        {"A 10-person team waited.", {IS("10-person", 10, "person", COUNT)}},
        {"One customer left.", {IS("One customer", 1, "person", COUNT)}},
        {"There were 17 gizmos.", {IS("17 gizmos", 17, "thing", COUNT)}},
        {"It scored 0.71.", {IS("0.71", 0.71, "", METRIC)}},
        {"We got 418 answered.", {IS("418", 418, "", COUNT)}},
    };
    CHECK(state, CASES);
}

/* Number and unit in two words: what stands around decides whether they are all of it. */
static void what_stands_beside_a_measure(void **state) {
    static const quantity_case CASES[] = {
        {"Twelve people, a budget.", {IS("Twelve people", 12, "person", COUNT)}},
        {"They ran five tests a week.", {IS("five tests", 5, "test", COUNT)}},
        {"It took two weeks and three days.", {IS("two weeks and three days", 17, "day", DURATION)}},
        {"It took two weeks, and three days were lost.",
         {IS("two weeks, and three days", 17, "day", DURATION)}},
        {"It took two weeks, and half of it was lost.",
         {IS("two weeks", 2, "week", DURATION), IS("half", 0.5, "", RATIO)}},
        {"Two people in five left.", {IS("Two people in five", 0.4, "", RATIO)}},
        {"Twelve people in a room agreed.", {IS("Twelve people", 12, "person", COUNT)}},
        {"Three years ago we left.", {{0}}},
        {"Class 3 tests failed.", {{0}}},
        {"Sales fell by 12 percent.", {BY("12 percent", 12, "percent", PERCENT, -1)}},
        {"It is three times as fast.", {IS("three times", 3, "x", RATIO)}},
        {"We met three times, as planned.", {IS("three times", 3, "time", COUNT)}},
        {"It took 12.000 hours.", {IS("12.000 hours", 12, "hour", DURATION)}},
        {"We lost 12.000 customers.", {IS("12.000 customers", 12000, "person", COUNT)}},
        {"It is for children two years old.", {{0}}},
        {"It took from five days to two.", {MOVED("from five days to two", 5, 2, "day", DURATION, -1)}},
        {"It took at least nine days.", {BOUND("nine days", 9, "day", DURATION, 1)}},
        {"It took nine days or more.", {BOUND("nine days", 9, "day", DURATION, 1)}},
    };
    CHECK(state, CASES);
}

static void shares_and_multiples(void **state) {
    static const quantity_case CASES[] = {
        {"We lost a quarter of our users.", {BY("a quarter", 0.25, "", RATIO, -1)}},
        {"I lost a quarter over this.", {IS("a quarter", 1, "quarter", DURATION)}},
        {"It stalled for two quarters.", {IS("two quarters", 2, "quarter", DURATION)}},
        {"Two thirds of them quit.", {IS("Two thirds", 2.0 / 3, "", RATIO)}},
        {"Half the team left.", {IS("Half", 0.5, "", RATIO)}},
        {"One in five customers left.", {IS("One in five", 0.2, "", RATIO)}},
        {"Eleven out of fifteen passed.", {IS("Eleven out of fifteen", 11.0 / 15, "", RATIO)}},
        {"Only 8 of 20 came.", {IS("8 of 20", 0.4, "", RATIO)}},
        {"About 1/3 of it was wrong.", {IS("1/3", 1.0 / 3, "", RATIO)}},
        {"Nine of my twenty-three pupils fell behind.", {IS("Nine of my twenty-three", 9.0 / 23, "", RATIO)}},
        {"It took twice as long.", {IS("twice", 2, "x", RATIO)}},
        {"I checked it twice.", {{0}}},
        {"Signups doubled.", {BY("doubled", 2, "x", RATIO, 1)}},
        {"That halved the error rate.", {BY("halved", 0.5, "x", RATIO, -1)}},
        {"We saw a tenfold load.", {IS("tenfold", 10, "x", RATIO)}},
        {"It ran three times faster.", {BY("three times", 3, "x", RATIO, 1)}},
        {"I asked three times.", {IS("three times", 3, "time", COUNT)}},
    };
    CHECK(state, CASES);
}

static void bounds(void **state) {
    static const quantity_case CASES[] = {
        {"Test for at least two weeks.", {BOUND("two weeks", 2, "week", DURATION, 1)}},
        {"Any deal over $50k needs a review.", {BOUND("$50k", 50000, "USD", MONEY, 1)}},
        {"It took more than three months.", {BOUND("three months", 3, "month", DURATION, 1)}},
        {"It took no more than three months.", {BOUND("three months", 3, "month", DURATION, -1)}},
        {"It ran in under five minutes.", {BOUND("five minutes", 5, "minute", DURATION, -1)}},
        {"We can take up to 40 orders.", {BOUND("40 orders", 40, "order", COUNT, -1)}},
        {"It was about 12 people.", {IS("12 people", 12, "person", COUNT)}},
        {"We had 500+ users.", {BOUND("500", 500, "", COUNT, 1)}},
        {"Wait ten days or more.", {BOUND("ten days", 10, "day", DURATION, 1)}},
    };
    CHECK(state, CASES);
}

static void ranges_and_deltas(void **state) {
    static const quantity_case CASES[] = {
        {"We hire 10 to 15 people.", {RANGE("10 to 15 people", 10, 15, "person", COUNT)}},
        {"It takes 3-5 days.", {RANGE("3-5 days", 3, 5, "day", DURATION)}},
        {"It takes between 2 and 4 weeks.", {RANGE("between 2 and 4 weeks", 2, 4, "week", DURATION)}},
        {"It cost $10-20k.", {RANGE("$10-20k", 10000, 20000, "USD", MONEY)}},
        {"Two or three days were lost.", {RANGE("Two or three days", 2, 3, "day", DURATION)}},
        {"Between two hundred and three hundred people came.",
         {RANGE("Between two hundred and three hundred people", 200, 300, "person", COUNT)}},
        {"It went from 0.71 to 0.43.", {MOVED("from 0.71 to 0.43", 0.71, 0.43, "", METRIC, -1)}},
        {"Scores rose from 61 to 66 percent.",
         {MOVED("from 61 to 66 percent", 61, 66, "percent", PERCENT, 1)}},
        {"It went from four days to six hours.",
         {MOVED("from four days to six hours", 96, 6, "hour", DURATION, -1)}},
        {"Review went from about one day to four.",
         {MOVED("from about one day to four", 1, 4, "day", DURATION, 1)}},
        {"We went from sixty manual smears a day to a hundred and forty.",
         {MOVED("from sixty manual smears a day to a hundred and forty", 60, 140, "smear", COUNT, 1)}},
        {"Satisfaction was down by 12 points.", {BY("12 points", 12, "point", POINTS, -1)}},
        {"Signups dropped 22%.", {BY("22%", 22, "percent", PERCENT, -1)}},
        {"We cut it by half.", {BY("half", 0.5, "", RATIO, -1)}},
        {"It reduced churn by a third.", {BY("a third", 1.0 / 3, "", RATIO, -1)}},
        {"The pipeline came in 38 percent lower.", {BY("38 percent", 38, "percent", PERCENT, -1)}},
        {"That was a 30% increase.", {BY("30%", 30, "percent", PERCENT, 1)}},
        {"It was a 20-30% drop.", {{"20-30%", 30, "percent", FW_KIND_PERCENT, 20, 0, true, -1}}},
        {"We went from, I think, sixty orders to ninety.",
         {MOVED("from, I think, sixty orders to ninety", 60, 90, "order", COUNT, 1)}},
        {"It went from 2.6 to 4.1 out of five.",
         {MOVED("from 2.6 to 4.1 out of five", 2.6, 4.1, "", METRIC, 1)}},
        {"Cycle time: 14 -> 9 days.", {MOVED("14 -> 9 days", 14, 9, "day", DURATION, -1)}},
        {"Sales fell to 14% from 22%.", {MOVED("14% from 22%", 22, 14, "percent", PERCENT, -1)}},
    };
    CHECK(state, CASES);
}

/* Minimal pairs: the number is the same, what it says is not. */
static void numbers_that_measure_nothing(void **state) {
    static const quantity_case CASES[] = {
        {"On March 3 it broke.", {{0}}},
        {"In 2021 it broke.", {{0}}},
        {"In 2021 customers left.", {{0}}},
        {"We lost 2,021 customers.", {IS("2,021 customers", 2021, "person", COUNT)}},
        {"It was due 2026-11-22.", {{0}}},
        {"It was due on 3/4/2020.", {{0}}},
        {"We missed Q3.", {{0}}},
        {"That was the 90s.", {{0}}},
        {"It paged me at 07:40.", {{0}}},
        {"It paged me at 2am.", {{0}}},
        {"It paged me at four in the afternoon.", {{0}}},
        {"It was half past nine.", {{0}}},
        {"It was 9 o'clock.", {{0}}},
        {"We met at eight.", {{0}}},
        {"We shipped v3.", {{0}}},
        {"We ran 2.3.1 then.", {{0}}},
        {"We shipped version 2.", {{0}}},
        {"We were on Python 3.8.", {{0}}},
        {"It was my first job.", {{0}}},
        {"The 2nd attempt worked.", {{0}}},
        {"A third party broke it.", {{0}}},
        {"We talked in our 1:1.", {{0}}},
        {"I ran an A/B test.", {{0}}},
        {"My 360 said so.", {{0}}},
        {"The 360 feedback said so.", {{0}}},
        {"We lost 360 customers.", {IS("360 customers", 360, "person", COUNT)}},
        {"I was on call 24/7.", {{0}}},
        {"It was a 9-to-5 job.", {{0}}},
        {"I closed ticket 4417.", {{0}}},
    };
    CHECK(state, CASES);
}

static void numbers_in_names_and_phrases_measure_nothing(void **state) {
    static const quantity_case CASES[] = {
        {"I closed 4417 tickets.", {IS("4417 tickets", 4417, "ticket", COUNT)}},
        {"It is bug #231.", {{0}}},
        {"We sat in room 12.", {{0}}},
        {"Read chapter 3.", {{0}}},
        {"Tier 1 support missed it.", {{0}}},
        {"That was phase 2.", {{0}}},
        {"I was an L5.", {{0}}},
        {"It was problem number one.", {{0}}},
        {"He was the one.", {{0}}},
        {"One of them left.", {{0}}},
        {"One of our clinics closed.", {{0}}},
        {"One of the five clinics closed.", {IS("five clinics", 5, "clinic", COUNT)}},
        {"I came at four thirty.", {{0}}},
        {"See a.com/x%20y%20 for it.", {{0}}},
        {"It was COVID-19.", {{0}}},
        {"No one told me.", {{0}}},
        {"One day it broke.", {{0}}},
        {"It took one day.", {IS("one day", 1, "day", DURATION)}},
        {"I wanted a second one.", {{0}}},
        {"It took one second.", {IS("one second", 1, "second", DURATION)}},
        {"I may march on.", {{0}}},
        {"I left two years ago.", {{0}}},
        {"She was 12 years old.", {{0}}},
        {"We met once a week.", {{0}}},
        {"We met five times a week.", {IS("five times", 5, "time", COUNT)}},
        {"It happened last quarter.", {{0}}},
        {"It was half-finished.", {{0}}},
        {"Call 555-1234.", {{0}}},
        {"In the first half we won.", {{0}}},
    };
    CHECK(state, CASES);
}

static void typed_numbers_keep_their_kind(void **state) {
    static const struct {
        const char *sentence;
        const char *text;
        fw_quantity_kind kind;
    } CASES[] = {{"On March 3 it broke.", "March 3", FW_KIND_DATE},
                 {"On 3rd of March 2021 it broke.", "3rd of March 2021", FW_KIND_DATE},
                 {"It broke in 2019.", "2019", FW_KIND_DATE},
                 {"It broke at 07:40.", "07:40", FW_KIND_TIME},
                 {"It broke at 2 a.m. sharp.", "2 a.m.", FW_KIND_TIME},
                 {"We ran 2.3.1 then.", "2.3.1", FW_KIND_VERSION},
                 {"We were on Python 3.8.", "Python 3.8", FW_KIND_VERSION},
                 {"My second try failed.", "second", FW_KIND_ORDINAL},
                 {"The twenty-fifth try failed.", "twenty-fifth", FW_KIND_ORDINAL},
                 {"I closed ticket 4417.", "ticket 4417", FW_KIND_NONE},
                 {"We talked in our 1:1.", "1:1", FW_KIND_NONE}};
    quantity_fixture *f = *state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(quantity_fixture_find(f, CASES[i].sentence, strlen(CASES[i].sentence)), FW_OK);
        if (f->ws.quantities.count != 1) print_found(f, CASES[i].sentence);
        assert_int_equal(f->ws.quantities.count, 1);
        const fw_quantity *q = &f->ws.quantities.items[0];
        if (q->kind != CASES[i].kind) print_found(f, CASES[i].sentence);
        assert_int_equal(q->kind, CASES[i].kind);
        assert_int_equal(q->span.end - q->span.start, strlen(CASES[i].text));
        assert_memory_equal(f->ws.text.ptr + q->span.start, CASES[i].text, strlen(CASES[i].text));
    }
}

/* A megabyte of numbers in a row: each is looked at a few times, whatever stands before and behind it. Were a
 * row read to its end, or back to its beginning, from each of its numbers, this would take minutes, and the
 * whole stack. */
static void endless_rows_are_read_once(void **state) {
    enum { ROWS = 1 << 16, GROUPS = 7 };
    static const struct {
        const char *row;
        uint32_t rows; /* that make one quantity */
        fw_quantity_kind kind;
    } CASES[] = {{"3/4, ", 1, FW_KIND_RATIO}, {"111 ", GROUPS, FW_KIND_COUNT}, {"5 ", 1, FW_KIND_COUNT}};
    quantity_fixture *f = *state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const size_t len = strlen(CASES[i].row);
        char *text = malloc(ROWS * len);
        assert_non_null(text);
        for (size_t k = 0; k < ROWS; k++) memcpy(text + k * len, CASES[i].row, len);
        assert_int_equal(quantity_fixture_find(f, text, ROWS * len), FW_OK);
        assert_int_equal(f->ws.quantities.count, (ROWS + CASES[i].rows - 1) / CASES[i].rows);
        assert_int_equal(f->ws.quantities.items[ROWS / GROUPS - 1].kind, CASES[i].kind);
        free(text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(endless_rows_are_read_once),
        cmocka_unit_test(hostile_text_gives_finite_values),
        cmocka_unit_test(plain_measures),
        cmocka_unit_test(what_stands_beside_a_measure),
        cmocka_unit_test(shares_and_multiples),
        cmocka_unit_test(bounds),
        cmocka_unit_test(ranges_and_deltas),
        cmocka_unit_test(numbers_that_measure_nothing),
        cmocka_unit_test(numbers_in_names_and_phrases_measure_nothing),
        cmocka_unit_test(typed_numbers_keep_their_kind),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
