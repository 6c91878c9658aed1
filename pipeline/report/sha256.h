/* sha256.h: SHA-256 (FIPS 180-4), for the hash by which the page's policy admits its style sheet. */
#ifndef FAILWISE_REPORT_SHA256_H
#define FAILWISE_REPORT_SHA256_H

#include <failwise/types.h>

enum { FW_SHA256_BYTES = 32, FW_SHA256_BASE64 = 45 };

void fw_sha256(const void *bytes, size_t len, uint8_t digest[FW_SHA256_BYTES]);
/* The digest in base 64, terminated. */
void fw_sha256_base64(const void *bytes, size_t len, char text[FW_SHA256_BASE64]);

#endif
