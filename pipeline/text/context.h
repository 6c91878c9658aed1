/*
 * context.h: the second reading of the clauses: what the first one says for it.
 *
 * Cues see a clause and its neighbours. How the clause itself, the ones beside it and all those before and
 * behind it were read is known once each has a label: that gives points too (arc_context.csv), and the labels
 * are found once more. Source: W. Cohen and V. Carvalho, Stacked sequential learning, IJCAI 2005.
 */
#ifndef FAILWISE_TEXT_CONTEXT_H
#define FAILWISE_TEXT_CONTEXT_H

#include "text/arc_rules.h"

/* Room for all labels as neighbours, and for "there is none". */
enum { FW_NO_NEIGHBOUR = FW_PART_COUNT, FW_NEIGHBOURS };

/* Adds the points of the first reading, which the clauses hold (part, star), to the points of all clauses,
 * and keeps it in ws->readings. A label without evidence of its own gets none: the story around a clause
 * never makes a part by itself. False when memory is out. */
bool fw_add_context(fw_workspace *ws, const fw_arc_rules *rules);

/* How many clauses before and behind one were read as each part. */
typedef struct fw_context {
    uint32_t told[FW_PART_COUNT], ahead[FW_PART_COUNT];
} fw_context;

/* Before the first clause is listed: clauses follow each other. */
void fw_start_context(const fw_workspace *ws, fw_context *context);

/* The rows of rules->context that hold of `clause`; returns how many. */
enum { FW_CONTEXT_AT_ONCE = 4 + 2 * FW_PART_COUNT };
uint32_t fw_list_context(const fw_workspace *ws, fw_context *context, uint32_t clause,
                         uint8_t rows[FW_CONTEXT_AT_ONCE]);

/* Names the rows, as they stand in arc_context.csv; false when there is no room. */
bool fw_name_context(fw_arc_rules *rules);

/* One row of that file, "reads_fail,diag,-3"; false when no row has that name or label. */
bool fw_context_row(fw_arc_rules *rules, fw_str name, int label, int64_t weight);

#endif
