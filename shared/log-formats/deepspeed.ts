/** What DeepSpeed logs about memory: the report of `see_memory_usage`, flushed caches and skipped FP16 steps. */
import { type LogRecord, logFormat } from './format.ts'

const memory = /\bMA [\d.]+ GB\s+Max_MA ([\d.]+) GB\s+CA [\d.]+ GB\s+Max_CA ([\d.]+) GB/
const flushes = /(\d{1,9}) pytorch allocator cache flushes since last step/
const overflow = /OVERFLOW! Rank \d+ Skipping step|Overflow detected\. Skipping step|overflow detected, skipping step/i

export const deepspeedLog = logFormat({
  id: 'deepspeed',
  marks: ['Max_MA', 'cache flushes', 'verflow', 'OVERFLOW'],
  source: 'deepspeed 0.19.8, runtime/utils.py (see_memory_usage), runtime/zero/stage3.py (step)',
  reader: () => (line) => {
    const found: LogRecord[] = []
    const report = memory.exec(line)
    // DeepSpeed divides by 1024³ and writes GB.
    if (report) found.push({ kind: 'memory', peakAllocated: Number(report[1]), peakReserved: Number(report[2]) })
    const flushed = flushes.exec(line)
    if (flushed) found.push({ kind: 'cache-flush', count: Number(flushed[1]) })
    if (overflow.test(line)) found.push({ kind: 'overflow' })
    return found
  },
})
