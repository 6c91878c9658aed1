/* slot.c: a batch with its features, as a block of bytes and back. */
#include "run/slot.h"

#include "base/pack.h"
#include "load/relay.h"

#include <failwise/features.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BITS = 8 };

void fw_slot_free(fw_slot *slot) {
    fw_batch_free(slot->batch);
    free(slot->x);
    free(slot->story);
    free(slot->pii);
    fw_buffer_free(&slot->block);
    *slot = (fw_slot){0};
}

static fw_code reserve_features(fw_slot *s, size_t features, fw_error *err) {
    if (s->capacity >= s->batch->count || features == 0) return FW_OK;
    float *x = realloc(s->x, s->batch->count * features * sizeof *x);
    if (x) s->x = x;
    uint8_t *story = realloc(s->story, s->batch->count * sizeof *story);
    if (story) s->story = story;
    if (!x || !story) return fw_fail_nomem(err);
    s->capacity = s->batch->count;
    return FW_OK;
}

fw_code fw_slot_reserve(fw_slot *s, size_t features, fw_error *err) {
    if (s->pii_capacity < s->batch->count) {
        fw_pii_counts *pii = realloc(s->pii, s->batch->count * sizeof *pii);
        if (!pii) return fw_fail_nomem(err);
        s->pii = pii;
        s->pii_capacity = s->batch->count;
    }
    return reserve_features(s, features, err);
}

double fw_answer_rating(const fw_answer *answer, const fw_ratings *ratings, int trait,
                        const fw_run_options *options, size_t *count) {
    double sum = 0;
    *count = 0;
    if (!ratings) return (double)NAN;
    if (options->rating_column_count == 0) return fw_ratings_mean(ratings, answer->id, trait, count);
    for (size_t r = 0; r < options->rating_column_count; r++) {
        if (!fw_rating_on_scale(answer->ratings[r], options->scale_min, options->scale_max)) continue;
        sum += answer->ratings[r];
        (*count)++;
    }
    return *count ? sum / (double)*count : (double)NAN;
}

bool fw_slot_unwanted(const fw_slot *s, fw_pii_policy policy, size_t i) {
    return policy == FW_PII_REJECT && s->batch->answers[i].used && s->pii[i].hits > 0;
}

/* Which numbers are not zero, a bit each, then those: most of a row's features are zero. `only`: packs one
 * feature and zeros; SIZE_MAX: all. */
static void pack_row(const float *x, size_t features, size_t only, fw_buffer *out) {
    const size_t map_bytes = (features + BITS - 1) / BITS;
    char *to = fw_buffer_reserve(out, map_bytes + features * sizeof *x);
    if (!to) return;
    unsigned char *map = (unsigned char *)to;
    memset(map, 0, map_bytes);
    char *next = to + map_bytes;
    for (size_t i = 0; i < features; i++) {
        uint32_t bits;
        memcpy(&bits, &x[i], sizeof bits);
        if (bits == 0 || (only != SIZE_MAX && i != only)) continue;
        map[i / BITS] = (unsigned char)(map[i / BITS] | 1U << i % BITS);
        memcpy(next, &bits, sizeof bits);
        next += sizeof bits;
    }
    out->len += (size_t)(next - to);
}

static void unpack_row(float *x, size_t features, fw_unpack *in) {
    const size_t map_bytes = (features + BITS - 1) / BITS;
    const unsigned char *map = (const unsigned char *)in->at;
    if ((size_t)(in->end - in->at) < map_bytes) {
        in->bad = true;
        return;
    }
    in->at += map_bytes;
    memset(x, 0, features * sizeof *x);
    for (size_t i = 0; i < features; i++) {
        if (map[i / BITS] >> i % BITS & 1) (void)fw_unpack_bytes(in, &x[i], sizeof x[i]);
    }
}

static void pack_pii(const fw_pii_counts *pii, fw_buffer *out) {
    fw_pack_number(out, pii->left);
    fw_pack_number(out, pii->unread);
    fw_pack_number(out, pii->hits);
    for (int t = 0; t < FW_PII_TYPE_COUNT && pii->hits; t++) fw_pack_number(out, pii->by_type[t]);
}

static void unpack_pii(fw_pii_counts *pii, fw_unpack *in) {
    *pii = (fw_pii_counts){.left = (uint32_t)fw_unpack_number(in)};
    pii->unread = (uint32_t)fw_unpack_number(in);
    pii->hits = (uint32_t)fw_unpack_number(in);
    for (int t = 0; t < FW_PII_TYPE_COUNT && pii->hits; t++) pii->by_type[t] = (uint32_t)fw_unpack_number(in);
}

fw_code fw_slot_pack(fw_slot *s, const fw_reader *reader, size_t features, bool with_text, bool light,
                     fw_error *err) {
    fw_buffer *out = &s->block;
    const size_t words = (size_t)fw_feature_find("words");
    fw_buffer_clear(out);
    fw_batch_pack(s->batch, reader, with_text, out);
    fw_pack_number(out, features);
    for (size_t i = 0; i < s->batch->count; i++) {
        pack_pii(&s->pii[i], out);
        if (features == 0) continue;
        fw_pack_number(out, s->story[i]);
        pack_row(s->x + i * features, features, light ? words : SIZE_MAX, out);
    }
    return out->failed ? fw_fail_nomem(err) : FW_OK;
}

fw_code fw_slot_unpack(fw_slot *s, const fw_reader *reader, size_t features, fw_error *err) {
    size_t used = 0;
    fw_code code = fw_batch_unpack(s->batch, reader, s->block.data, s->block.len, &used, err);
    if (code == FW_OK) code = fw_slot_reserve(s, features, err);
    if (code != FW_OK) return code;
    fw_unpack in = {.at = s->block.data + used, .end = s->block.data + s->block.len};
    if (fw_unpack_number(&in) != features) in.bad = true;
    for (size_t i = 0; i < s->batch->count && !in.bad; i++) {
        unpack_pii(&s->pii[i], &in);
        if (features == 0) continue;
        s->story[i] = (uint8_t)fw_unpack_number(&in);
        unpack_row(s->x + i * features, features, &in);
    }
    return in.bad || in.at != in.end ? fw_fail(err, FW_DATA, "the features of a part are damaged") : FW_OK;
}
