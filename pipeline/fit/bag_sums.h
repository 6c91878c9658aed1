/*
 * bag_sums.h: cross-products of rows by bag, added up in an order that depends on the rows' numbers alone.
 *
 * Rows are cut into leaves of a fixed number of rows. Inside of a leaf a bag's rows are multiplied in order;
 * then FW_BAG_FAN leaves are added up, one after the other, to a node, as many nodes to one of the next
 * level, and so on. Who works out a leaf does not matter: threads, and processes that have rows of their own,
 * come to the same bits. One set of sums a level is kept: log(rows) of them.
 *
 * One thread adds rows; others may help to work out the leaf before the one being filled.
 *
 * In numbers, for the 91 features of the catalogue and 500 bags: a level is 18 MB (95 x 96 / 2 sums of 8
 * bytes by bag), up to 131 072 rows need one, 1 048 576 two, 8.4 million three, 10^9 six. A leaf of 16384
 * rows is 6 MB, of which there are two. A bag has 33 rows of a full leaf, so that adding them to its node
 * costs a fifth of multiplying them.
 */
#ifndef FAILWISE_FIT_BAG_SUMS_H
#define FAILWISE_FIT_BAG_SUMS_H

#include "fit/packed.h"

enum { FW_BAG_FAN = 8 };

/* Makes the `width` columns of one row's cross-products from its features and its rating; from any thread. */
typedef void fw_bag_row(const void *context, const float *x, double rating, double *out);

typedef struct fw_bag_shape {
    size_t bags, width, features;
    size_t leaf; /* rows of a leaf; 0: FW_BAG_LEAF, or fewer where rows are wide */
    fw_bag_row *row;
    const void *context;
} fw_bag_shape;

typedef struct fw_bag_sums fw_bag_sums;

/* FW_IO when memory is out. */
fw_code fw_bag_sums_new(const fw_bag_shape *shape, fw_bag_sums **out, fw_error *err);
/* NULL is allowed. */
void fw_bag_sums_free(fw_bag_sums *sums);

/* The next row. FW_IO when memory is out, also of somebody who helped. */
fw_code fw_bag_sums_add(fw_bag_sums *sums, size_t bag, const float *x, double rating, fw_error *err);
/* Works out a piece of a full leaf; false when nothing is left to do. From any thread, while others add or
 * help. */
bool fw_bag_sums_help(fw_bag_sums *sums);
/* The sums of all rows, which go over to `out` (fw_packed_free). Nothing may follow but fw_bag_sums_free. */
fw_code fw_bag_sums_finish(fw_bag_sums *sums, fw_packed *out, fw_error *err);

/*
 * One of many has the rows from number `first` on, as many as it adds. What can be summed up of them alone
 * goes to `to` (borrowed), in order, as messages: whole nodes, and the rows of leaves that others have rows
 * of, too. Whoever has the rows before takes the messages and then has the same sums as if it had added the
 * rows. FW_BUG: there are rows already.
 */
typedef struct fw_bag_sink {
    void *context;
    fw_code (*put)(void *context, const char *bytes, size_t len, fw_error *err);
} fw_bag_sink;
fw_code fw_bag_sums_begin_part(fw_bag_sums *sums, uint64_t first, const fw_bag_sink *to, fw_error *err);
/* Sends what is left. Nothing may follow but fw_bag_sums_free. */
fw_code fw_bag_sums_end_part(fw_bag_sums *sums, fw_error *err);
/* FW_BUG: not a message, or not the next one. */
fw_code fw_bag_sums_take(fw_bag_sums *sums, const char *bytes, size_t len, fw_error *err);
/* Rows added and taken. */
uint64_t fw_bag_sums_rows(const fw_bag_sums *sums);

#endif
