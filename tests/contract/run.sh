#!/usr/bin/env bash
# The contract set: every action, event and route against two real workers under the sanitizers.
# Usage: run.sh [test files]. CONFABD names another build to test.
set -euo pipefail
set_name=contract
least=135
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/tests/contract/harness/run_set.sh"
