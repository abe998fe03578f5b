/** An address or a host file that is no text, or no name of a machine. */
import { argument, type CommandedRoot, hit, launchedOf, launcherOf, path, startsMany } from '../../lookup/keys.ts'
import { numberOf, pythonText, stringOf, typeOf } from '../../python/values.ts'
import type { Node } from '../../python/yaml/node.ts'
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

const numberAt = (root: CommandedRoot, name: string): number => {
  const one = argument(root, name)
  return (one && numberOf(one.entry.value)) ?? 1
}

/** Popen takes only texts, for words of a command and for the environment. */
const isText = (node: Node): boolean => stringOf(node) !== undefined || typeOf(node) === 'null'

/** What torchrun takes for a host (torch/distributed/elastic/rendezvous/utils.py). */
const isHost = (text: string): boolean => /^[\w.:-]+$/.test(text.trim()) || /^\[[\w.:-]+\]$/.test(text.trim())

/** Whether the launcher can use the value. */
function isUsable(root: CommandedRoot, name: string, node: Node): boolean {
  const machines = numberAt(root, 'num_machines')
  if (!startsMany(root)) {
    const isUsed = name === 'mpirun_hostfile' || machines > 1 || numberAt(root, 'num_processes') > 1
    return launcherOf(root) === 'tpu' || !isUsed || isText(node)
  }
  const multinode = stringOf(argument(root, 'deepspeed_multinode_launcher')?.entry.value) ?? 'pdsh'
  const isTorchrun = launcherOf(root) !== 'deepspeed' || multinode === 'standard'
  // An absent address has a rule of its own.
  if (name === 'mpirun_hostfile' || machines <= 1 || !isTorchrun || typeOf(node) === 'null') return true
  return isHost(pythonText(node))
}

export const launchInvalidAddress = rule({
  id: 'launch/invalid-address',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/launch.py:107-113'),
    accelerate('src/accelerate/utils/launch.py:165-167'),
    page(
      'https://github.com/pytorch/pytorch/blob/v2.13.0/torch/distributed/elastic/rendezvous/utils.py#L108',
      '2026-12-01',
    ),
  ],
  reads: {
    options: ['accelerate.main_process_ip', 'mpirun.mpirun_hostfile'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        for (const name of ['main_process_ip', 'mpirun_hostfile']) {
          const one = argument(root, name)
          if (!one || isUsable(root, name, one.entry.value)) continue
          const { value } = one.entry
          const text = value.kind === 'scalar' && value.text !== '' ? value.text : undefined
          const fix = text === undefined || startsMany(root) ? undefined : [{ path: path(one.path), value: text }]
          yield hit(file, one, {}, fix)
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_machines: 2\nnum_processes: 8\nmain_process_ip: [node1, node2]\nmain_process_port: 29500\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_machines: 2\nnum_processes: 8\nmain_process_ip: node1\nmain_process_port: 29500\n',
      },
    },
  },
})
