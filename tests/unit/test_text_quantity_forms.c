/* test_text_quantity_forms.c: further forms of numbers, units, bounds and ranges, and of dates and times,
 * which measure nothing. */
#include "quantity_cases.h"

static void parts_of_one(void **state) {
    static const quantity_case CASES[] = {
        {"We kept one twenty-fifth of it.", {IS("one twenty-fifth", 0.04, "", RATIO)}},
        {"It was one hundred thirty-fifths of it.", {IS("one hundred thirty-fifths", 100.0 / 35, "", RATIO)}},
        {"It took 1/2h.", {IS("1/2h", 0.5, "hour", DURATION)}},
        {"It was five - eighths of it.", {IS("five - eighths", 0.625, "", RATIO)}},
        {"It failed one time in eight.", {IS("one time in eight", 0.125, "", RATIO)}},
        {"Two people in three teams left.",
         {IS("Two people", 2, "person", COUNT), IS("three teams", 3, "team", COUNT)}},
        {"They paid 14 cents on the dollar.", {IS("14 cents on the dollar", 0.14, "", RATIO)}},
        {"Bookings dropped about a quarter.", {BY("a quarter", 0.25, "", RATIO, -1)}},
        {"We had zero incidents out of those three.",
         {IS("zero incidents", 0, "incident", COUNT), IS("three", 3, "", COUNT)}},
        {"Read step 2 of 5.", {IS("5", 5, "", COUNT)}},
    };
    CHECK(state, CASES);
}

static void numbers_said_in_other_ways(void **state) {
    static const quantity_case CASES[] = {
        {"We lost a couple hundred users.", {IS("a couple hundred users", 200, "person", COUNT)}},
        {"We lost several hundred users.", {{NULL}}},
        {"Pay within forty-five (45) days.", {BOUND("forty-five (45) days", 45, "day", DURATION, -1)}},
        {"We had 3 hundred and 2.12 hundred.",
         {IS("3 hundred", 300, "", COUNT), IS("2.12 hundred", 212, "", COUNT)}},
        {"It took 7 minutes 40.", {IS("7 minutes 40", 460, "second", DURATION)}},
        {"It came to a dollar and 42 cents.", {IS("a dollar and 42 cents", 1.42, "USD", MONEY)}},
        {"The door is 2 1/2 in thick.", {IS("2 1/2 in", 2.5, "inch", METRIC)}},
        {"He is 5 ft 2 in tall.", {IS("5 ft 2 in", 5 + 2.0 / 12, "foot", METRIC)}},
        {"The lot has 4 km squared.", {IS("4 km squared", 4, "km", METRIC)}},
        {"The lot has 3km\xC2\xB2.", {IS("3km\xC2\xB2", 3, "km", METRIC)}},
        {"It was 32 degrees Celsius.",
         {IS("32 degrees Celsius", 32,
             "\xC2\xB0"
             "C",
             METRIC)}},
        {"We asked two first-week users.", {IS("two first-week users", 2, "person", COUNT)}},
        {"I had only one configuration.", {IS("one configuration", 1, "configuration", COUNT)}},
    };
    CHECK(state, CASES);
}

static void more_bounds_and_ranges(void **state) {
    static const quantity_case CASES[] = {
        {"It must be less than or equal to 40 orders.", {BOUND("40 orders", 40, "order", COUNT, -1)}},
        {"It must be greater or equal than 40 orders.", {BOUND("40 orders", 40, "order", COUNT, 1)}},
        {"It cost in excess of $40k.", {BOUND("$40k", 40000, "USD", MONEY, 1)}},
        {"It took a minimum of nine days.", {BOUND("nine days", 9, "day", DURATION, 1)}},
        {"We surpassed 40 orders.", {BOUND("40 orders", 40, "order", COUNT, 1)}},
        {"It was north of $2m.", {BOUND("$2m", 2000000, "USD", MONEY, 1)}},
        {"It ran at ten, twelve percent.", {RANGE("ten, twelve percent", 10, 12, "percent", PERCENT)}},
    };
    CHECK(state, CASES);
}

static void dollars_of_other_nations(void **state) {
    static const quantity_case CASES[] = {
        {"It cost us $40.", {IS("$40", 40, "USD", MONEY)}}, /* the letters are a word */
        {"It cost US$ 40.", {IS("US$ 40", 40, "USD", MONEY)}},
        {"It cost C$300.", {IS("C$300", 300, "CAD", MONEY)}},
        {"It cost HK$ 300.", {IS("HK$ 300", 300, "HKD", MONEY)}},
        {"It cost 300 Hong Kong dollars.", {IS("300 Hong Kong dollars", 300, "HKD", MONEY)}},
        {"It cost 300 New Zealand dollars.", {IS("300 New Zealand dollars", 300, "NZD", MONEY)}},
        {"It cost 300 Swiss francs.", {IS("300 Swiss francs", 300, "CHF", MONEY)}},
        {"It cost EUR 300.", {IS("EUR 300", 300, "EUR", MONEY)}},
        {"It cost Rs. 300.", {IS("Rs. 300", 300, "INR", MONEY)}},
    };
    CHECK(state, CASES);
}

static void dates_and_times_in_other_forms(void **state) {
    static const quantity_case CASES[] = {
        {"It broke on Oct/2.", {{NULL}}},
        {"It broke on 23/Sep/2020.", {{NULL}}},
        {"It broke on 2019-aug-1.", {{NULL}}},
        {"It ran on November 18-19.", {{NULL}}},
        {"It ran from 5/1-5/7.", {{NULL}}},
        {"It ran this Friday 5/12.", {{NULL}}},
        {"It broke in 2018 or 19.", {{NULL}}},
        {"The file is 20200701.", {{NULL}}},
        {"We were open from 5 to 6pm.", {{NULL}}},
        {"We met between 10 and 11:30.", {{NULL}}},
        {"We left between 3 and 12 of March.", {{NULL}}},
        {"We met from three thirty to four thirty.", {{NULL}}},
        {"We met at five-thirty.", {{NULL}}},
        {"It broke at 12 noon.", {{NULL}}},
        {"It broke at 8.10 pm.", {{NULL}}},
        {"We met at 8p.m. then.", {{NULL}}},
        {"I left at half five.", {{NULL}}},
        {"Seven in the morning was too late.", {{NULL}}},
        {"Call +1-222-2222-2222.", {{NULL}}},
        {"We sold for the past two quarters.", {{NULL}}},
        {"It ends two months after next Friday.", {{NULL}}},
        {"We met an 87 yo patient.", {{NULL}}},
        {"I checked it twice.", {{NULL}}},
        {"It tripped at 8.20 I think.", {{NULL}}},
        {"I want it by eleven.", {{NULL}}},
        {"I hired a night manager.", {{NULL}}},
        {"I sent a form. 418 answered.", {IS("418", 418, "", COUNT)}},
        {"We listed every double charge.", {{NULL}}},
        {"I had one day of photographs.", {IS("one day", 1, "day", DURATION)}},
        {"He came in forty second.", {{NULL}}},
        {"It was a forty second delay.", {IS("forty second", 40, "second", DURATION)}},
    };
    CHECK(state, CASES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_one),
        cmocka_unit_test(numbers_said_in_other_ways),
        cmocka_unit_test(more_bounds_and_ranges),
        cmocka_unit_test(dollars_of_other_nations),
        cmocka_unit_test(dates_and_times_in_other_forms),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
