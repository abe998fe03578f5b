/** AMD GPUs, as rocm-smi or amd-smi list them in JSON. */
import { page } from '../source.ts'
import { type Answers, type Detector, type Device, nothing, numberIn, type Reading, textIn } from './detector.ts'

/** Less memory than this is an integrated GPU that happens to be listed (MiB; a guess: the smallest Instinct card has 16 GB). */
const smallest = 4096

function parsed(text: string | undefined): unknown {
  const start = text?.search(/[[{]/) ?? -1
  if (!text || start < 0) return undefined
  try {
    return JSON.parse(text.slice(start))
  } catch {
    return undefined
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
const words = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

/** `rocm-smi --json`: `{"card0": {"Card Series": …, "VRAM Total Memory (B)": "21458059264"}}`; bytes as texts. */
function fromRocm(answer: unknown): readonly Device[] {
  return Object.entries(record(answer)).flatMap(([card, facts]): Device[] => {
    const index = /^card(\d+)$/.exec(card)
    if (!index) return []
    const own = record(facts)
    const mib = (name: string) => {
      const bytes = numberIn(words(own[name]))
      return bytes === null ? null : Math.round(bytes / 1024 ** 2)
    }
    const name =
      textIn(words(own['Card Series'])) ?? textIn(words(own['Card Model'])) ?? textIn(words(own['GFX Version'])) ?? card
    return [
      {
        vendor: 'amd',
        index: Number(index[1]),
        name,
        memory_total_mib: mib('VRAM Total Memory (B)'),
        memory_used_mib: mib('VRAM Total Used Memory (B)'),
        driver: null,
        compute_capability: null,
        partitioned: false,
        unified: false,
      },
    ]
  })
}

/** `amd-smi static --json`: a list, in newer releases under `gpu_data`, with `asic.market_name` and `vram.size`. */
function fromAmdSmi(answer: unknown): readonly Device[] {
  const list = Array.isArray(answer) ? answer : record(answer).gpu_data
  if (!Array.isArray(list)) return []
  return list.flatMap((one, place): Device[] => {
    const own = record(one)
    const name = textIn(words(record(own.asic).market_name))
    if (name === null) return []
    const size = record(own.vram).size
    const amount = numberIn(words(record(size).value) ?? words(size))
    const unit = words(record(size).unit) ?? words(size) ?? 'MB'
    return [
      {
        vendor: 'amd',
        index: numberIn(words(own.gpu)) ?? place,
        name,
        memory_total_mib: amount === null ? null : /gi?b/i.test(unit) ? amount * 1024 : amount,
        memory_used_mib: null,
        driver: textIn(words(record(own.driver).version)),
        compute_capability: null,
        partitioned: false,
        unified: false,
      },
    ]
  })
}

function read(answers: Answers): Reading {
  const rocm = fromRocm(parsed(answers['rocm-smi']))
  const devices = (rocm.length > 0 ? rocm : fromAmdSmi(parsed(answers['amd-smi']))).filter(
    ({ memory_total_mib }) => memory_total_mib === null || memory_total_mib >= smallest,
  )
  return devices.length > 0 ? { devices, links: [] } : nothing
}

export const amd: Detector = {
  id: 'amd',
  probes: [
    { id: 'rocm-smi', command: ['rocm-smi', '--showproductname', '--showmeminfo', 'vram', '--json'] },
    { id: 'amd-smi', command: ['amd-smi', 'static', '--json'] },
  ],
  read,
  sources: [page('https://rocm.docs.amd.com/projects/amdsmi/en/latest/how-to/amdsmi-cli-tool.html')],
}
