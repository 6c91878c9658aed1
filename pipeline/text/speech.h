/*
 * speech.h: speech written down without marks: where its sentences and clauses begin.
 *
 * A transcript may be one long run of words. Each gap between two of them gets points from the kinds of the
 * words around it and from what the open clause already holds, left to right: most gaps go on, some begin a
 * clause, and some of these a sentence. The points were fitted to labelled answers whose marks were taken
 * away (tests/bench/fit_speech; tests/bench/text_suites measures it).
 */
#ifndef FAILWISE_TEXT_SPEECH_H
#define FAILWISE_TEXT_SPEECH_H

#include "text/workspace.h"

/* Words; a sentence of more was written down without its marks: when none ends it, and when one does. */
enum { FW_RUN_ON = 50, FW_RUN_ON_MARKED = 100 };

/*
 * Cuts such sentences into those that their words tell of. Sets ws->is_speech when
 * there are any; the plane FW_PLANE_SPOKEN then has the first words of their clauses. Runs behind
 * fw_split_sentences.
 */
fw_code fw_split_speech(fw_workspace *ws, fw_error *err);

#endif
