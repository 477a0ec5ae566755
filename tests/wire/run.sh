#!/usr/bin/env bash
# The wire set: RFC 6455, HTTP/1.1 and TLS over raw sockets against two real workers under the sanitizers.
# Usage: run.sh [test files]. CONFABD names another build to test. Writes build/tables/<name>.md, a row a case with what was seen.
set -euo pipefail
set_name=wire
least=2000
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/tests/contract/harness/run_set.sh"
