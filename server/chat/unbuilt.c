/* Being built: every function here moves to its own file in the next hours. */
#include "protocol/handlers.gen.h"

#include "protocol/request.h"

