/* units.c: what can be measured or counted: written forms of units and nouns, and the unit they stand for. */
#include "text/quantity_words.h"

#include <string.h>

/* Written forms (lower case, singular), sorted by bytes. `scale` turns a value into the unit named. By the
 * index of the unit: no unit first, people last. */

#define UNIT(word, name, kind, scale)                                                                        \
    {                                                                                                        \
        word, { name, FW_UNIT_##kind, scale, false }                                                         \
    }
#define SHORT(word, name, kind, scale)                                                                       \
    {                                                                                                        \
        word, { name, FW_UNIT_##kind, scale, true }                                                          \
    }
const fw_unit_word fw_unit_words[] = {
    {"", {"", FW_UNIT_NONE, 1, false}},
    /* clang-format off */
    UNIT("$", "USD", MONEY, 1), UNIT("%", "percent", PERCENT, 1), UNIT("acre", "acre", METRIC, 1),
    UNIT("aed", "AED", MONEY, 1), UNIT("amp", "A", METRIC, 1), UNIT("ampere", "A", METRIC, 1),
    UNIT("ars", "ARS", MONEY, 1), UNIT("aud", "AUD", MONEY, 1), UNIT("baht", "THB", MONEY, 1),
    SHORT("bar", "bar", METRIC, 1), UNIT("barrel", "barrel", METRIC, 1), UNIT("bbl", "barrel", METRIC, 1),
    UNIT("bdt", "BDT", MONEY, 1), UNIT("bgn", "BGN", MONEY, 1), UNIT("bit", "bit", METRIC, 1),
    UNIT("bitcoin", "BTC", MONEY, 1), UNIT("bp", "point", POINTS, 0.01), UNIT("bps", "point", POINTS, 0.01),
    UNIT("brl", "BRL", MONEY, 1), UNIT("btc", "BTC", MONEY, 1), UNIT("buck", "USD", MONEY, 1),
    UNIT("byte", "byte", BYTES, 1), SHORT("c", "USD", MONEY, 0.01), UNIT("cad", "CAD", MONEY, 1),
    UNIT("calorie", "kcal", METRIC, 1), UNIT("celsius", "\xC2" "\xB0" "C", METRIC, 1),
    UNIT("cent", "USD", MONEY, 0.01), UNIT("centiliter", "cl", METRIC, 1), UNIT("centilitre", "cl", METRIC, 1),
    UNIT("centimeter", "cm", METRIC, 1), UNIT("centimetre", "cm", METRIC, 1),
    UNIT("century", "year", DURATION, 100), UNIT("chf", "CHF", MONEY, 1), UNIT("cl", "cl", METRIC, 1),
    UNIT("clp", "CLP", MONEY, 1), UNIT("cm", "cm", METRIC, 1), UNIT("cny", "CNY", MONEY, 1),
    UNIT("cup", "cup", METRIC, 1), UNIT("czk", "CZK", MONEY, 1), SHORT("d", "day", DURATION, 1),
    UNIT("day", "day", DURATION, 1), UNIT("db", "dB", METRIC, 1), UNIT("decade", "year", DURATION, 10),
    UNIT("decibel", "dB", METRIC, 1), UNIT("deciliter", "dl", METRIC, 1), UNIT("decilitre", "dl", METRIC, 1),
    UNIT("decimeter", "dm", METRIC, 1), UNIT("decimetre", "dm", METRIC, 1),
    UNIT("degree", "degree", METRIC, 1), UNIT("dirham", "AED", MONEY, 1), UNIT("dkk", "DKK", MONEY, 1),
    UNIT("dl", "dl", METRIC, 1), UNIT("dm", "dm", METRIC, 1), UNIT("dollar", "USD", MONEY, 1),
    UNIT("egp", "EGP", MONEY, 1), UNIT("electronvolt", "eV", METRIC, 1), UNIT("eur", "EUR", MONEY, 1),
    UNIT("euro", "EUR", MONEY, 1), UNIT("ev", "eV", METRIC, 1), UNIT("exabyte", "EB", BYTES, 1),
    UNIT("fahrenheit", "\xC2" "\xB0" "F", METRIC, 1), UNIT("feet", "foot", METRIC, 1),
    UNIT("fold", "x", RATIO, 1), UNIT("foot", "foot", METRIC, 1), UNIT("forint", "HUF", MONEY, 1),
    UNIT("fortnight", "week", DURATION, 2), UNIT("fps", "fps", METRIC, 1), UNIT("franc", "CHF", MONEY, 1),
    UNIT("ft", "foot", METRIC, 1), SHORT("g", "g", METRIC, 1), UNIT("gal", "gallon", METRIC, 1),
    UNIT("gallon", "gallon", METRIC, 1), UNIT("gb", "GB", BYTES, 1), UNIT("gbit", "gbit", METRIC, 1),
    UNIT("gbp", "GBP", MONEY, 1), UNIT("gbps", "gbps", METRIC, 1), UNIT("gel", "GEL", MONEY, 1),
    UNIT("gev", "GeV", METRIC, 1), UNIT("ghz", "GHz", METRIC, 1), UNIT("gib", "GB", BYTES, 1),
    UNIT("gibibyte", "GB", BYTES, 1), UNIT("gig", "GB", BYTES, 1), UNIT("gigabit", "gbit", METRIC, 1),
    UNIT("gigabyte", "GB", BYTES, 1), UNIT("gigahertz", "GHz", METRIC, 1), UNIT("gigawatt", "GW", METRIC, 1),
    UNIT("gigs", "GB", BYTES, 1), UNIT("gram", "g", METRIC, 1), UNIT("gramme", "g", METRIC, 1),
    UNIT("grand", "USD", MONEY, 1000), UNIT("gw", "GW", METRIC, 1), SHORT("h", "hour", DURATION, 1),
    UNIT("ha", "hectare", METRIC, 1), UNIT("hectare", "hectare", METRIC, 1),
    UNIT("hectopascal", "hPa", METRIC, 1), UNIT("hertz", "Hz", METRIC, 1), UNIT("hkd", "HKD", MONEY, 1),
    UNIT("hour", "hour", DURATION, 1), UNIT("hpa", "hPa", METRIC, 1), UNIT("hr", "hour", DURATION, 1),
    UNIT("hrs", "hour", DURATION, 1), UNIT("hryvnia", "UAH", MONEY, 1), UNIT("huf", "HUF", MONEY, 1),
    UNIT("hz", "Hz", METRIC, 1), UNIT("idr", "IDR", MONEY, 1), UNIT("ils", "ILS", MONEY, 1),
    UNIT("inch", "inch", METRIC, 1), UNIT("inches", "inch", METRIC, 1), UNIT("inr", "INR", MONEY, 1),
    UNIT("isk", "ISK", MONEY, 1), UNIT("joule", "J", METRIC, 1), UNIT("jpy", "JPY", MONEY, 1),
    UNIT("kb", "KB", BYTES, 1), UNIT("kbit", "kbit", METRIC, 1), UNIT("kbps", "kbps", METRIC, 1),
    UNIT("kcal", "kcal", METRIC, 1), UNIT("kchf", "CHF", MONEY, 1000), UNIT("kelvin", "K", METRIC, 1),
    UNIT("kes", "KES", MONEY, 1), UNIT("keur", "EUR", MONEY, 1000), UNIT("kev", "keV", METRIC, 1),
    UNIT("kg", "kg", METRIC, 1), UNIT("kgbp", "GBP", MONEY, 1000), UNIT("kgs", "kg", METRIC, 1),
    UNIT("khz", "kHz", METRIC, 1), UNIT("kib", "KB", BYTES, 1), UNIT("kibibyte", "KB", BYTES, 1),
    UNIT("kilo", "kg", METRIC, 1), UNIT("kilobit", "kbit", METRIC, 1), UNIT("kilobyte", "KB", BYTES, 1),
    UNIT("kilogram", "kg", METRIC, 1), UNIT("kilogramme", "kg", METRIC, 1),
    UNIT("kilohertz", "kHz", METRIC, 1), UNIT("kilojoule", "kJ", METRIC, 1),
    UNIT("kilometer", "km", METRIC, 1), UNIT("kilometre", "km", METRIC, 1),
    UNIT("kilopascal", "kPa", METRIC, 1), UNIT("kilovolt", "kV", METRIC, 1), UNIT("kilowatt", "kW", METRIC, 1),
    UNIT("kj", "kJ", METRIC, 1), UNIT("km", "km", METRIC, 1), UNIT("km2", "km\xC2" "\xB2", METRIC, 1),
    UNIT("kmh", "km/h", METRIC, 1), UNIT("kms", "km", METRIC, 1),
    UNIT("km\xC2" "\xB2", "km\xC2" "\xB2", METRIC, 1), UNIT("knot", "knot", METRIC, 1),
    UNIT("kopiyka", "UAH", MONEY, 0.01), UNIT("koruna", "CZK", MONEY, 1), UNIT("kpa", "kPa", METRIC, 1),
    UNIT("kph", "km/h", METRIC, 1), UNIT("krona", "SEK", MONEY, 1), UNIT("krone", "NOK", MONEY, 1),
    UNIT("kroner", "NOK", MONEY, 1), UNIT("kronor", "SEK", MONEY, 1), UNIT("krw", "KRW", MONEY, 1),
    UNIT("kusd", "USD", MONEY, 1000), UNIT("kv", "kV", METRIC, 1), UNIT("kw", "kW", METRIC, 1),
    UNIT("kwd", "KWD", MONEY, 1), UNIT("kwh", "kWh", METRIC, 1), SHORT("l", "litre", METRIC, 1),
    UNIT("lak", "LAK", MONEY, 1), UNIT("lari", "GEL", MONEY, 1), UNIT("lb", "lb", METRIC, 1),
    UNIT("lbp", "LBP", MONEY, 1), UNIT("lbs", "lb", METRIC, 1), UNIT("lira", "TRY", MONEY, 1),
    UNIT("liter", "litre", METRIC, 1), UNIT("litre", "litre", METRIC, 1), UNIT("lkr", "LKR", MONEY, 1),
    UNIT("lumen", "lumen", METRIC, 1), SHORT("m", "m", METRIC, 1), UNIT("m2", "m\xC2" "\xB2", METRIC, 1),
    UNIT("m3", "m\xC2" "\xB3", METRIC, 1), UNIT("mah", "mAh", METRIC, 1), UNIT("mb", "MB", BYTES, 1),
    UNIT("mbit", "mbit", METRIC, 1), UNIT("mbps", "mbps", METRIC, 1),
    UNIT("mcg", "\xC2" "\xB5" "g", METRIC, 1), UNIT("mchf", "CHF", MONEY, 1e+06),
    UNIT("mebibyte", "MB", BYTES, 1), UNIT("meg", "MB", BYTES, 1), UNIT("megabit", "mbit", METRIC, 1),
    UNIT("megabyte", "MB", BYTES, 1), UNIT("megahertz", "MHz", METRIC, 1), UNIT("megawatt", "MW", METRIC, 1),
    UNIT("megs", "MB", BYTES, 1), UNIT("meter", "m", METRIC, 1), UNIT("metre", "m", METRIC, 1),
    UNIT("meur", "EUR", MONEY, 1e+06), UNIT("mev", "MeV", METRIC, 1), UNIT("mg", "mg", METRIC, 1),
    UNIT("mgbp", "GBP", MONEY, 1e+06), UNIT("mgy", "mGy", METRIC, 1), UNIT("mhz", "MHz", METRIC, 1),
    UNIT("mi", "mile", METRIC, 1), UNIT("mib", "MB", BYTES, 1),
    UNIT("microgram", "\xC2" "\xB5" "g", METRIC, 1), UNIT("microgramme", "\xC2" "\xB5" "g", METRIC, 1),
    UNIT("micrometer", "\xC2" "\xB5" "m", METRIC, 1), UNIT("micrometre", "\xC2" "\xB5" "m", METRIC, 1),
    UNIT("micron", "\xC2" "\xB5" "m", METRIC, 1), UNIT("microsecond", "second", DURATION, 1e-06),
    UNIT("mile", "mile", METRIC, 1), UNIT("milliampere", "mA", METRIC, 1), UNIT("milligram", "mg", METRIC, 1),
    UNIT("milliliter", "ml", METRIC, 1), UNIT("millilitre", "ml", METRIC, 1),
    UNIT("millimeter", "mm", METRIC, 1), UNIT("millimetre", "mm", METRIC, 1),
    UNIT("millis", "second", DURATION, 0.001), UNIT("millisecond", "second", DURATION, 0.001),
    UNIT("millivolt", "mV", METRIC, 1), UNIT("milliwatt", "mW", METRIC, 1), UNIT("min", "minute", DURATION, 1),
    UNIT("mins", "minute", DURATION, 1), UNIT("minute", "minute", DURATION, 1), UNIT("ml", "ml", METRIC, 1),
    UNIT("mm", "mm", METRIC, 1), UNIT("mnt", "MNT", MONEY, 1), UNIT("mo", "month", DURATION, 1),
    UNIT("month", "month", DURATION, 1), UNIT("mos", "month", DURATION, 1), UNIT("mpa", "MPa", METRIC, 1),
    UNIT("mph", "mph", METRIC, 1), UNIT("ms", "second", DURATION, 0.001),
    UNIT("msec", "second", DURATION, 0.001), UNIT("msv", "mSv", METRIC, 1), UNIT("mth", "month", DURATION, 1),
    UNIT("mths", "month", DURATION, 1), UNIT("musd", "USD", MONEY, 1e+06), UNIT("mv", "mV", METRIC, 1),
    UNIT("mw", "MW", METRIC, 1), UNIT("mwh", "MWh", METRIC, 1), UNIT("mxn", "MXN", MONEY, 1),
    UNIT("myr", "MYR", MONEY, 1), UNIT("m\xC2" "\xB2", "m\xC2" "\xB2", METRIC, 1),
    UNIT("m\xC2" "\xB3", "m\xC2" "\xB3", METRIC, 1), UNIT("naira", "NGN", MONEY, 1),
    UNIT("nanogram", "ng", METRIC, 1), UNIT("nanometer", "nm", METRIC, 1), UNIT("nanometre", "nm", METRIC, 1),
    UNIT("nanosecond", "second", DURATION, 1e-09), UNIT("newton", "N", METRIC, 1), UNIT("ng", "ng", METRIC, 1),
    UNIT("ngn", "NGN", MONEY, 1), UNIT("night", "day", DURATION, 1), UNIT("nm", "nm", METRIC, 1),
    UNIT("nok", "NOK", MONEY, 1), UNIT("ns", "second", DURATION, 1e-09), UNIT("nzd", "NZD", MONEY, 1),
    UNIT("ohm", "ohm", METRIC, 1), UNIT("ounce", "ounce", METRIC, 1), UNIT("oz", "ounce", METRIC, 1),
    SHORT("p", "GBP", MONEY, 0.01), UNIT("pascal", "Pa", METRIC, 1), UNIT("pb", "PB", BYTES, 1),
    UNIT("pct", "percent", PERCENT, 1), UNIT("pence", "GBP", MONEY, 0.01), UNIT("pennies", "USD", MONEY, 0.01),
    UNIT("penny", "USD", MONEY, 0.01), UNIT("percent", "percent", PERCENT, 1),
    UNIT("percentage", "percent", PERCENT, 1), UNIT("percents", "percent", PERCENT, 1),
    UNIT("peso", "MXN", MONEY, 1), UNIT("petabyte", "PB", BYTES, 1), UNIT("php", "PHP", MONEY, 1),
    UNIT("picometer", "pm", METRIC, 1), UNIT("picometre", "pm", METRIC, 1), UNIT("pint", "pint", METRIC, 1),
    UNIT("pixel", "pixel", METRIC, 1), UNIT("pkr", "PKR", MONEY, 1), UNIT("pln", "PLN", MONEY, 1),
    UNIT("point", "point", POINTS, 1), UNIT("pound", "GBP", MONEY, 1), UNIT("pp", "point", POINTS, 1),
    UNIT("ppb", "ppb", METRIC, 1), UNIT("ppm", "ppm", METRIC, 1), UNIT("pps", "point", POINTS, 1),
    UNIT("ppt", "point", POINTS, 1), UNIT("psi", "psi", METRIC, 1), UNIT("pt", "point", POINTS, 1),
    UNIT("pts", "point", POINTS, 1), UNIT("px", "pixel", METRIC, 1), UNIT("qar", "QAR", MONEY, 1),
    UNIT("qps", "per second", METRIC, 1), UNIT("quarter", "quarter", DURATION, 1),
    UNIT("quid", "GBP", MONEY, 1), UNIT("rad", "rad", METRIC, 1), UNIT("radian", "rad", METRIC, 1),
    UNIT("rand", "ZAR", MONEY, 1), UNIT("renminbi", "CNY", MONEY, 1), UNIT("rial", "IRR", MONEY, 1),
    UNIT("ringgit", "MYR", MONEY, 1), UNIT("riyal", "SAR", MONEY, 1), SHORT("rm", "MYR", MONEY, 1),
    UNIT("rmb", "CNY", MONEY, 1), UNIT("ron", "RON", MONEY, 1), UNIT("rouble", "RUB", MONEY, 1),
    UNIT("rpm", "rpm", METRIC, 1), UNIT("rps", "per second", METRIC, 1), UNIT("rs", "INR", MONEY, 1),
    UNIT("rub", "RUB", MONEY, 1), UNIT("ruble", "RUB", MONEY, 1), UNIT("rupee", "INR", MONEY, 1),
    SHORT("s", "second", DURATION, 1), UNIT("sar", "SAR", MONEY, 1), UNIT("sec", "second", DURATION, 1),
    UNIT("second", "second", DURATION, 1), UNIT("secs", "second", DURATION, 1), UNIT("sek", "SEK", MONEY, 1),
    UNIT("semester", "month", DURATION, 6), UNIT("sen", "MYR", MONEY, 0.01), UNIT("sgd", "SGD", MONEY, 1),
    UNIT("shekel", "ILS", MONEY, 1), UNIT("sigma", "sigma", METRIC, 1), UNIT("sqft", "sq ft", METRIC, 1),
    UNIT("sqm", "m\xC2" "\xB2", METRIC, 1), UNIT("sterling", "GBP", MONEY, 1),
    UNIT("stone", "stone", METRIC, 1), UNIT("tablespoon", "tablespoon", METRIC, 1), UNIT("tb", "TB", BYTES, 1),
    UNIT("tbsp", "tablespoon", METRIC, 1), UNIT("teaspoon", "teaspoon", METRIC, 1),
    UNIT("terabyte", "TB", BYTES, 1), UNIT("tev", "TeV", METRIC, 1), UNIT("thb", "THB", MONEY, 1),
    UNIT("tib", "TB", BYTES, 1), UNIT("ton", "ton", METRIC, 1), UNIT("tonne", "ton", METRIC, 1),
    UNIT("tpd", "ton per day", METRIC, 1), UNIT("tps", "per second", METRIC, 1),
    UNIT("tsp", "teaspoon", METRIC, 1), UNIT("tugrik", "MNT", MONEY, 1), UNIT("twd", "TWD", MONEY, 1),
    UNIT("uah", "UAH", MONEY, 1), UNIT("usd", "USD", MONEY, 1), UNIT("usec", "second", DURATION, 1e-06),
    SHORT("v", "V", METRIC, 1), UNIT("vnd", "VND", MONEY, 1), UNIT("volt", "V", METRIC, 1),
    SHORT("w", "week", DURATION, 1), UNIT("watt", "W", METRIC, 1), UNIT("week", "week", DURATION, 1),
    UNIT("weekend", "day", DURATION, 2), UNIT("weeknight", "day", DURATION, 1),
    UNIT("wk", "week", DURATION, 1), UNIT("wks", "week", DURATION, 1), UNIT("workday", "day", DURATION, 1),
    SHORT("x", "x", RATIO, 1), SHORT("y", "year", DURATION, 1), UNIT("yard", "yard", METRIC, 1),
    UNIT("yd", "yard", METRIC, 1), UNIT("yds", "yard", METRIC, 1), UNIT("year", "year", DURATION, 1),
    UNIT("yen", "JPY", MONEY, 1), UNIT("yr", "year", DURATION, 1), UNIT("yrs", "year", DURATION, 1),
    UNIT("ys", "year", DURATION, 1), UNIT("yuan", "CNY", MONEY, 1), UNIT("zar", "ZAR", MONEY, 1),
    UNIT("zloty", "PLN", MONEY, 1), UNIT("z\xC5" "\x82", "PLN", MONEY, 1),
    UNIT("z\xC5" "\x82" "oty", "PLN", MONEY, 1), UNIT("\xC2" "\xA2", "USD", MONEY, 0.01),
    UNIT("\xC2" "\xA3", "GBP", MONEY, 1), UNIT("\xC2" "\xA5", "JPY", MONEY, 1),
    UNIT("\xC2" "\xB0", "degree", METRIC, 1), UNIT("\xC2" "\xB0" "c", "\xC2" "\xB0" "C", METRIC, 1),
    UNIT("\xC2" "\xB0" "f", "\xC2" "\xB0" "F", METRIC, 1),
    UNIT("\xC2" "\xB5" "g", "\xC2" "\xB5" "g", METRIC, 1),
    UNIT("\xC2" "\xB5" "m", "\xC2" "\xB5" "m", METRIC, 1), UNIT("\xC2" "\xB5" "s", "second", DURATION, 1e-06),
    SHORT("\xC3" "\x97", "x", RATIO, 1), UNIT("\xCE" "\xBC" "g", "\xC2" "\xB5" "g", METRIC, 1),
    UNIT("\xCE" "\xBC" "s", "second", DURATION, 1e-06), UNIT("\xE0" "\xB8" "\xBF", "THB", MONEY, 1),
    UNIT("\xE2" "\x80" "\xB0", "percent", PERCENT, 0.1), UNIT("\xE2" "\x82" "\xA6", "NGN", MONEY, 1),
    UNIT("\xE2" "\x82" "\xA9", "KRW", MONEY, 1), UNIT("\xE2" "\x82" "\xAA", "ILS", MONEY, 1),
    UNIT("\xE2" "\x82" "\xAB", "VND", MONEY, 1), UNIT("\xE2" "\x82" "\xAC", "EUR", MONEY, 1),
    UNIT("\xE2" "\x82" "\xAD", "LAK", MONEY, 1), UNIT("\xE2" "\x82" "\xB1", "PHP", MONEY, 1),
    UNIT("\xE2" "\x82" "\xB4", "UAH", MONEY, 1), UNIT("\xE2" "\x82" "\xB9", "INR", MONEY, 1),
    UNIT("\xE2" "\x82" "\xBA", "TRY", MONEY, 1), UNIT("\xE2" "\x82" "\xBD", "RUB", MONEY, 1),
    UNIT("\xE2" "\x82" "\xBE", "GEL", MONEY, 1),
    /* clang-format on */
    {"person", {"person", FW_UNIT_PERSON, 1, false}},
};

/* Nouns for people, all counted as "person"; sorted. */
static const char *const PERSONS[] = {
    /* clang-format off */
    "accountant", "admin", "administrator", "adult", "agent", "ambassador", "analyst", "applicant",
    "apprentice", "approver", "architect", "artist", "assistant", "associate", "attendant", "attendee",
    "auditor", "beneficiary", "boy", "buyer", "caller", "candidate", "cashier", "chef", "child", "children",
    "citizen", "claimant", "clerk", "client", "coach", "colleague", "complainant", "consultant", "contractor",
    "cook", "councillor", "courier", "coworker", "crew", "customer", "dancer", "delegate", "designer", "dev",
    "developer", "director", "doctor", "donor", "driver", "editor", "employee", "engineer", "exec", "executive",
    "expert", "fan", "follower", "founder", "freelancer", "friend", "fte", "girl", "graduate", "guest", "guy",
    "headcount", "hire", "human", "individual", "intern", "interviewee", "interviewer", "investor",
    "journalist", "junior", "kid", "lawyer", "lead", "leader", "learner", "lecturer", "man", "manager",
    "member", "men", "mentee", "mentor", "merchant", "musician", "neighbor", "neighbour", "newbie", "newcomer",
    "nurse", "officer", "operator", "owner", "packer", "parent", "participant", "partner", "passenger",
    "patient", "peer", "people", "person", "personnel", "persons", "picker", "planner", "player", "professor",
    "programmer", "pupil", "reader", "recipient", "recruit", "recruiter", "rep", "reporter", "researcher",
    "resident", "respondent", "reviewer", "rider", "scientist", "seller", "senior", "shareholder", "shopper",
    "soldier", "soul", "speaker", "specialist", "spectator", "sponsor", "staff", "stakeholder", "student",
    "subscriber", "supervisor", "teacher", "teammate", "technician", "technologist", "teenager", "tenant",
    "tester", "tourist", "trainee", "trainer", "traveler", "traveller", "trustee", "user", "veteran", "viewer",
    "visitor", "volunteer", "voter", "waiter", "woman", "women", "worker", "writer",
    /* clang-format on */
};

enum {
    MEASURE_COUNT = sizeof fw_unit_words / sizeof fw_unit_words[0] - 2,
    PERSON_COUNT = sizeof PERSONS / sizeof PERSONS[0]
};
enum { PERSON_INDEX = MEASURE_COUNT + 1, THING_BASE = PERSON_INDEX + 1 };

static uint32_t find_exact(const char *text, size_t len) { return fw_class_unit(fw_listed_class(text, len)); }

/* "companies" is company, "boxes" is box, "days" is day. Two letters can be no plural of a word: "us", "is".
 */
uint32_t fw_unit_find_singular(const char *text, size_t len) {
    char stem[FW_UNIT_WORD_MAX];
    if (len < 4 || len >= FW_UNIT_WORD_MAX || text[len - 1] != 's' || text[len - 2] == 's') return 0;
    if (memcmp(text + len - 3, "ies", 3) == 0) {
        memcpy(stem, text, len - 3);
        stem[len - 3] = 'y';
        const uint32_t found = find_exact(stem, len - 2);
        if (found) return found;
    }
    if (text[len - 2] == 'e') {
        const uint32_t found = find_exact(text, len - 2);
        if (found) return found;
    }
    return find_exact(text, len - 1);
}

uint32_t fw_unit_find(const char *text, size_t len, bool *plural) {
    const uint32_t listed = len ? fw_listed_class(text, len) : 0;
    *plural = fw_class_plural(listed);
    if (fw_class_unit(listed)) return fw_class_unit(listed);
    const uint32_t singular = fw_unit_find_singular(text, len);
    *plural = singular != 0;
    return singular;
}

uint32_t fw_unit_form_count(void) { return MEASURE_COUNT + PERSON_COUNT + (uint32_t)fw_thing_count; }

const char *fw_unit_form(uint32_t i, uint32_t *unit) {
    if (i < MEASURE_COUNT) {
        *unit = i + 1;
        return fw_unit_words[i + 1].word;
    }
    const uint32_t noun = i - MEASURE_COUNT;
    *unit = noun < PERSON_COUNT ? (uint32_t)PERSON_INDEX : THING_BASE + noun - PERSON_COUNT;
    return noun < PERSON_COUNT ? PERSONS[noun] : fw_things[noun - PERSON_COUNT];
}

const uint32_t fw_first_counted_unit = PERSON_INDEX;

/* Seconds in one of each unit of time. A month is a twelfth, a quarter a fourth of 365 days: "1 year 3
 * months" is 15 months. */
double fw_unit_seconds(const char *name) {
    static const struct {
        const char *name;
        double seconds;
    } LENGTHS[] = {{"second", 1},    {"minute", 60},     {"hour", 3600},       {"day", 86400},
                   {"week", 604800}, {"month", 2628000}, {"quarter", 7884000}, {"year", 31536000}};
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        if (fw_unit_called(name, LENGTHS[i].name)) return LENGTHS[i].seconds;
    }
    return 0;
}
