/* output.c: where pages go: never into a report's folder, for their owner's eyes only. */
#include "run/documents.h"
#include "run/feedback/feedback.h"

#include "base/csv_out.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the target ---- */

/* The source's name without slashes and ".h5"; "." and the like by their real name. */
static char *source_stem(const char *source) {
    size_t len = strlen(source);
    while (len > 1 && source[len - 1] == '/') len--;
    const bool dots = len > 0 && source[len - 1] == '.' &&
                      (len == 1 || source[len - 2] == '/' ||
                       (source[len - 2] == '.' && (len == 2 || source[len - 3] == '/')));
    if (dots) return realpath(source, NULL);
    if (len > 3 && strncmp(source + len - 3, ".h5", 3) == 0) len -= 3;
    return strndup(source, len);
}

/* Whether a report that is made to be shared stands in the folder. */
static bool holds_report(const char *folder) {
    static const char *const NAMES[] = {"manifest.json", "report.html"};
    for (size_t i = 0; i < 2; i++) {
        char *path = fw_path_join(folder, NAMES[i]);
        const bool there = path && access(path, F_OK) == 0;
        free(path);
        if (!there) return false;
    }
    return true;
}

/* The folder that `target` is or would be in, followed through links; NULL when there is none yet. */
static char *nearest_folder(const char *target) {
    char *copy = strdup(target);
    char *real = copy ? realpath(copy, NULL) : NULL;
    for (char *at = copy; at && !real;) {
        char *parent = strdup(dirname(at));
        free(copy);
        copy = at = parent;
        real = parent ? realpath(parent, NULL) : NULL;
        if (parent && (strcmp(parent, "/") == 0 || strcmp(parent, ".") == 0)) break;
    }
    free(copy);
    return real;
}

/* Reports are shared, pages are not: text must not lie where somebody zips a folder. */
static fw_code refuse_report_folders(const char *target, fw_error *err) {
    char *folder = nearest_folder(target);
    bool shared = false;
    while (folder && !shared && strcmp(folder, "/") != 0) {
        shared = holds_report(folder);
        char *slash = strrchr(folder, '/');
        if (!slash || slash == folder) break;
        *slash = '\0';
    }
    free(folder);
    if (!shared) return FW_OK;
    return fw_fail_in(
        err, FW_CANTCREATE, target,
        "this is inside a report's folder, which is made to be shared; the pages hold people's words: "
        "give another place with -o");
}

fw_code fw_feedback_target(const fw_feedback_job *job, const fw_run_options *options, char **target,
                           fw_error *err) {
    *target = NULL;
    if (options->output) {
        *target = strdup(options->output);
    } else {
        char *stem = source_stem(job->source);
        if (stem && asprintf(target, "%s-feedback", stem) < 0) *target = NULL;
        free(stem);
    }
    if (!*target) return fw_fail_nomem(err);
    if (strcmp(*target, "-") == 0) {
        if (job->participant) return FW_OK;
        return fw_fail(err, FW_USAGE, "--all writes a folder: -o - is for the page of one participant");
    }
    return refuse_report_folders(*target, err);
}

/* ---- one page ---- */

static void slug_of(const fw_person *who, char slug[FW_SLUG_SIZE]) {
    fw_slug(who->name, who->is_answer, slug);
}

