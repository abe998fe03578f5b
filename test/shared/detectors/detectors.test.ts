/** Detectors against what the vendors' tools have really printed (samples from public issue threads, named beside each) and against garbage. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amd } from '../../../shared/detectors/amd.ts'
import { ascend } from '../../../shared/detectors/ascend.ts'
import { gaudi } from '../../../shared/detectors/gaudi.ts'
import { detectors } from '../../../shared/detectors/index.ts'
import { nvidia } from '../../../shared/detectors/nvidia.ts'

describe('nvidia-smi', () => {
  it('reads rows whose names hold spaces', () => {
    const { devices } = nvidia.read({
      'nvidia-smi':
        '0, NVIDIA A100-SXM4-80GB, 81920, 4, 550.54.15, 8.0, Disabled\n1, NVIDIA A100-SXM4-80GB, 81920, 4, 550.54.15, 8.0, Disabled\n',
    })
    expect(devices).toHaveLength(2)
    expect(devices[1]).toMatchObject({
      index: 1,
      name: 'NVIDIA A100-SXM4-80GB',
      memory_total_mib: 81920,
      compute_capability: '8.0',
      partitioned: false,
    })
  })
  it('takes [N/A] memory for unified memory (GB10, unslothai/unsloth#10283)', () => {
    const { devices } = nvidia.read({ 'nvidia-smi': '0, NVIDIA GB10, [N/A], [N/A], 580.95.05, 12.1, [N/A]' })
    expect(devices[0]).toMatchObject({ name: 'NVIDIA GB10', memory_total_mib: null, unified: true })
  })
  it('falls back to the query that old drivers understand', () => {
    const { devices } = nvidia.read({
      'nvidia-smi': undefined,
      'nvidia-smi-old': '0, GeForce RTX 2080, 7979, 176, 440.64',
    })
    expect(devices[0]).toMatchObject({ name: 'GeForce RTX 2080', memory_total_mib: 7979, compute_capability: null })
  })
  it('sees MIG', () => {
    expect(
      nvidia.read({ 'nvidia-smi': '0, NVIDIA H100 80GB HBM3, 81559, 0, 535.129.03, 9.0, Enabled' }).devices[0]
        ?.partitioned,
    ).toBe(true)
  })
  it('reads the links of a DGX A100 (shape of NVIDIA/nccl#1505)', () => {
    const matrix =
      '\tGPU0\tGPU1\tNIC0\tCPU Affinity\nGPU0\t X \tNV12\tPXB\t48-63\nGPU1\tNV12\t X \tSYS\t48-63\nNIC0\tPXB\tSYS\t X \n'
    const { links } = nvidia.read({
      'nvidia-smi': '0, A, 81920, 0, 1, 8.0, Disabled\n1, A, 81920, 0, 1, 8.0, Disabled',
      'nvidia-topology': matrix,
    })
    expect(links).toEqual([{ from: 0, to: 1, kind: 'NV12' }])
  })
  it('takes an error for nothing', () => {
    const text = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."
    expect(nvidia.read({ 'nvidia-smi': text }).devices).toEqual([])
  })
})

describe('rocm-smi and amd-smi', () => {
  it('reads bytes given as texts and leaves out an integrated GPU (marimo-team/marimo#9237, mudler/LocalAI#7761)', () => {
    const answer =
      'WARNING: something\n{"card0": {"VRAM Total Memory (B)": "21458059264", "VRAM Total Used Memory (B)": "27856896", "Card Series": "Radeon RX 7900 XT", "GFX Version": "gfx1100"}, "card1": {"VRAM Total Memory (B)": "67108864", "Card Series": "AMD Radeon Graphics"}, "system": {"Driver version": "6.2"}}'
    const { devices } = amd.read({ 'rocm-smi': answer })
    expect(devices).toHaveLength(1)
    expect(devices[0]).toMatchObject({ index: 0, name: 'Radeon RX 7900 XT', memory_total_mib: 20464 })
  })
  it('reads amd-smi where rocm-smi is missing', () => {
    const answer =
      '{"gpu_data": [{"gpu": 0, "asic": {"market_name": "AMD Instinct MI300X"}, "vram": {"size": {"value": 196592, "unit": "MB"}}}]}'
    expect(amd.read({ 'amd-smi': answer }).devices[0]).toMatchObject({
      name: 'AMD Instinct MI300X',
      memory_total_mib: 196592,
    })
  })
})

describe('hl-smi', () => {
  it('reads values that carry units', () => {
    expect(gaudi.read({ 'hl-smi': '0, HL-225, 98304 MiB, 768 MiB, 1.17.0-28a11ca' }).devices[0]).toMatchObject({
      name: 'HL-225',
      memory_total_mib: 98304,
      memory_used_mib: 768,
    })
  })
})

describe('npu-smi', () => {
  it('reads two rows a chip (Project-HAMi/HAMi-WebUI#47)', () => {
    const table = [
      '| npu-smi 23.0.2              Version: 23.0.2                                           |',
      '| 0     910B4-1             | OK            | 91.3        33                0    / 0             |',
      '| 0                         | 0000:01:00.0  | 0           0    / 0          3197 / 65536         |',
    ].join('\n')
    expect(ascend.read({ 'npu-smi': table }).devices).toEqual([
      expect.objectContaining({
        index: 0,
        name: 'Ascend 910B4-1',
        memory_total_mib: 65536,
        memory_used_mib: 3197,
        driver: '23.0.2',
      }),
    ])
  })
})

describe('every detector', () => {
  it('takes any text without failing, and invents no device from prose', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const detector of detectors) {
          const { devices } = detector.read(Object.fromEntries(detector.probes.map(({ id }) => [id, text])))
          for (const device of devices) expect(device.name).not.toMatch(/[\u0000-\u001f]/)
        }
      }),
    )
    for (const detector of detectors) expect(detector.read({}).devices).toEqual([])
  })
})
