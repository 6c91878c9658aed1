/* page_head.c: the head of a self-contained page. */
#include "report/page_head.h"

#include "report/sha256.h"

#include "base/embedded.h"

static void admit(const char *name, fw_buffer *out) {
    const fw_str asset = fw_embedded_find(name);
    char hash[FW_SHA256_BASE64];
    fw_sha256_base64(asset.ptr ? asset.ptr : "", asset.len, hash);
    fw_buffer_printf(out, " 'sha256-%s'", hash);
}

void fw_page_head_begin(const fw_page_assets *assets, fw_buffer *out) {
    fw_buffer_text(out,
                   "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src");
    for (size_t i = 0; i < assets->style_count; i++) admit(assets->styles[i], out);
    if (assets->script) {
        fw_buffer_text(out, "; script-src");
        admit(assets->script, out);
    }
    fw_buffer_text(out, "; img-src data:; base-uri 'none'; form-action 'none'\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<meta name=\"color-scheme\" content=\"light dark\">\n"
                        "<meta name=\"robots\" content=\"noindex\">\n"
                        "<meta name=\"generator\" content=\"failwise " FAILWISE_VERSION "\">\n<title>");
}

void fw_page_head_end(const fw_page_assets *assets, fw_buffer *out) {
    fw_buffer_text(out, "</title>\n");
    for (size_t i = 0; i < assets->style_count; i++) {
        fw_buffer_text(out, "<style>");
        fw_buffer_str(out, fw_embedded_find(assets->styles[i]));
        fw_buffer_text(out, "</style>\n");
    }
    fw_buffer_text(out, "</head>\n");
}
