/* quantity_money.c: which currency is meant. */
#include "text/quantity_measure.h"

/* Letters before a dollar sign. `spaced`: also with a blank between, since the letters are no English word.
 */
static const struct {
    const char *letters;
    const char *currency;
    bool spaced;
} DOLLAR_LETTERS[] = {{"us", "USD", false}, {"u.s", "USD", true}, {"c", "CAD", true},  {"ca", "CAD", true},
                      {"a", "AUD", false},  {"au", "AUD", true},  {"nz", "NZD", true}, {"hk", "HKD", true},
                      {"s", "SGD", false},  {"sg", "SGD", true},  {"nt", "TWD", true}, {"mx", "MXN", true},
                      {"r", "BRL", false}};

static const struct {
    const char *nation;
    const char *currency;
} NATIONS[] = {{"us", "USD"},        {"american", "USD"},  {"canadian", "CAD"}, {"australian", "AUD"},
               {"swiss", "CHF"},     {"singapore", "SGD"}, {"danish", "DKK"},   {"swedish", "SEK"},
               {"norwegian", "NOK"}, {"lebanese", "LBP"},  {"egyptian", "EGP"}, {"mexican", "MXN"},
               {"chilean", "CLP"},   {"colombian", "COP"}, {"turkish", "TRY"},  {"indian", "INR"},
               {"chinese", "CNY"},   {"japanese", "JPY"},  {"british", "GBP"},  {"czech", "CZK"},
               {"malaysian", "MYR"}, {"malaysia", "MYR"}};

static bool is_money(const fw_scan *s, uint32_t i) {
    const fw_unit unit = fw_scan_unit(s, i);
    return unit.kind == FW_UNIT_MONEY && !unit.short_form;
}

bool fw_money_of_nation(const fw_scan *s, uint32_t i, fw_unit *unit, uint32_t *next) {
    if ((fw_scan_is(s, i, "hong") || fw_scan_is(s, i, "new")) && is_money(s, i + 2)) {
        *unit = (fw_unit){fw_scan_is(s, i, "hong") ? "HKD" : "NZD", FW_UNIT_MONEY,
                          fw_scan_unit(s, i + 2).scale, false};
        *next = i + 3;
        return true;
    }
    if (!is_money(s, i + 1)) return false;
    for (size_t n = 0; n < sizeof NATIONS / sizeof NATIONS[0]; n++) {
        if (!fw_scan_is(s, i, NATIONS[n].nation)) continue;
        *unit = (fw_unit){NATIONS[n].currency, FW_UNIT_MONEY, fw_scan_unit(s, i + 1).scale, false};
        *next = i + 2;
        return true;
    }
    return false;
}

/* "US$", "C$ 300": i is the letters. "it cost us $40" has a blank and no capitals. */
static bool lettered_dollar(const fw_scan *s, uint32_t i, fw_unit *unit) {
    if (!fw_scan_is(s, i + 1, "$") || !fw_scan_kind(s, i, FW_TOKEN_WORD)) return false;
    const bool close = fw_scan_glued(s, i + 1) || s->tokens[i].flags & FW_TOKEN_ALL_CAPS ||
                       fw_scan_has(s, i - 1, FW_W(ARTICLE));
    for (size_t n = 0; n < sizeof DOLLAR_LETTERS / sizeof DOLLAR_LETTERS[0]; n++) {
        if (!fw_scan_is(s, i, DOLLAR_LETTERS[n].letters) || !(close || DOLLAR_LETTERS[n].spaced)) continue;
        *unit = (fw_unit){DOLLAR_LETTERS[n].currency, FW_UNIT_MONEY, 1, false};
        return true;
    }
    const fw_unit written = fw_scan_unit(s, i);
    if (written.kind != FW_UNIT_MONEY || written.short_form || !close) return false;
    *unit = written;
    return true;
}

/* Where the letters of "hk $" start when token i is the sign: those no number can start at are met from
 * behind. */
static bool lettered_behind(const fw_scan *s, uint32_t i, fw_unit *unit) {
    return i > 0 && fw_scan_is(s, i, "$") && lettered_dollar(s, i - 1, unit);
}

bool fw_money_prefix(const fw_scan *s, uint32_t i, fw_unit *unit, uint32_t *first, uint32_t *number_at) {
    *first = i;
    if (lettered_dollar(s, i, unit)) {
        *number_at = i + 2;
    } else if (lettered_behind(s, i, unit)) {
        *first = i - 1;
        *number_at = i + 1;
    } else if (fw_scan_shape(s, i) == FW_SHAPE_CURRENCY) {
        *unit = fw_scan_unit(s, i);
        *number_at = i;
        return true;
    } else if (is_money(s, i) && fw_scan_unit(s, i).scale == 1 && !fw_class_plural(fw_scan_class(s, i))) {
        *unit = fw_scan_unit(s, i);
        *number_at = i + 1;
        if (fw_scan_is(s, i, "rs") && fw_scan_is(s, i + 1, ".")) ++*number_at;
    } else {
        return false;
    }
    const bool word = s->tokens[i].kind == FW_TOKEN_WORD;
    const uint32_t at = *number_at;
    if (fw_scan_ends(s, at) && !fw_scan_is(s, at - 1, ".")) return false;
    return at < s->count && (!word || fw_scan_kind(s, at, FW_TOKEN_NUMBER));
}
