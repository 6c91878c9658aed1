/* suggest.c: which header of a file is probably meant by a column that it does not name as we do. */
#include "load/suggest.h"

#include <ctype.h>
#include <string.h>

/* What people call a column. Names are looked for in this order; all words of one must be there. */
typedef struct {
    const char *column;
    const char *names; /* separated by '|' */
    const char *never; /* words that speak against it, with a space on both sides */
} habit;

static const habit HABITS[] = {
    {"answer_id",
     "answer id|response id|interview id|session id|record id|answer no|answer number|response no|"
     "response number|interview no|interview number|answer|id|no|number|nr|key",
     " candidate participant person applicant user student rater interviewer text transcript network "
     "collector "},
    {"text", "answer text|answer|transcript|response|text|story|reply|essay",
     " id no number nr key date time length words duration score rating type "},
    {"text", "tell time|describe time|failed|failure|mistake|setback",
     " id date score rating rate yourself "},
    {"rater_id", "rater id|interviewer id|rater|interviewer|reviewer|assessor|judge|coder|panelist",
     " date time score rating comment note "},
    {"rating", "rating|score|overall|points|grade|mark", " id date time rater comment note "},
    {"participant_id",
     "participant id|candidate id|person id|respondent id|employee id|student id|user id|participant|"
     "candidate|applicant|person|respondent|employee|student|coachee",
     " text answer name email date count "},
    {"cohort", "cohort|programme|program|course|class|intake|group|team", " id date "},
    {"question", "question id|question|prompt", " text answer score rating "},
    {"level", "level|seniority", " score rating english "},
    {"attempt", "attempt|round|wave|take", " date text id "},
    {"mode", "mode|channel|medium", ""},
    {"duration_s", "duration|seconds|speaking time|length", " words characters "},
    {"date", "recorded date|submit date|end date|date|timestamp|created|submitted", " birth "},
    {"role", "role|job|position", " id "},
};
enum { HABIT_COUNT = sizeof HABITS / sizeof HABITS[0], WORDS_LIMIT = 256 };

/* The words of a header ("ResponseId" has two) in lower case, a space before and behind each. False when it
 * is too long for a name.
 */
static bool words_of(const char *header, char out[WORDS_LIMIT]) {
    size_t n = 0;
    out[n++] = ' ';
    for (const char *c = header; *c; c++) {
        if (n + 6 >= WORDS_LIMIT) return false;
        if (c > header && isupper((unsigned char)*c) && islower((unsigned char)c[-1])) out[n++] = ' ';
        if (*c == '#') {
            for (const char *number = " no "; *number;) out[n++] = *number++;
        } else if (isalnum((unsigned char)*c)) {
            out[n++] = (char)tolower((unsigned char)*c);
        } else if (out[n - 1] != ' ') {
            out[n++] = ' ';
        }
    }
    if (out[n - 1] != ' ') out[n++] = ' ';
    out[n] = '\0';
    return true;
}

static bool has_word(const char *words, fw_str word) {
    for (const char *at = words; (at = strchr(at, ' ')) != NULL && at[1]; at++) {
        if (strncmp(at + 1, word.ptr, word.len) == 0 && at[1 + word.len] == ' ') return true;
    }
    return false;
}

/* The first piece of `list`, up to the separator; `rest` is what stands behind that. */
static fw_str piece(const char *list, char separator, const char **rest) {
    const char *end = strchr(list, separator);
    const size_t len = end ? (size_t)(end - list) : strlen(list);
    *rest = end ? end + 1 : list + len;
    return (fw_str){list, len};
}

static bool has_all(const char *words, fw_str name) {
    for (size_t from = 0; from < name.len;) {
        const char *space = memchr(name.ptr + from, ' ', name.len - from);
        const size_t to = space ? (size_t)(space - name.ptr) : name.len;
        if (!has_word(words, (fw_str){name.ptr + from, to - from})) return false;
        from = to + 1;
    }
    return true;
}

static bool has_any(const char *words, const char *list) {
    const char *rest = list;
    while (*rest) {
        const fw_str word = piece(rest, ' ', &rest);
        if (word.len && has_word(words, word)) return true;
    }
    return false;
}

/* The header, of those that `may` allows (NULL: any), which one habit of naming the column means. */
static const char *find(const fw_header *header, const habit *h, const bool *may) {
    const char *rest = h->names;
    while (*rest) {
        const fw_str name = piece(rest, '|', &rest);
        for (size_t i = 0; i < header->count; i++) {
            char words[WORDS_LIMIT];
            if ((may && !may[i]) || !words_of(header->names[i], words)) continue;
            if (has_all(words, name) && !has_any(words, h->never)) return header->names[i];
        }
    }
    return NULL;
}

const char *fw_header_suggest(const fw_header *header, const char *column, const bool *may) {
    const char *found = NULL;
    for (size_t i = 0; i < HABIT_COUNT && !found; i++)
        if (strcmp(HABITS[i].column, column) == 0) found = find(header, &HABITS[i], may);
    return found;
}
