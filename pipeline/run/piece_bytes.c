/* piece_bytes.c: a piece of the second pass as bytes, and back. */
#include "run/piece.h"
#include "run/rows.h"

#include "base/str.h"
#include "report/kept.h"

#include <stdlib.h>
#include <string.h>

/* ---- out ---- */

fw_code fw_piece_pack(const fw_piece_maker *maker, fw_piece *s, fw_buffer *out, fw_error *err) {
    const size_t rows = s->frame->rows;
    const fw_fit_sink to = {out, fw_pack_put};
    fw_pack_number(out, rows);
    fw_pack_bytes(out, s->scores, rows * sizeof *s->scores);
    fw_pack_number(out, s->pooled);
    fw_pack_text(out, (fw_str){s->lines.line.data, s->lines.line.len});
    fw_buffer_clear(&s->lines.line);
    fw_pack_bytes(out, s->features, maker->layout->var_count * sizeof *s->features);
    fw_pack_number(out, s->fitted);
    if (!s->fitted) return out->failed ? fw_fail_nomem(err) : FW_OK;
    fw_pack_bytes(out, s->held_out, rows * sizeof *s->held_out);
    return fw_fit_piece_share(maker->fit, s->fit, &to, err);
}

/* Columns of X that a report reads of every row: obsm/star. */
static size_t star_columns(const fw_layout *layout, size_t columns[FW_CATALOGUE_STAR]) {
    const fw_obsm *star = &fw_catalogue_obsm[FW_CATALOGUE_OBSM - 1];
    size_t count = 0;
    for (size_t k = 0; k < star->count; k++)
        for (size_t v = 0; v < layout->var_count; v++)
            if (strcmp(layout->vars[v].name, star->features[k]) == 0) columns[count++] = v;
    return count;
}

struct fw_piece_choice {
    fw_kept kept;
};

fw_piece_choice *fw_piece_choice_new(void) {
    fw_piece_choice *choice = calloc(1, sizeof *choice);
    if (choice) choice->kept.most = FW_KEPT_FEATURES;
    return choice;
}

void fw_piece_choice_free(fw_piece_choice *choice) {
    if (choice) fw_kept_free(&choice->kept);
    free(choice);
}

/*
 * Whether the row is kept, of those that were offered. A report that sees them among others keeps a row only
 * if we do: it keeps what is left of all rows by the same rule, and has thinned out no later.
 */
static fw_code choose(fw_piece_choice *choice, fw_str id, bool *chosen, fw_error *err) {
    fw_kept *kept = &choice->kept;
    const fw_kept_row row = {.answer = fw_id_hash(fw_str_trim(id))};
    const fw_code code = fw_kept_add(kept, &row, NULL, err);
    const fw_kept_row *last = kept->count ? &kept->row[kept->count - 1] : NULL;
    *chosen = last && last->answer.hi == row.answer.hi && last->answer.lo == row.answer.lo;
    return code;
}

fw_code fw_piece_pack_features(const fw_piece_maker *maker, const fw_piece *s, fw_piece_choice *choice,
                               fw_buffer *out, fw_error *err) {
    const size_t width = maker->layout->var_count;
    size_t columns[FW_CATALOGUE_STAR];
    const size_t count = star_columns(maker->layout, columns);
    for (size_t r = 0; r < s->frame->rows; r++) {
        const float *x = s->frame->x + r * width;
        for (size_t k = 0; k < count; k++) fw_pack_bytes(out, &x[columns[k]], sizeof *x);
    }
    for (size_t r = 0; r < s->frame->rows; r++) {
        bool chosen = false;
        const fw_code code = choose(choice, s->frame->cells[0].text[r], &chosen, err);
        if (code != FW_OK) return code;
        if (!chosen) continue;
        fw_pack_number(out, r + 1);
        fw_pack_bytes(out, s->frame->x + r * width, width * sizeof *s->frame->x);
    }
    fw_pack_number(out, 0);
    return out->failed ? fw_fail_nomem(err) : FW_OK;
}

/* ---- in ---- */

static fw_code unpack_scores(const fw_piece_maker *maker, fw_piece *s, fw_unpack *in, fw_error *err) {
    const size_t rows = s->frame->rows;
    if (fw_unpack_number(in) != rows || !fw_unpack_bytes(in, s->scores, rows * sizeof *s->scores)) {
        in->bad = true;
        return FW_OK;
    }
    fw_frame_clear(s->score_frame);
    for (size_t r = 0; r < rows; r++)
        if (!fw_score_to_frame(&s->scores[r], s->frame->cells[0].text[r], s->score_frame, r))
            return fw_fail_nomem(err);
    s->score_frame->rows = rows;
    s->pooled = (size_t)fw_unpack_number(in);
    const fw_str lines = fw_unpack_text(in);
    fw_buffer_clear(&s->lines.line);
    if (maker->csv) fw_buffer_append(&s->lines.line, lines.ptr, lines.len);
    return s->lines.line.failed ? fw_fail_nomem(err) : FW_OK;
}

static fw_code unpack_fit(const fw_piece_maker *maker, fw_piece *s, fw_unpack *in, fw_error *err) {
    (void)fw_unpack_bytes(in, s->features, maker->layout->var_count * sizeof *s->features);
    s->fitted = fw_unpack_number(in) && maker->fit;
    if (!s->fitted) return FW_OK;
    (void)fw_unpack_bytes(in, s->held_out, s->frame->rows * sizeof *s->held_out);
    const fw_str fit = fw_unpack_text(in);
    return in->bad ? FW_OK : fw_fit_piece_adopt(maker->fit, s->fit, fit.ptr, fit.len, err);
}

static void unpack_features(const fw_piece_maker *maker, fw_piece *s, fw_unpack *in) {
    const size_t width = maker->layout->var_count, rows = s->frame->rows;
    size_t columns[FW_CATALOGUE_STAR];
    const size_t count = star_columns(maker->layout, columns);
    memset(s->frame->x, 0, rows * width * sizeof *s->frame->x);
    for (size_t r = 0; r < rows && !in->bad; r++)
        for (size_t k = 0; k < count; k++)
            (void)fw_unpack_bytes(in, &s->frame->x[r * width + columns[k]], sizeof *s->frame->x);
    for (uint64_t r = fw_unpack_number(in); r && !in->bad; r = fw_unpack_number(in)) {
        if (r > rows) in->bad = true;
        if (!in->bad) (void)fw_unpack_bytes(in, s->frame->x + (r - 1) * width, width * sizeof *s->frame->x);
    }
}

fw_code fw_piece_unpack(const fw_piece_maker *maker, fw_piece *s, fw_error *err) {
    fw_unpack in = {.at = s->bytes.data, .end = s->bytes.data + s->bytes.len};
    fw_code code = unpack_scores(maker, s, &in, err);
    if (code == FW_OK) code = unpack_fit(maker, s, &in, err);
    if (code != FW_OK) return code;
    unpack_features(maker, s, &in);
    return in.bad || in.at != in.end ? fw_fail(err, FW_BUG, "a piece of the second pass cannot be read")
                                     : FW_OK;
}
