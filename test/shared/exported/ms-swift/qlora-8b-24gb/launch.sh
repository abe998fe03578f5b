#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

export NPROC_PER_NODE=1
exec swift sft ms-swift.yaml \
  "$@"
