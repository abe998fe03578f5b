/** Huawei Ascend accelerators, as the table of `npu-smi info` shows them: two rows a chip. */
import { page } from '../source.ts'
import { type Detector, type Device, textIn } from './detector.ts'

const cells = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

function devices(text: string): readonly Device[] {
  const lines = text.split('\n').filter((line) => line.trimStart().startsWith('|'))
  const driver = textIn(/Version:\s*(\S+)/.exec(text)?.[1])
  return lines.flatMap((line, place): Device[] => {
    const [first = '', health = ''] = cells(line)
    const title = /^(\d+)\s+(\S.*)$/.exec(first)
    const memory = lines[place + 1] ? /(\d+)\s*\/\s*(\d+)\s*$/.exec(cells(lines[place + 1] as string)[2] ?? '') : null
    if (!title || !memory || !/^[A-Za-z]/.test(health)) return []
    return [
      {
        vendor: 'ascend',
        index: Number(title[1]),
        name: `Ascend ${(title[2] as string).trim()}`,
        memory_total_mib: Number(memory[2]),
        memory_used_mib: Number(memory[1]),
        driver,
        compute_capability: null,
        partitioned: false,
        unified: false,
      },
    ]
  })
}

export const ascend: Detector = {
  id: 'ascend',
  probes: [{ id: 'npu-smi', command: ['npu-smi', 'info'] }],
  read: (answers) => ({ devices: devices(answers['npu-smi'] ?? ''), links: [] }),
  sources: [page('https://support.huawei.com/enterprise/en/doc/EDOC1100388864')],
}
