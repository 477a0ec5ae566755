#pragma once

/* The media type for a file name, by its extension; application/octet-stream if unknown. */
const char *mime_type(const char *name);
