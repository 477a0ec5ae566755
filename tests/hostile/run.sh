#!/usr/bin/env bash
# The hostile set: each action and route of the schema with everything that is wrong in each field, from whoever may not, and of what is not
# theirs, against two real workers under the sanitizers. Nobody hears of it, and the archive stays as it was.
# Usage: run.sh [test files]. CONFABD names another build to test. Writes build/tables/hostile.md, a row a case with what was seen.
set -euo pipefail
set_name=hostile
least=6700
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/tests/contract/harness/run_set.sh"
