/* dictionary_text.c: the bytes of a dictionary file as UTF-8 with line feeds. */
#include "text/dictionary.h"

#include "base/str.h"

#include <string.h>

/* What 0x80 to 0x9F mean in Windows-1252; the five it leaves open stand for themselves, as browsers read
 * them. */
static const uint16_t WINDOWS_1252[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                          0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                          0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                          0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

static void append_code_point(fw_buffer *out, uint32_t c) {
    char bytes[4];
    size_t n = 0;
    if (c < 0x80) {
        bytes[n++] = (char)c;
    } else if (c < 0x800) {
        bytes[n++] = (char)(0xC0 | c >> 6);
        bytes[n++] = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        bytes[n++] = (char)(0xE0 | c >> 12);
        bytes[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        bytes[n++] = (char)(0x80 | (c & 0x3F));
    } else {
        bytes[n++] = (char)(0xF0 | c >> 18);
        bytes[n++] = (char)(0x80 | (c >> 12 & 0x3F));
        bytes[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        bytes[n++] = (char)(0x80 | (c & 0x3F));
    }
    fw_buffer_append(out, bytes, n);
}

static uint32_t unit_at(fw_str data, size_t i, bool big) {
    const uint32_t a = (unsigned char)data.ptr[i], b = (unsigned char)data.ptr[i + 1];
    return big ? a << 8 | b : b << 8 | a;
}

/* Halves of a pair that stand alone become U+FFFD, which is in no word. */
static void convert_utf16(fw_str data, bool big, fw_buffer *out) {
    for (size_t i = 2; i + 1 < data.len; i += 2) {
        uint32_t c = unit_at(data, i, big);
        const bool high = c >= 0xD800 && c < 0xDC00;
        const uint32_t low = high && i + 3 < data.len ? unit_at(data, i + 2, big) : 0;
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        } else if (c >= 0xD800 && c < 0xE000) {
            c = 0xFFFD;
        }
        append_code_point(out, c);
    }
}

/* One line without its end: as it is when it is UTF-8. Returns whether it was. */
static bool convert_line(fw_str line, fw_buffer *out) {
    if (fw_utf8_valid_prefix(line.ptr, line.len) == line.len) {
        fw_buffer_str(out, line);
        return true;
    }
    for (size_t i = 0; i < line.len; i++) {
        const unsigned char c = (unsigned char)line.ptr[i];
        append_code_point(out, c >= 0x80 && c < 0xA0 ? WINDOWS_1252[c - 0x80] : c);
    }
    return false;
}

/* Line by line, because files that were pasted together hold both. One warning a file is enough. */
static fw_code convert_lines(fw_dictionary *d, fw_str data, fw_error *err) {
    bool warned = false;
    for (size_t i = 0; i < data.len;) {
        size_t end = i;
        while (end < data.len && data.ptr[end] != '\n' && data.ptr[end] != '\r') end++;
        const fw_str line = {data.ptr + i, end - i};
        d->line++;
        if (memchr(line.ptr, 0, line.len)) return fw_dictionary_fail(d, err, "a NUL byte: not a text file");
        const size_t start = d->text.len;
        if (!convert_line(line, &d->text) && !warned && !d->text.failed) {
            const fw_str about = {d->text.data + start, d->text.len - start};
            if (!fw_dictionary_warn(d, "not UTF-8, read as Windows-1252 (Latin-1)", about))
                return fw_fail_nomem(err);
            warned = true;
        }
        i = end;
        if (i == data.len) break;
        fw_buffer_char(&d->text, '\n');
        i += data.ptr[i] == '\r' && i + 1 < data.len && data.ptr[i + 1] == '\n' ? 2 : 1;
    }
    return d->text.failed ? fw_fail_nomem(err) : FW_OK;
}

/* A text that needs no change is not copied: nearly all files. */
static bool is_plain(fw_str data) {
    return !memchr(data.ptr, '\r', data.len) && !memchr(data.ptr, 0, data.len) &&
           fw_utf8_valid_prefix(data.ptr, data.len) == data.len;
}

fw_code fw_dictionary_text(fw_dictionary *d, fw_str data, fw_str *text, fw_error *err) {
    fw_buffer wide = {0};
    *text = data;
    if (data.len == 0) return FW_OK;
    const bool little = data.len >= 2 && memcmp(data.ptr, "\xFF\xFE", 2) == 0;
    if (little || (data.len >= 2 && memcmp(data.ptr, "\xFE\xFF", 2) == 0)) {
        convert_utf16(data, !little, &wide);
        if (wide.failed) return fw_fail_nomem(err);
        data = (fw_str){wide.data ? wide.data : "", wide.len};
    } else if (data.len >= 3 && memcmp(data.ptr, "\xEF\xBB\xBF", 3) == 0) {
        data = (fw_str){data.ptr + 3, data.len - 3};
    }
    fw_code code = FW_OK;
    if (data.len == 0 || (!wide.data && is_plain(data))) {
        *text = data.len ? data : FW_STR("");
    } else {
        code = convert_lines(d, data, err);
        *text = (fw_str){d->text.data ? d->text.data : "", d->text.len};
        d->line = 0;
    }
    fw_buffer_free(&wide);
    return code;
}
