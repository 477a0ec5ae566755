#!/usr/bin/env bash
# The faults set: processes are killed, stopped and cut off under load; then the checker compares what everybody saw with the archive.
# Usage: run.sh [test files]. CONFABD names another build to test.
# shellcheck disable=SC2034 # for run_set.sh
set -euo pipefail
set_name=faults
least=36
# Each file has servers of its own, and mostly waits.
files_at_once=2
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/tests/contract/harness/run_set.sh"
