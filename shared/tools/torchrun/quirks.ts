/** What torchrun checks in its own code, after its parser has read the flags. */
import { page, type Source } from '../../source.ts'

const at = (lines: string): Source =>
  page(`https://github.com/pytorch/pytorch/blob/v2.13.0/torch/distributed/${lines}`, '2026-12-01')

interface Checked {
  readonly takes: (text: string) => boolean
  readonly source: Source
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text.trim()) && Number(text) <= 65_535

/** By flag; `accelerate launch` hands them on under the same names. */
export const checkedLater: Readonly<Record<string, Checked>> = {
  tee: { takes: isStreams, source: at('elastic/multiprocessing/api.py#L84') },
  redirects: { takes: isStreams, source: at('elastic/multiprocessing/api.py#L84') },
  rdzv_backend: {
    takes: (text) => ['static', 'c10d', 'etcd', 'etcd-v2'].includes(text),
    source: at('elastic/rendezvous/registry.py#L70'),
  },
  max_restarts: { takes: (text) => Number(text) >= 0, source: at('run.py#L847') },
  monitor_interval: { takes: (text) => Number(text) > 0, source: at('elastic/agent/server/api.py#L101') },
  rdzv_conf: {
    takes: (text) => text.trim() === '' || text.split(',').every((pair) => /^\s*[^=\s][^=]*=\s*\S/.test(pair)),
    source: at('elastic/rendezvous/utils.py#L22'),
  },
  master_port: { takes: isPort, source: at('elastic/rendezvous/utils.py#L100') },
  nnodes: { takes: isRange, source: at('run.py#L731') },
  nproc_per_node: {
    takes: (text) => /^\s*[-+]?\d+\s*$/.test(text) || ['cpu', 'gpu', 'xpu', 'auto'].includes(text),
    source: at('run.py#L745'),
  },
}

/** `3`, or a number for each local rank: `0:3,1:0`. */
function isStreams(text: string): boolean {
  return /^(?:[0-3]|(?:\d:[0-3],)*\d:[0-3])$/.test(text)
}

/** `4`, or the least and the most: `1:4`. */
function isRange(text: string): boolean {
  const numbers = text.split(':')
  const [least = 0, most = least] = numbers.map(Number)
  return numbers.length <= 2 && numbers.every((one) => /^\s*[-+]?\d+\s*$/.test(one)) && least > 0 && least <= most
}

/** Flags without a value that only `torch.distributed.launch` has. */
export const flagsOfLaunchModule = ['use_env'] as const
