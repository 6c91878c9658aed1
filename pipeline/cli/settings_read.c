/* settings_read.c: configuration files (inih) and FAILWISE_* variables. */
#include "cli/settings.h"

#include "base/str.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

extern char **environ;

enum { MOST_LINE = FW_SETTING_LINE };
_Static_assert((int)FW_SETTING_LINE <= INI_MAX_LINE - 2, "longer lines would be cut by the parser");

/* A file being read. */
typedef struct {
    fw_cli *cli;
    FILE *stream;
    const char *path;
    fw_source source;
    unsigned line;
    bool too_long;
    fw_code code;
    fw_error *err;
} reading;

static fw_code refuse(reading *r, fw_code code) {
    if (r->code != FW_OK) return r->code; /* the first one counts */
    r->code = code == FW_USAGE ? FW_CONFIG : code;
    if (r->err) r->err->code = r->code;
    return fw_error_at(r->err, r->path, r->line, 0);
}

/* Like fgets, and tells how many bytes: a NUL byte is one. 0 at the end. */
static size_t next_bytes(char *text, int size, FILE *stream) {
    size_t len = 0;
    for (int c = 0; c != '\n' && len + 1 < (size_t)size && (c = getc(stream)) != EOF;) text[len++] = (char)c;
    text[len] = '\0';
    return len;
}

/* Counts lines, and refuses those that the parser would cut or read a part of only. */
static char *read_line(char *text, int size, void *context) {
    reading *r = context;
    const size_t len = r->code == FW_OK ? next_bytes(text, size, r->stream) : 0;
    if (len == 0) return NULL;
    r->line++;
    if (memchr(text, '\0', len))
        fw_fail(r->err, FW_CONFIG, "the line holds a NUL byte");
    else if (len > MOST_LINE && text[len - 1] != '\n')
        fw_fail(r->err, FW_CONFIG, "the line is longer than %d characters", (int)MOST_LINE);
    else
        return text;
    refuse(r, FW_CONFIG);
    return NULL;
}

static fw_code unknown_key(const char *name, fw_error *err) {
    const fw_option *near = fw_option_nearest(NULL, name, FW_OPTION_IN_FILE);
    if (near) return fw_fail(err, FW_CONFIG, "unknown key '%.60s'; did you mean '%s'?", name, near->name);
    return fw_fail(err, FW_CONFIG, "unknown key '%.60s'", name);
}

/* The value in front of a comment. The parser knows comments only behind a key, and behind a blank: not where
 * a value goes on in the next line, or starts with one. */
static void without_comment(const char *value, char *out, size_t size) {
    size_t len = 0;
    while (value[len] && len + 1 < size &&
           !(value[len] == ';' && (len == 0 || isspace((unsigned char)value[len - 1]))))
        len++;
    while (len > 0 && isspace((unsigned char)value[len - 1])) len--;
    memcpy(out, value, len);
    out[len] = '\0';
}

/* One "key = value". Returns 1 to go on, as inih wants it. */
static int take(void *context, const char *section, const char *name, const char *value) {
    reading *r = context;
    if (r->code != FW_OK) return 0;
    const fw_command *own = r->cli->command;
    const fw_command *named = *section ? fw_command_find(section) : NULL;
    if (*section && !named) {
        fw_fail(r->err, FW_CONFIG, "[%.60s] is not a command", section);
        return refuse(r, FW_CONFIG) == FW_OK;
    }
    const fw_option *option = fw_option_find(named ? named : own, fw_str_of(name), FW_OPTION_IN_FILE);
    if (!option) return refuse(r, unknown_key(name, r->err)) == FW_OK;
    if (named && !(option->commands & named->bit)) {
        fw_fail(r->err, FW_CONFIG, "'%s' does not take '%.60s'", named->name, name);
        return refuse(r, FW_CONFIG) == FW_OK;
    }
    if ((named && named != own) || !(option->commands & own->bit)) return 1;
    char origin[320];
    snprintf(origin, sizeof origin, "%.300s:%u", r->path, r->line);
    char plain[INI_MAX_LINE];
    without_comment(value, plain, sizeof plain);
    fw_error why = {0};
    /* One that goes on in the next line can be; a line that sets the same has to have room for both. */
    if (strlen(option->name) + 1 + strlen(plain) > MOST_LINE) {
        fw_fail(r->err, FW_CONFIG, "%.60s: name and value are longer than %d characters", name,
                (int)MOST_LINE);
        return refuse(r, FW_CONFIG) == FW_OK;
    }
    const fw_code code = fw_setting_put(r->cli, option, plain, r->source, origin, &why);
    if (code == FW_OK) return 1;
    /* The place goes before the sentence already. */
    if (r->err) *r->err = why;
    const char *sentence = strstr(why.message, ": ");
    if (r->err && sentence)
        snprintf(r->err->message, sizeof r->err->message, "%.60s: %.300s", name, sentence + 2);
    return refuse(r, code) == FW_OK;
}

