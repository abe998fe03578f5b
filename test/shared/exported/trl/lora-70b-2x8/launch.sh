#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

exec accelerate launch \
  --config_file accelerate.yaml \
  --machine_rank "${MACHINE_RANK:-0}" \
  -m trl.scripts.sft \
  --config trl.yaml \
  "$@"
