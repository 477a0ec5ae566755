#pragma once

#include "base/slice.h"

/* The orientation (1 … 8) that EXIF data give: a TIFF header and its first directory. 1 if they say
 * nothing that makes sense. */
int exif_orientation(struct slice tiff);
