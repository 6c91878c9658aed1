"""The rows of other projects' quantity suites as cases: what is wanted where, and what would be a false alarm (see quantities.py)."""
import math
import re

from suites import common

OUTCOMES = {"money", "percent", "points", "ratio", "duration", "count", "metric", "bytes"}
BARE = {"count", "percent", "ratio"}
PLATFORMS = {"dotnet", "javascript", "java", "python"}
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2592000, "quarter": 7776000, "year": 31536000}
TWELFTH = {"month": 2628000, "quarter": 7884000}

# Rows that are read differently on purpose, or whose notation does not occur in told answers.
EXCEPTIONS_BY_REASON = {
    "years, dates, telephone numbers and versions have kinds of their own; numbers in names count nothing": (
        "Number_NumberModel-00144 Number_NumberModel-00145 Number_NumberModel-00199 Number_NumberModel-00225 Number_NumberModel-00035 "
        "Number_NumberModel-00141 quantities-00005 quantities-00026 quantities-00064"),
    "an ordinal in the singular behind a number is a place in a row, not a part of one": (
        "Number_NumberModel-00097 Number_NumberModel-00101 Number_NumberModel-00109 Number_NumberModel-00111"),
    "'thirty fifths' are thirty of them": (
        "Number_NumberModel-00103 Number_NumberModel-00127"),
    "'over' between numbers is a bound": "Number_NumberModel-00112 Number_NumberModel-00113 Number_NumberModel-00115",
    "powers, signs and units of laboratories and programs": (
        "Number_NumberModel-00033 Number_NumberModel-00081 Number_NumberModel-00087 Number_NumberModel-00193 Number_NumberModel-00194 "
        "Number_NumberRangeModel-00067 Number_NumberRangeModel-00068 Numeral-00081 quantities-00012 quantities-00023 quantities-00027 "
        "quantities-00031 quantities-00051 quantities-00054 quantities-00063 quantities-00069 quantities-00076 units-00016 units-00018 "
        "NumberWithUnit_DimensionModel-00053 NumberWithUnit_DimensionModel-00073 NumberWithUnit_DimensionModel-00074 "
        "NumberWithUnit_DimensionModel-00075"),
    "old or foreign words, and spellings no writer uses": (
        "AmountOfMoney-00027 AmountOfMoney-00073 AmountOfMoney-00079 NumberWithUnit_DimensionModel-00069 quantities-00053 "
        "Number_NumberModel-00071 Number_NumberModel-00233 Ordinal-00012 Ordinal-00017 Number_OrdinalModel-00021 "
        "Number_OrdinalModel-00033"),
    "the suite is unsure itself: two readings in different files, or a value of another row": (
        "Duration-00082 Numeral-00063 AmountOfMoney-00136 quantities-00059 NumberWithUnit_DimensionModel-00094 "
        "Number_PercentModel-00010 Number_PercentModel-00011 DateTime_DateTimeModel-00174"),
    "the whole amount belongs to the quantity: '$10 dollars', 'per kg'": "NumberWithUnit_CurrencyModel-00125 quantities-00025",
    "'some', 'several' and 'the' hour have no number": (
        "DateTime_DurationExtractor-00053 DateTime_DateTimeModel-00051 DateTime_DateTimeModel-00052 DateTime_DateTimeModel-00784"),
    "how much later, or how old, is a length of time": (
        "DateTime_DateTimeModel-00785 DateTime_DateTimeModel-00796 DateTime_DateTimeModel-00809 DateTime_DateTimeModel-00860 "
        "DateTime_DateTimeModel-00889 Number_NumberRangeModel-00017"),
}
EXCEPTIONS = {row for rows in EXCEPTIONS_BY_REASON.values() for row in rows.split()}


class Wanted:
    """A quantity that a suite expects: characters [start, end), a test of the quantity found there, and how much longer ours may be:
    bare True: over what is counted; "start": only the start is told."""

    def __init__(self, start, end, fits, bare=False):
        self.start, self.end, self.fits, self.bare = start, end, fits, bare


