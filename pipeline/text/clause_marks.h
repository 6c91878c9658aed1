/* clause_marks.h: marks between clauses; `end` lies behind the sentence. */
#ifndef FAILWISE_TEXT_CLAUSE_MARKS_H
#define FAILWISE_TEXT_CLAUSE_MARKS_H

#include "text/workspace.h"

/* A mark behind which a clause ends whatever follows: ; and dashes. A colon must be followed by a blank:
 * "07:40" goes on. */
bool fw_parts_clauses(const fw_workspace *ws, uint32_t index, uint32_t end);

/* Opening brackets and quotation marks belong to the word behind them; `index` is not the last token. */
bool fw_opens_bracket(const fw_workspace *ws, uint32_t index);

#endif