fw_code fw_settings_read(fw_cli *cli, const char *path, fw_source source, fw_error *err) {
    reading r = {.cli = cli, .path = path, .source = source, .err = err};
    r.stream = fopen(path, "r");
    if (!r.stream) return fw_fail_errno(err, FW_NOINPUT, path, "cannot read the configuration");
    const int bad_line = ini_parse_stream(read_line, &r, take, &r);
    const bool broken = ferror(r.stream) != 0;
    fclose(r.stream);
    if (broken && r.code == FW_OK)
        return fw_fail_errno(err, FW_NOINPUT, path, "cannot read the configuration");
    if (r.code != FW_OK || bad_line == 0) return r.code;
    fw_fail(err, FW_CONFIG, "neither a [section] nor 'key = value'");
    return fw_error_at(err, path, bad_line > 0 ? (uint64_t)bad_line : 0, 0);
}

/* A file that need not be there: nor its folder, or that of another user, whose HOME `su` and containers
 * leave to who runs us. */
static fw_code read_if_there(fw_cli *cli, const char *path, fw_source source, fw_error *err) {
    struct stat info;
    if (stat(path, &info) != 0 && (errno == ENOENT || errno == ENOTDIR || errno == EACCES)) return FW_OK;
    return fw_settings_read(cli, path, source, err);
}

static fw_code read_users(fw_cli *cli, fw_error *err) {
    const char *base = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    char *path = NULL;
    int made = -1;
    if (base && *base)
        made = asprintf(&path, "%s/failwise.conf", base);
    else if (home && *home)
        made = asprintf(&path, "%s/.config/failwise.conf", home);
    else
        return FW_OK;
    if (made < 0) return fw_fail_nomem(err);
    const fw_code code = read_if_there(cli, path, FW_SOURCE_USER, err);
    free(path);
    return code;
}

/* FAILWISE_MAX_REJECT_RATE -> max-reject-rate. False when it is longer than any option's name. */
static bool option_name(const char *variable, size_t len, char *name, size_t size) {
    if (len >= size) return false;
    for (size_t i = 0; i < len; i++)
        name[i] = variable[i] == '_' ? '-' : (char)tolower((unsigned char)variable[i]);
    name[len] = '\0';
    return true;
}

/* Variables that name no option are somebody else's. */
static fw_code read_environment(fw_cli *cli, fw_error *err) {
    static const char PREFIX[] = "FAILWISE_";
    fw_code code = FW_OK;
    for (char **entry = environ; entry && *entry && code == FW_OK; entry++) {
        if (strncmp(*entry, PREFIX, sizeof PREFIX - 1) != 0) continue;
        const char *equals = strchr(*entry, '=');
        char name[64], variable[80];
        const char *rest = *entry + sizeof PREFIX - 1;
        if (!equals || equals < rest || !option_name(rest, (size_t)(equals - rest), name, sizeof name))
            continue;
        const fw_option *option = fw_option_find(cli->command, fw_str_of(name), FW_OPTION_IN_FILE);
        if (!option || !(option->commands & cli->command->bit)) continue;
        snprintf(variable, sizeof variable, "%.*s", (int)(equals - *entry), *entry);
        code = fw_setting_put(cli, option, equals + 1, FW_SOURCE_ENVIRONMENT, variable, err);
        if (code == FW_USAGE) {
            code = FW_CONFIG;
            if (err) err->code = code;
        }
    }
    return code;
}

fw_code fw_settings_load(fw_cli *cli, const char *config, fw_error *err) {
    fw_code code = read_if_there(cli, "/etc/failwise.conf", FW_SOURCE_SYSTEM, err);
    if (code == FW_OK) code = read_users(cli, err);
    if (code == FW_OK && config) code = fw_settings_read(cli, config, FW_SOURCE_CONFIG, err);
    return code == FW_OK ? read_environment(cli, err) : code;
}