class Case:
    """A text without blanks at its ends, what is wanted in it, the test of what may be a false alarm, spans where any outcome is one."""

    def __init__(self, name, text, wanted, judged, forbidden=()):
        cut = len(text) - len(text.lstrip())
        self.name, self.text, self.judged = name, text.strip(), judged
        self.forbidden = [(start - cut, end - cut) for start, end in forbidden]
        self.wanted = wanted
        for item in wanted:
            item.start, item.end = max(item.start - cut, 0), min(item.end - cut, len(self.text))


# ---- values ----

def near(a, b):
    return a is not None and b is not None and math.isclose(a, b, rel_tol=1e-5, abs_tol=1e-9)


def number_fits(value):
    return lambda q: near(q["value"], value)


def mean_fits(value):
    return lambda q: number_fits(value)(q) or ("from" in q and near((q["from"] + q["value"]) / 2, value))


def money_fits(value, unit):
    cents = unit.lower() in ("cent", "pence", "penny")
    return lambda q: near(q["value"], value / 100 if cents else value)


def range_fits(low, high):
    return lambda q: "from" in q and near(q["from"], low) and near(q["value"], high)


def bound_fits(value, sign):
    return lambda q: number_fits(value)(q) and (q["bound"] == sign or sign == 0)


def seconds_fits(seconds):
    def fits(q):
        if q["kind"] != "duration" or q["unit"] not in SECONDS:
            return False
        return any(near(q["value"] * table.get(q["unit"], SECONDS[q["unit"]]), seconds) for table in (SECONDS, TWELFTH))
    return fits


def any_duration(q):
    return q["kind"] == "duration"


# ---- what can be a false alarm ----

def of_kinds(*kinds):
    return lambda q: q["kind"] in kinds


def anything(_):
    return True


def nothing(_):
    return False


def bare_number(q):
    return q["kind"] in BARE


def bounded_number(q):
    return q["kind"] in BARE and (q["bound"] != 0 or "from" in q)


# ---- suites ----

def recognizers(path):
    for row in common.lines(path) or []:
        silent = {name.strip() for name in row.get("not_supported", "").split(",")}
        if not PLATFORMS <= silent:
            yield row


def span_of(item):
    start = item["Start"]
    return start, item.get("End", start + len(item["Text"]) - 1) + 1


def currency(row):
    wanted = [Wanted(*span_of(item), money_fits(float(item["Resolution"]["value"]), item["Resolution"]["unit"]))
              for item in row["expect"] if item["Resolution"].get("value") is not None]
    return Case(row["id"], row["text"], wanted, of_kinds("money"))


def dimension(row):
    wanted = [Wanted(*span_of(item), number_fits(float(item["Resolution"]["value"])))
              for item in row["expect"] if item["Resolution"].get("value") is not None]
    return Case(row["id"], row["text"], wanted, of_kinds("metric", "bytes"))


def duration_extractor(row):
    return Case(row["id"], row["text"], [Wanted(*span_of(item), any_duration) for item in row["expect"]], any_duration)


def duration_parser(row):
    wanted = [Wanted(*span_of(item), seconds_fits(float(item["Value"]["FutureResolution"]["duration"]))) for item in row["expect"]]
    return Case(row["id"], row["text"], wanted, any_duration)


def date_time(row):
    wanted, forbidden = [], []
    for item in row["expect"]:
        values = item["Resolution"].get("values") or [{}]
        if item["TypeName"].endswith(".duration"):
            seconds = values[0].get("value")
            wanted.append(Wanted(*span_of(item), seconds_fits(float(seconds)) if seconds else any_duration))
        else:
            forbidden.append(span_of(item))
    return Case(row["id"], row["text"], wanted, any_duration, forbidden)


def number(row):
    wanted = [Wanted(*span_of(item), number_fits(float(item["Resolution"]["value"])), True) for item in row["expect"]]
    return Case(row["id"], row["text"], wanted, bare_number)


