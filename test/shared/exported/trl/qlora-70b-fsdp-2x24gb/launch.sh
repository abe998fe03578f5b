#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"

exec accelerate launch \
  --config_file accelerate.yaml \
  -m trl.scripts.sft \
  --config trl.yaml \
  "$@"
