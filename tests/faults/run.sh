#!/usr/bin/env bash
# The faults set: processes are killed, stopped and cut off under load; then the checker compares what everybody saw with the archive.
# Usage: run.sh [test files]. CONFABD names another build to test.
set -euo pipefail
set_name=faults
least=36
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/tests/contract/harness/run_set.sh"