def number_range(row):
    wanted = []
    for item in row["expect"]:
        start, end = span_of(item)
        opens, low, high, closes = re.match(r"([(\[])(.*),(.*)([)\]])", item["Resolution"]["value"]).groups()
        if low and high and low != high:
            pieces = re.split(r"\band\b(?=.*(?:than|more|less))|,", row["text"][start:end])
            if len(pieces) == 2 and opens + closes:
                cut = start + len(pieces[0])
                signs = [(float(low), 1), (float(high), -1)]
                order = signs if number_in(pieces[0], low) else signs[::-1]
                wanted += [Wanted(start, cut, bound_fits(*order[0]), True), Wanted(cut, end, bound_fits(*order[1]), True)]
            else:
                wanted.append(Wanted(start, end, range_fits(float(low), float(high)), True))
        else:
            sign = 0 if low == high else 1 if low else -1
            wanted.append(Wanted(start, end, bound_fits(float(low or high), sign), True))
    return Case(row["id"], row["text"], wanted, bounded_number)


def number_in(piece, value):
    words = {"20": "twenty", "100": "one hundred"}
    return value in piece or words.get(value, value) in piece


def percent(row):
    wanted = [Wanted(*span_of(item), number_fits(float(item["Resolution"]["value"].rstrip("%"))))
              for item in row["expect"] if item["Resolution"]["value"] != "null"]
    return Case(row["id"], row["text"], wanted, of_kinds("percent"))


def negative(row):
    return Case(row["id"], row["text"], [], nothing, [span_of(item) for item in row["expect"]])


def whole(row, fits, judged, bare=False):
    return Case(row["id"], row["text"], [Wanted(0, len(row["text"]), fits, bare)], judged)


def duckling_money(row):
    form, unit, value = row["expect"].split(" ", 2)
    if form == "simple":
        fits = money_fits(float(value), unit)
    elif form == "between":
        low, high = (float(part) for part in value.strip("()").split(","))
        fits = range_fits(low, high)
    else:
        fits = bound_fits(float(value), 1 if form == "above" else -1)
    return whole(row, fits, anything)


def duckling_duration(row):
    if row["expect"] is None:
        return Case(row["id"], row["text"], [], any_duration)
    _, value, unit = row["expect"].split()
    return whole(row, seconds_fits(float(value) * SECONDS[unit.lower()]), anything)


def duckling_numeral(row):
    value = float(row["expect"].split(" ", 1)[1].strip("()"))
    return whole(row, number_fits(value), anything, True)


def duckling_ordinal(row):
    return Case(row["id"], row["text"], [], nothing, [(0, len(row["text"]))])


def quantulum(row):
    wanted, at = [], 0
    for item in row["expect"]:
        start = row["text"].find(item["surface"], at)
        at = start + len(item["surface"])
        wanted.append(Wanted(start, at, mean_fits(float(item["value"])), item["unit"] == "dimensionless"))
    return Case(row["id"], row["text"], wanted, anything)


def compromise_value(row):
    """The first number of a phrase; what else it holds is not told."""
    return Case(row["id"], row["text"], [Wanted(0, len(row["text"]), number_fits(row["value"]), "start")], nothing)


def compromise_unit(row):
    if not row["unit"] and row["text"].endswith(("st", "nd", "rd", "th")):
        return Case(row["id"], row["text"], [], nothing, [(0, len(row["text"]))])
    short = {"µs": 1e-6}.get(row["unit"])
    return whole(row, seconds_fits(row["value"] * short) if short else number_fits(row["value"]), anything)


FILES = (
    ("recognizers_text_NumberWithUnit_CurrencyModel", currency), ("recognizers_text_NumberWithUnit_DimensionModel", dimension),
    ("recognizers_text_DateTime_DurationExtractor", duration_extractor), ("recognizers_text_DateTime_DurationParser", duration_parser),
    ("recognizers_text_Number_NumberModel", number), ("recognizers_text_Number_NumberRangeModel", number_range),
    ("recognizers_text_Number_PercentModel", percent), ("duckling_AmountOfMoney", duckling_money),
    ("duckling_Duration", duckling_duration), ("duckling_Numeral", duckling_numeral), ("quantulum3_quantities", quantulum),
    ("compromise_number_values", compromise_value), ("compromise_units", compromise_unit),
    ("recognizers_text_DateTime_DateTimeModel", date_time), ("recognizers_text_Number_OrdinalModel", negative),
    ("recognizers_text_NumberWithUnit_AgeModel", negative), ("duckling_Ordinal", duckling_ordinal))