static bool is_folder(const char *path) {
    struct stat info;
    return lstat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Without -o, or where -o is a folder, the page gets the participant's name. */
static fw_code page_path(const char *target, const fw_person *who, bool chosen, char **path, fw_error *err) {
    const size_t len = strlen(target);
    const bool folder = !chosen || is_folder(target) || (len && target[len - 1] == '/');
    if (!folder) {
        *path = strdup(target);
        return *path ? FW_OK : fw_fail_nomem(err);
    }
    if (mkdir(target, 0700) != 0 && (errno != EEXIST || !is_folder(target)))
        return fw_fail_errno(err, FW_CANTCREATE, target, "cannot create the folder");
    char slug[FW_SLUG_SIZE];
    slug_of(who, slug);
    if (asprintf(path, "%s%s%s.html", target, len && target[len - 1] == '/' ? "" : "/", slug) < 0)
        *path = NULL;
    return *path ? FW_OK : fw_fail_nomem(err);
}

static fw_code open_single(fw_feedback_output *output, const char *target, const fw_person *one,
                           const fw_run_options *options, char **written, fw_error *err) {
    output->single = true;
    if (strcmp(target, "-") == 0) return fw_output_open(&output->file, "-", true, err);
    fw_code code = page_path(target, one, options->output != NULL, written, err);
    if (code == FW_OK) code = fw_output_open(&output->file, *written, options->force, err);
    return code;
}

/* ---- all pages ---- */

static fw_code open_all(fw_feedback_output *output, const char *target, const fw_run_options *options,
                        char **written, fw_error *err) {
    fw_code code = fw_outdir_open(&output->dir, target, options->force, err);
    if (code != FW_OK) return code;
    char *pages = fw_outdir_path(&output->dir, "pages");
    if (!pages) return fw_fail_nomem(err);
    if (mkdir(pages, 0700) == 0) output->pages = open(pages, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (output->pages < 0) code = fw_fail_errno(err, FW_CANTCREATE, target, "cannot create the folder");
    free(pages);
    if (code == FW_OK && asprintf(written, "%s/index.html", output->dir.target) < 0) {
        *written = NULL;
        code = fw_fail_nomem(err);
    }
    return code;
}

fw_code fw_feedback_output_open(fw_feedback_output *output, const char *target, const fw_person *one,
                                const fw_run_options *options, char **written, fw_error *err) {
    *output = (fw_feedback_output){.dir = {.lock = -1}, .pages = -1};
    return one ? open_single(output, target, one, options, written, err)
               : open_all(output, target, options, written, err);
}

/* Not flushed one by one: see flush_pages. */
static fw_code write_page(int folder, const char *name, fw_str html, fw_error *err) {
    const int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) return fw_fail_errno(err, FW_CANTCREATE, name, "cannot create the page");
    size_t done = 0;
    while (done < html.len) {
        const ssize_t more = write(fd, html.ptr + done, html.len - done);
        if (more < 0 && errno == EINTR) continue;
        if (more <= 0) break;
        done += (size_t)more;
    }
    fw_code code = done == html.len ? FW_OK : fw_fail_errno(err, FW_IO, name, "cannot write the page");
    if (close(fd) != 0 && code == FW_OK) code = fw_fail_errno(err, FW_IO, name, "cannot write the page");
    return code;
}

fw_code fw_feedback_output_page(fw_feedback_output *output, const fw_person *who, fw_str html,
                                fw_error *err) {
    if (output->single) {
        if (fwrite(html.ptr, 1, html.len, output->file.stream) == html.len) return FW_OK;
        return fw_fail_errno(err, FW_IO, output->file.path, "cannot write the page");
    }
    char slug[FW_SLUG_SIZE], name[FW_SLUG_SIZE + 8], path[PATH_MAX];
    slug_of(who, slug);
    (void)snprintf(name, sizeof name, "%s.html", slug);
    const fw_code code = write_page(output->pages, name, html, err);
    if (code == FW_OK) return code;
    (void)snprintf(path, sizeof path, "%s/pages/%s", output->dir.target, name);
    return fw_error_at(err, path, 0, 0);
}

/* ---- the lists ---- */

static fw_code write_index(fw_feedback_output *output, const fw_feedback_entry *entries, size_t count,
                           bool synthetic, fw_error *err) {
    char *html = NULL;
    size_t len = 0;
    fw_code code = fw_feedback_index(entries, count, synthetic, &html, &len, err);
    char *path = code == FW_OK ? fw_outdir_path(&output->dir, "index.html") : NULL;
    if (code == FW_OK && !path) code = fw_fail_nomem(err);
    fw_output file = {0};
    if (code == FW_OK) code = fw_output_open(&file, path, false, err);
    if (code == FW_OK && fwrite(html, 1, len, file.stream) != len)
        code = fw_fail_errno(err, FW_IO, path, "cannot write the list of pages");
    if (code == FW_OK) code = fw_output_commit(&file, err);
    fw_output_abort(&file);
    free(path);
    free(html);
    return code;
}

/* For a mail merge. */
static fw_code write_csv(const fw_feedback_output *output, const fw_feedback_entry *entries, size_t count,
                         fw_error *err) {
    static const char *const HEADER[] = {"participant_id", "file", "answers", "practise"};
    fw_csv csv;
    const fw_code code = fw_csv_open_in(&csv, &output->dir, "index.csv", err);
    if (code != FW_OK) return code;
    fw_csv_header(&csv, HEADER, sizeof HEADER / sizeof HEADER[0]);
    for (size_t i = 0; i < count; i++) {
        fw_csv_text(&csv, entries[i].name);
        fw_csv_word(&csv, entries[i].file);
        fw_csv_count(&csv, entries[i].answers);
        fw_csv_word(&csv, entries[i].practise < FW_ARC_PARTS
                              ? fw_part_name((fw_part)(FW_PART_FAIL + entries[i].practise))
                              : "whole");
        fw_csv_end_row(&csv);
    }
    return fw_csv_commit(&csv, err);
}

static fw_code write_lists(fw_feedback_output *output, const fw_people *people, bool synthetic,
                           fw_error *err) {
    enum { FILE_SIZE = FW_SLUG_SIZE + 16 };
    fw_feedback_entry *entries = calloc(people->count + 1, sizeof *entries);
    char(*files)[FILE_SIZE] = calloc(people->count + 1, sizeof *files);
    fw_code code = entries && files ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < people->count && code == FW_OK; i++) {
        char slug[FW_SLUG_SIZE];
        const fw_person *who = &people->list[i];
        slug_of(who, slug);
        (void)snprintf(files[i], FILE_SIZE, "pages/%s.html", slug);
        entries[i] = (fw_feedback_entry){who->name, files[i], who->answers, who->practise};
    }
    if (code == FW_OK) code = write_index(output, entries, people->count, synthetic, err);
    if (code == FW_OK) code = write_csv(output, entries, people->count, err);
    free(entries);
    free(files);
    return code;
}

/* All pages at once, before the folder takes the place of the old one. */
static fw_code flush_pages(const fw_feedback_output *output, fw_error *err) {
    if (syncfs(output->pages) == 0) return FW_OK;
    return fw_fail_errno(err, FW_IO, output->dir.target, "cannot write the pages");
}

fw_code fw_feedback_output_close(fw_feedback_output *output, fw_code code, const fw_people *people,
                                 const fw_run_options *options, uint64_t answers_hash, fw_error *err) {
    if (output->pages >= 0 && code == FW_OK) code = flush_pages(output, err);
    if (output->pages >= 0) close(output->pages);
    output->pages = -1;
    if (output->single) {
        if (code == FW_OK) return fw_output_commit(&output->file, err);
        fw_output_abort(&output->file);
        return code;
    }
    if (code == FW_OK) code = write_lists(output, people, options->synthetic, err);
    return fw_seal_folder(&output->dir, code, options, answers_hash, 0, err);
}
