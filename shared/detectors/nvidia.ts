/** NVIDIA GPUs, as nvidia-smi lists them. */
import { page } from '../source.ts'
import {
  type Answers,
  type Detector,
  type Device,
  type Link,
  nothing,
  numberIn,
  type Reading,
  textIn,
} from './detector.ts'

const columns = [
  'index',
  'name',
  'memory.total',
  'memory.used',
  'driver_version',
  'compute_cap',
  'mig.mode.current',
] as const

/** Rows of `--format=csv,noheader,nounits`: columns are separated by a comma and a space, names may hold spaces. */
function device(line: string): Device | undefined {
  const cells = line.split(/,\s*/)
  const index = numberIn(cells[0])
  const name = textIn(cells[1])
  if (index === null || name === null || cells.length < 4) return undefined
  const total = numberIn(cells[2])
  if (total === null && !/^\[?(n\/a|not supported)\]?$/i.test(cells[2]?.trim() ?? '')) return undefined
  return {
    vendor: 'nvidia',
    index,
    name,
    memory_total_mib: total,
    memory_used_mib: numberIn(cells[3]),
    driver: textIn(cells[4]),
    compute_capability: /^\d+\.\d+$/.test(cells[5] ?? '') ? (cells[5] as string) : null,
    partitioned: /^enabled$/i.test(cells[6]?.trim() ?? ''),
    unified: total === null,
  }
}

/** The matrix of `nvidia-smi topo -m`, read above the diagonal. */
function links(text: string): readonly Link[] {
  return text.split('\n').flatMap((line): Link[] => {
    const cells = line
      .replace(/\u001b\[[\d;]*m/g, '')
      .trim()
      .split(/\t+|\s{2,}/)
      .map((cell) => cell.trim())
    const from = /^GPU(\d+)$/.exec(cells[0] ?? '')
    if (!from) return []
    return cells
      .slice(1)
      .flatMap((kind, to): Link[] =>
        to > Number(from[1]) && /^(NV\d+|PIX|PXB|PHB|NODE|SYS)$/.test(kind)
          ? [{ from: Number(from[1]), to, kind }]
          : [],
      )
  })
}

function read(answers: Answers): Reading {
  const devices = (answers['nvidia-smi'] ?? answers['nvidia-smi-old'] ?? '')
    .split('\n')
    .flatMap((line) => device(line) ?? [])
  if (devices.length === 0) return nothing
  const known = new Set(devices.map(({ index }) => index))
  return {
    devices,
    links: links(answers['nvidia-topology'] ?? '').filter(({ from, to }) => known.has(from) && known.has(to)),
  }
}

export const nvidia: Detector = {
  id: 'nvidia',
  probes: [
    { id: 'nvidia-smi', command: ['nvidia-smi', `--query-gpu=${columns.join(',')}`, '--format=csv,noheader,nounits'] },
    // Drivers before 510 know neither compute_cap nor mig.mode.current and refuse the whole query.
    {
      id: 'nvidia-smi-old',
      command: ['nvidia-smi', `--query-gpu=${columns.slice(0, 5).join(',')}`, '--format=csv,noheader,nounits'],
    },
    { id: 'nvidia-topology', command: ['nvidia-smi', 'topo', '-m'] },
  ],
  read,
  sources: [page('https://docs.nvidia.com/deploy/nvidia-smi/index.html')],
}
