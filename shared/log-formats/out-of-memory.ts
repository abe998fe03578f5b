/** PyTorch's message about memory that ran out, in its old and its new wording. */
import { logFormat, type OutOfMemory } from './format.ts'

const amount = '([\\d.]+) ([KMGT]i?B|bytes)'
const units: Readonly<Record<string, number>> = {
  bytes: 2 ** -30,
  KiB: 2 ** -20,
  MiB: 2 ** -10,
  GiB: 1,
  TiB: 2 ** 10,
  KB: 2 ** -20,
  MB: 2 ** -10,
  GB: 1,
}

/** An amount after or before some words, GiB. */
function read(line: string, pattern: string): number | null {
  const found = new RegExp(pattern.replace('AMOUNT', amount)).exec(line)
  const unit = units[found?.[2] ?? '']
  return found && unit !== undefined ? Number(found[1]) * unit : null
}

/** The sum over the other processes that the message lists. */
function othersIn(line: string): number | null {
  const found = [...line.matchAll(new RegExp(`Process \\d+ has ${amount} memory in use`, 'g'))]
  if (found.length === 0) return null
  return found.reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? 0), 0)
}

const gpuOf = (line: string): number | null => {
  const found = /\bGPU (\d+)/.exec(line)
  return found ? Number(found[1]) : null
}

export const outOfMemory = logFormat({
  id: 'out-of-memory',
  marks: ['out of memory', 'OutOfMemoryError'],
  source: 'torch 2.13.0, c10/cuda/CUDACachingAllocator.cpp; the older wording: torch 2.0',
  reader:
    () =>
    (line): readonly OutOfMemory[] => {
      if (!/(?:CUDA|HIP|XPU|MPS backend) out of memory|OutOfMemoryError: /.test(line)) return []
      const reserved = read(line, '; AMOUNT reserved in total')
      const old = read(line, '; AMOUNT already allocated')
      return [
        {
          kind: 'out-of-memory',
          gpu: gpuOf(line),
          requested: read(line, 'Tried to allocate AMOUNT'),
          capacity: read(line, 'total capacity of AMOUNT') ?? read(line, '; AMOUNT total capacity'),
          free: read(line, 'of which AMOUNT is free') ?? read(line, '; AMOUNT free'),
          process: read(line, 'this process has AMOUNT memory in use'),
          allocated: read(line, 'Of the allocated memory AMOUNT is allocated by PyTorch') ?? old,
          unallocated:
            read(line, 'AMOUNT is reserved by PyTorch but unallocated') ??
            (reserved !== null && old !== null ? Math.max(0, reserved - old) : null),
          others: othersIn(line),
        },
      ]
    },
})
