/* bag_parts.c: sums of a part of the rows as messages, and put together again. */
#include "fit/bag_state.h"

#include "base/pack.h"

#include <stdlib.h>

enum { MESSAGE_ROWS, MESSAGE_NODE };

/* ---- sending ---- */

static fw_code send(const fw_bag_sums *s, fw_buffer *message, fw_error *err) {
    const fw_code code =
        message->failed ? fw_fail_nomem(err) : s->to->put(s->to->context, message->data, message->len, err);
    fw_buffer_free(message);
    return code;
}

fw_code fw_bag_sums_send_node(fw_bag_sums *s, size_t level, fw_error *err) {
    fw_packed *node = &s->levels[level];
    fw_buffer message = {0};
    const fw_code code = fw_bag_sums_await(s, err);
    if (code != FW_OK) return code;
    fw_pack_number(&message, MESSAGE_NODE);
    fw_pack_number(&message, level);
    fw_pack_number(&message, s->children[level]);
    for (size_t bag = 0; bag < node->groups; bag++) {
        fw_pack_number(&message, node->filled[bag]);
        if (node->filled[bag])
            fw_pack_bytes(&message, node->cross + bag * node->cells, node->cells * sizeof *node->cross);
        fw_packed_empty(node, bag);
    }
    s->children[level] = 0;
    return send(s, &message, err);
}

fw_code fw_bag_sums_send_rows(fw_bag_sums *s, fw_error *err) {
    leaf *l = &s->leaves[s->filling];
    fw_buffer message = {0};
    fw_pack_number(&message, MESSAGE_ROWS);
    fw_pack_number(&message, l->rows);
    for (size_t i = 0; i < l->rows; i++) {
        fw_pack_number(&message, l->bag[i]);
        fw_pack_bytes(&message, &l->rating[i], sizeof l->rating[i]);
        fw_pack_bytes(&message, l->x + i * s->shape.features, s->shape.features * sizeof *l->x);
    }
    l->rows = 0;
    s->head = false;
    s->room = s->shape.leaf;
    s->at++;
    return send(s, &message, err);
}

fw_code fw_bag_sums_begin_part(fw_bag_sums *s, uint64_t first, const fw_bag_sink *to, fw_error *err) {
    const size_t before = (size_t)(first % s->shape.leaf);
    if (s->to || s->at || s->leaves[s->filling].rows)
        return fw_fail(err, FW_BUG, "a part of the rows begins behind others");
    s->to = to;
    s->at = first / s->shape.leaf;
    s->head = before > 0;
    s->room = s->shape.leaf - before;
    s->whole = s->at + s->head;
    return FW_OK;
}

fw_code fw_bag_sums_end_part(fw_bag_sums *s, fw_error *err) {
    fw_code code = s->to ? fw_bag_sums_await(s, err) : fw_fail(err, FW_BUG, "no part of the rows has begun");
    for (size_t level = s->level_count; level-- > 0 && code == FW_OK;)
        if (s->children[level]) code = fw_bag_sums_send_node(s, level, err);
    return code == FW_OK && s->leaves[s->filling].rows ? fw_bag_sums_send_rows(s, err) : code;
}

/* ---- taking ---- */

static fw_code take_rows(fw_bag_sums *s, fw_unpack *in, fw_error *err) {
    const size_t bytes = s->shape.features * sizeof(float);
    float *x = malloc(bytes);
    if (!x) return fw_fail_nomem(err);
    fw_code code = FW_OK;
    for (size_t left = fw_unpack_count(in, bytes); left > 0 && code == FW_OK && !in->bad; left--) {
        double rating = 0;
        const size_t bag = (size_t)fw_unpack_number(in);
        (void)fw_unpack_bytes(in, &rating, sizeof rating);
        if (fw_unpack_bytes(in, x, bytes)) code = fw_bag_sums_add(s, bag, x, rating, err);
    }
    free(x);
    return code;
}

/* Whether a node of so many children comes next. */
static bool fits(const fw_bag_sums *s, size_t level, size_t children) {
    if (s->leaves[s->filling].rows || level >= FW_BAG_LEVELS || children == 0) return false;
    for (size_t l = 0; l < level; l++)
        if (s->children[l]) return false;
    return s->children[level] == 0 ? children < FW_BAG_FAN : children == 1;
}

/* Nodes that now have all their children go up. */
static fw_code carry_on(fw_bag_sums *s, size_t level, fw_error *err) {
    fw_code code = FW_OK;
    for (; s->children[level] == FW_BAG_FAN && code == FW_OK; level++) {
        code = fw_bag_sums_need(s, level + 1, err);
        for (size_t bag = 0; bag < s->shape.bags && code == FW_OK; bag++) fw_bag_sums_carry(s, level, bag);
        s->children[level] = 0;
        s->children[level + 1]++;
    }
    return code;
}

static fw_code take_node(fw_bag_sums *s, fw_unpack *in, fw_error *err) {
    const size_t level = (size_t)fw_unpack_number(in), children = (size_t)fw_unpack_number(in);
    if (in->bad || !fits(s, level, children))
        return fw_fail(err, FW_BUG, "sums of a part of the rows came out of order");
    fw_code code = fw_bag_sums_await(s, err);
    for (size_t l = 0; l <= level && code == FW_OK; l++) code = fw_bag_sums_need(s, l, err);
    double *triangle = code == FW_OK ? malloc(s->levels[0].cells * sizeof *triangle) : NULL;
    if (code != FW_OK) return code;
    if (!triangle) return fw_fail_nomem(err);
    for (size_t bag = 0; bag < s->shape.bags && !in->bad; bag++) {
        if (fw_unpack_number(in) == 0) continue;
        if (fw_unpack_bytes(in, triangle, s->levels[0].cells * sizeof *triangle))
            fw_packed_put(&s->levels[level], bag, triangle);
    }
    free(triangle);
    uint64_t leaves = children;
    for (size_t l = 0; l < level; l++) leaves *= FW_BAG_FAN;
    s->at += leaves;
    s->children[level] += children;
    return carry_on(s, level, err);
}

fw_code fw_bag_sums_take(fw_bag_sums *s, const char *bytes, size_t len, fw_error *err) {
    fw_unpack in = {.at = bytes, .end = bytes + len};
    const bool node = fw_unpack_number(&in) == MESSAGE_NODE;
    const fw_code code = (node ? take_node : take_rows)(s, &in, err);
    if (code == FW_OK && (in.bad || in.at != in.end))
        return fw_fail(err, FW_BUG, "sums of a part of the rows cannot be read");
    return code;
}

uint64_t fw_bag_sums_rows(const fw_bag_sums *s) { return s->at * s->shape.leaf + s->leaves[s->filling].rows; }
