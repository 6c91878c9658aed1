/* analyzer.h: what one thread keeps between answers. */
#ifndef FAILWISE_TEXT_ANALYZER_H
#define FAILWISE_TEXT_ANALYZER_H

#include "text/arc_rules.h"
#include "text/words.h"

struct fw_analyzer {
    fw_analyzer_options options;
    int cats[FW_CAT_COUNT];
    fw_words *words;
    const fw_arc_rules *rules;
    fw_workspace ws;
    fw_analysis analysis;
};

#endif
