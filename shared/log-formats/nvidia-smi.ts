/** The table of `nvidia-smi --query-gpu=… --format=csv`, with or without units. */
import { type LogRecord, logFormat } from './format.ts'

const numberOf = (text: string | undefined): number | null => {
  const found = /^\s*(-?[\d.]+)/.exec(text ?? '')
  return found ? Number(found[1]) : null
}
/** MiB, the unit of every memory column, as GiB. */
const gibibytes = (text: string | undefined): number | null => {
  const found = numberOf(text)
  return found === null ? null : found / 1024
}

function reader(): (line: string) => readonly LogRecord[] {
  let columns: readonly string[] = []
  return (line) => {
    if (columns.length === 0 && !/memory\.used|utilization\.gpu/.test(line)) return []
    const cells = line.split(',').map((cell) => cell.trim())
    if (/\bmemory\.used\b|\butilization\.gpu\b/.test(line)) {
      columns = cells.map((cell) => cell.replace(/ \[.*$/, ''))
      return []
    }
    if (columns.length === 0 || cells.length !== columns.length) return []
    const cell = (name: string) => cells[columns.indexOf(name)]
    const used = gibibytes(cell('memory.used'))
    const utilization = numberOf(cell('utilization.gpu'))
    if (used === null && utilization === null) return []
    // Without a column for the index, rows of several GPUs can't be told apart.
    const index = numberOf(cell('index')) ?? 0
    return [{ kind: 'gpu', index, used, total: gibibytes(cell('memory.total')), utilization }]
  }
}

export const nvidiaSmi = logFormat({
  id: 'nvidia-smi',
  marks: ['memory.used', 'utilization.gpu', ', '],
  source: 'nvidia-smi 570, --help-query-gpu',
  reader,
})
