/*
 * reading.h: an answer as it is read: without what stands in it but is no part of what was answered.
 *
 * Web forms send markup along; transcripts have questions, names of speakers, time stamps and notes; speech
 * has hesitations. None of that belongs to the story, and all of it breaks phrases and clauses apart. It is
 * blanked in a copy of the same length, where character references become their characters: tokens of the
 * copy stand on the bytes of the text as it was given.
 */
#ifndef FAILWISE_TEXT_READING_H
#define FAILWISE_TEXT_READING_H

#include "text/words.h"

/*
 * Fills ws->unread and ws->hesitations. When there is anything of the kind, ws->text is a copy that is valid
 * until the next call, and the tokens that are blank in it are taken out; *rewritten when it has other
 * characters, too, so that all tokens are to be found again. FW_IO when memory is out.
 */
fw_code fw_set_aside(fw_workspace *ws, bool *rewritten, fw_error *err);

/* Reads an "&" between blanks as the word "and": "my boss & I", but not "R&D". Behind the above, once tokens
 * are those of the text as it is read. FW_IO when memory is out. */
fw_code fw_read_ampersands(fw_workspace *ws, fw_words *words, fw_error *err);

/* Takes the tokens out that are set aside, as if ws->text had been cut into tokens. */
void fw_take_out(fw_workspace *ws);

/* ---- what may be set aside, by its first byte; lengths in bytes, 0 where there is nothing of the kind ----
 */

/* "<p>", "</b>", "<!-- ... -->"; *breaks: the text behind it starts a line. Only tags of HTML: "<3" and "a <
 * b" are none. */
size_t fw_tag_at(fw_str text, size_t at, bool *breaks);

/* "&amp;", "&#8217;", "&#x2019;": the character in *code_point. */
size_t fw_reference_at(fw_str text, size_t at, uint32_t *code_point);

/* What transcribers note: "[inaudible]", "(laughs)", "[00:12:03]". Names in brackets, as anonymised answers
 * have them, are none. */
size_t fw_note_at(fw_str text, size_t at);

/* A time stamp that a line starts with: "00:12:03", "[12:03]", "00:12:03.400 --> 00:12:06.100". A time of
 * day is none. */
size_t fw_stamp_at(fw_str text, size_t at);

/* Who speaks, when a line starts so: "Interviewer:", "Q2:", "Speaker 1:". */
typedef enum fw_speaker { FW_SPEAKER_ASKS, FW_SPEAKER_ANSWERS, FW_SPEAKER_UNKNOWN } fw_speaker;
size_t fw_speaker_at(fw_str text, size_t at, fw_speaker *speaker);

#endif
