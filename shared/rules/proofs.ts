/** Rules whose bad example a real tool was seen to refuse or spoil while it took the good one: which tool, which release, which day. */

export interface Proof {
  readonly tool: string
  readonly release: string
  readonly date: string
}

const seen = (tool: string, release: string, date = '2026-12-01'): Proof => ({ tool, release, date })

/** The judges in `test/real` show it again: `rule_examples`, `rule_launches`, `deepspeed_match`, `fsdp1_flattening`, `tied_embeddings`. */
const recorded: Readonly<Record<string, Proof>> = {
  'accelerate/invalid-boolean': seen('accelerate', '1.15.0'),
  'accelerate/invalid-dynamo-mode': seen('accelerate', '1.15.0'),
  'accelerate/invalid-section-key': seen('accelerate', '1.15.0'),
  'accelerate/invalid-use-cpu': seen('accelerate', '1.15.0'),
  'accelerate/invalid-value': seen('accelerate', '1.15.0'),
  'accelerate/misplaced-key': seen('accelerate', '1.15.0'),
  'accelerate/missing-distributed-type': seen('accelerate', '1.15.0'),
  'accelerate/sagemaker-not-supported': seen('accelerate', '1.15.0'),
  'accelerate/unknown-compute-environment': seen('accelerate', '1.15.0'),
  'accelerate/unknown-distributed-type': seen('accelerate', '1.15.0'),
  'accelerate/unknown-dynamo-backend': seen('accelerate', '1.15.0'),
  'accelerate/unknown-key': seen('accelerate', '1.15.0'),
  'accelerate/unknown-mixed-precision': seen('accelerate', '1.15.0'),
  'accelerate/unquoted-mixed-precision': seen('accelerate', '1.15.0'),
  'deepspeed/accumulation-mismatch': seen('transformers', '5.24.0'),
  'deepspeed/batch-size-mismatch': seen('transformers', '5.24.0'),
  'deepspeed/clipping-mismatch': seen('transformers', '5.24.0'),
  'deepspeed/learning-rate-mismatch': seen('transformers', '5.24.0'),
  'deepspeed/optimizer-mismatch': seen('transformers', '5.24.0'),
  'deepspeed/scheduler-mismatch': seen('transformers', '5.24.0'),
  'deepspeed/unknown-offload-device': seen('deepspeed', '0.19.8'),
  'deepspeed/unknown-zero-stage': seen('deepspeed', '0.19.8'),
  'files/no-keys': seen('accelerate', '1.15.0'),
  'fp8/invalid-override': seen('accelerate', '1.15.0'),
  'fp8/unknown-backend': seen('accelerate', '1.15.0'),
  'fsdp/invalid-min-num-params': seen('accelerate', '1.15.0'),
  'fsdp/missing-module-sync': seen('accelerate', '1.15.0'),
  'fsdp/mixed-dtypes': seen('torch', '2.13.0'),
  'fsdp/mixed-requires-grad': seen('torch', '2.13.0'),
  'fsdp/offload-without-checkpointing': seen('accelerate', '1.15.0'),
  'fsdp/unknown-value': seen('accelerate', '1.15.0'),
  'fsdp/unknown-version': seen('accelerate', '1.15.0'),
  'launch/gpu-id-range': seen('accelerate', '1.15.0'),
  'launch/invalid-address': seen('accelerate', '1.15.0'),
  'launch/invalid-gpu-ids': seen('accelerate', '1.15.0'),
  'launch/invalid-machine-count': seen('accelerate', '1.15.0'),
  'launch/invalid-num-processes': seen('accelerate', '1.15.0'),
  'launch/invalid-port': seen('accelerate', '1.15.0'),
  'launch/missing-num-processes': seen('accelerate', '1.15.0'),
  'launch/too-few-processes': seen('accelerate', '1.15.0'),
  'megatron/invalid-value': seen('accelerate', '1.15.0'),
  'parallelism/invalid-size': seen('accelerate', '1.15.0'),
  'parallelism/requires-fsdp2': seen('accelerate', '1.15.0'),
  'peft/adapter-on-tied-embeddings': seen('peft', '0.21.2'),
  'peft/conflicting-arguments': seen('peft', '0.21.2'),
  'peft/invalid-rank': seen('peft', '0.21.2'),
  'peft/invalid-value': seen('peft', '0.21.2'),
  'peft/pattern-in-target-list': seen('peft', '0.21.2'),
  'peft/string-target-modules': seen('peft', '0.21.2'),
  'peft/unknown-task-type': seen('peft', '0.21.2'),
  'peft/unknown-type': seen('peft', '0.21.2'),
  'quantization/4bit-and-8bit': seen('transformers', '5.24.0'),
  'trainer/fp16-and-bf16': seen('transformers', '5.24.0'),
  'trainer/invalid-value': seen('transformers', '5.24.0'),
  'trainer/unquoted-no': seen('transformers', '5.24.0'),
  'trl/unknown-argument': seen('trl', '1.16.0'),
  'trl/unknown-value': seen('trl', '1.16.0'),
  'yaml/forbidden-character': seen('accelerate', '1.15.0'),
  'yaml/multiple-documents': seen('accelerate', '1.15.0'),
  'yaml/syntax-error': seen('accelerate', '1.15.0'),
  'yaml/tab-character': seen('accelerate', '1.15.0'),
}

/** Rules that a real tool proved. */
export const proved: readonly string[] = Object.keys(recorded)

/** Where a rule's fault was seen to happen; undefined: it was not reproduced here. */
export const proofOf = (id: string): Proof | undefined => (Object.hasOwn(recorded, id) ? recorded[id] : undefined)
