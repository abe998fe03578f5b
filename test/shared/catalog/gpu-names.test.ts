/** GPU names are read as people, nvidia-smi and cloud pages write them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseGpu } from '../../../shared/catalog/gpu-names.ts'
import { gpus } from '../../../shared/catalog/gpus.ts'

const found: readonly (readonly [text: string, count: number | null, name: string])[] = [
  ['8xA100-80GB', 8, 'A100-SXM4-80GB'],
  ['8xH100', 8, 'H100-SXM5-80GB'],
  ['8xRTX-4090', 8, 'RTX 4090'],
  ['2x4090', 2, 'RTX 4090'],
  ['4090', null, 'RTX 4090'],
  ['h100', null, 'H100-SXM5-80GB'],
  ['A100-80GB', null, 'A100-SXM4-80GB'],
  ['a100 40g', null, 'A100-SXM4-40GB'],
  ['A100 80GB PCIe', null, 'A100-PCIe-80GB'],
  ['NVIDIA A100-SXM4-80GB', null, 'A100-SXM4-80GB'],
  ['NVIDIA H100 80GB HBM3', null, 'H100-SXM5-80GB'],
  ['NVIDIA H100 PCIe', null, 'H100-PCIe-80GB'],
  ['NVIDIA H100 NVL', null, 'H100-NVL-94GB'],
  ['NVIDIA GeForce RTX 4090', null, 'RTX 4090'],
  ['NVIDIA GeForce RTX 3090 Ti', null, 'RTX 3090 Ti'],
  ['3090', null, 'RTX 3090'],
  ['Tesla T4', null, 'T4'],
  ['Tesla V100-SXM2-32GB', null, 'V100-SXM2-32GB'],
  ['NVIDIA RTX 6000 Ada Generation', null, 'RTX 6000 Ada'],
  ['NVIDIA RTX PRO 6000 Blackwell Workstation Edition', null, 'RTX PRO 6000 Blackwell'],
  ['A6000', null, 'RTX A6000'],
  ['rtx a6000', null, 'RTX A6000'],
  ['a10', null, 'A10'],
  ['NVIDIA A10G', null, 'A10G'],
  ['l40s', null, 'L40S'],
  ['L40', null, 'L40'],
  ['AMD Instinct MI300X', null, 'MI300X'],
  ['mi250x', null, 'MI250X (one GCD)'],
  ['Gaudi 2', null, 'Gaudi2'],
  ['16 × H200', 16, 'H200-SXM-141GB'],
  ['H100 *4', 4, 'H100-SXM5-80GB'],
  ['B200', null, 'B200-SXM-180GB'],
  ['gb200', null, 'GB200'],
  ['910b3', null, 'Ascend 910B3'],
  ['NVIDIA GeForce RTX 3060', null, 'RTX 3060'],
  ['3060 ti', null, 'RTX 3060 Ti'],
  ['4060', null, 'RTX 4060'],
  ['RTX 4070 Ti SUPER', null, 'RTX 4070 Ti SUPER'],
  ['4080', null, 'RTX 4080'],
  ['5070 Ti', null, 'RTX 5070 Ti'],
  ['Tesla P100-PCIE-16GB', null, 'P100-PCIe-16GB'],
  ['NVIDIA TITAN RTX', null, 'TITAN RTX'],
  ['NVIDIA RTX A4000', null, 'RTX A4000'],
  ['NVIDIA GB10', null, 'GB10'],
  ['AMD Radeon RX 7900 XTX', null, 'RX 7900 XTX'],
  ['Intel Arc B580', null, 'Arc B580'],
  ['910b1', null, 'Ascend 910B1'],
  ['Apple M4 Max 128GB', null, 'M4 Max 128GB'],
]

describe('GPU names', () => {
  it.each(found)('%s', (text, count, name) => {
    const answer = parseGpu(text)
    expect(answer.kind === 'found' ? [answer.count, answer.gpu.name] : answer).toEqual([count, name])
  })

  it('lists what an ambiguous name could be', () => {
    expect(parseGpu('8xA100')).toEqual({ kind: 'ambiguous', count: 8, names: ['A100-SXM4-40GB', 'A100-SXM4-80GB'] })
    expect(parseGpu('V100')).toEqual({ kind: 'ambiguous', count: null, names: ['V100-SXM2-16GB', 'V100-SXM2-32GB'] })
    expect(parseGpu('RTX 6000').kind).toBe('ambiguous')
  })

  it('says what is near a name nobody knows', () => {
    const answer = parseGpu('H1000')
    expect(answer.kind).toBe('unknown')
    expect(answer.kind === 'unknown' && answer.nearest.some((name) => name.startsWith('H100'))).toBe(true)
    expect(parseGpu('abacus')).toEqual({ kind: 'unknown', name: 'abacus', nearest: [] })
    expect(parseGpu('').kind).toBe('unknown')
  })

  it('finds every GPU by its own name in any case, with spaces or dashes', () => {
    const spelling = fc.tuple(fc.constantFrom(...gpus), fc.constantFrom('', '8x', '2 x '), fc.boolean(), fc.boolean())
    fc.assert(
      fc.property(spelling, ([gpu, count, upper, dashes]) => {
        const cased = upper ? gpu.name.toUpperCase() : gpu.name.toLowerCase()
        const answer = parseGpu(count + (dashes ? cased.replaceAll(' ', '-') : cased.replaceAll('-', ' ')))
        expect(answer.kind === 'found' && answer.gpu.name).toBe(gpu.name)
      }),
    )
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => ['found', 'ambiguous', 'unknown'].includes(parseGpu(text).kind)))
  })
})
