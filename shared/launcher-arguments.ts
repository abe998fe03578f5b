/** How the keys of an Accelerate file become arguments of `accelerate launch` (commands/launch.py of Accelerate 1.15.0, lines 1267 to 1277). */

/** The sections, in the order in which Accelerate copies them (config_args.py, ClusterConfig). */
export const sections = [
  'fp8_config',
  'deepspeed_config',
  'fsdp_config',
  'parallelism_config',
  'megatron_lm_config',
  'mpirun_config',
  'dynamo_config',
] as const

const prefixes: Readonly<Record<string, readonly [starts: string, prefix: string]>> = {
  fsdp_config: ['fsdp', 'fsdp_'],
  fp8_config: ['fp8', 'fp8_'],
  dynamo_config: ['dynamo_', 'dynamo_'],
}

/** The argument of the launcher that a key of a section becomes. */
export function argumentName(section: string, key: string): string {
  const prefix = prefixes[section]
  return prefix && !key.startsWith(prefix[0]) ? prefix[1] + key : key
}

/** The argument that a dotted path becomes; a key at the top level keeps its name. */
export function argumentOfPath(path: string): string {
  const dot = path.indexOf('.')
  return dot < 0 ? path : argumentName(path.slice(0, dot), path.slice(dot + 1))
}
