// biome-ignore-all format: one entry a line
/**
 * The GPUs that are known by name, one a line. Memory in GiB is what torch.cuda.get_device_properties reports, from stored
 * outputs of public notebooks where `part` or `read` says so. Arithmetic is dense, with fp32 accumulation: the figures of
 * huggingface.js are not tensor-core ones and not used. An `unconfirmed` entry was recalled, and names where it can be checked. A card of MI250X is two devices, and an entry is one of them.
 */
import { page } from '../source.ts'
import type { Gpu, GpuVerification, Link } from './gpu.ts'

const gpu = (
  name: string, vendor: Gpu['vendor'], architecture: string, memoryGb: number, memoryGib: number, tflops: number,
  fp8Tflops: number | null, bandwidth: number, link: Link, linkBandwidth: number, hostBandwidth: number, bf16: boolean,
  verification: GpuVerification, source: string, checked?: string,
): Gpu => ({ name, vendor, architecture, memoryGb, memoryGib, tflops, fp8Tflops, bandwidth, link, linkBandwidth, hostBandwidth, bf16, verification, sources: [page(source, checked)] })

export const gpus: readonly Gpu[] = [
  gpu('V100-SXM2-16GB', 'NVIDIA', 'Volta', 16, 15.77, 125, null, 900, 'nvlink', 300, 12, false, 'part', 'https://github.com/winston-zhang-orz/gpu-specs/blob/main/specs.md', '2026-11-24'),
  gpu('V100-SXM2-32GB', 'NVIDIA', 'Volta', 32, 31.74, 125, null, 900, 'nvlink', 300, 12, false, 'part', 'https://github.com/winston-zhang-orz/gpu-specs/blob/main/specs.md', '2026-11-24'),
  gpu('T4', 'NVIDIA', 'Turing', 16, 14.74, 65, null, 320, 'pcie', 24, 12, false, 'part', 'https://github.com/modal-labs/modal-client/pull/2797'),
  gpu('A10', 'NVIDIA', 'Ampere', 24, 22.19, 125, null, 600, 'pcie', 48, 24, true, 'part', 'https://github.com/modal-labs/modal-client/pull/2797'),
  gpu('A10G', 'NVIDIA', 'Ampere', 24, 22.184, 70, null, 600, 'pcie', 48, 24, true, 'part', 'https://github.com/unslothai/notebooks'),
  gpu('A30', 'NVIDIA', 'Ampere', 24, 23.69, 165, null, 933, 'nvlink-bridge', 200, 24, true, 'unconfirmed', 'https://www.nvidia.com/en-us/data-center/'),
  gpu('A40', 'NVIDIA', 'Ampere', 48, 44.35, 149.7, null, 696, 'nvlink-bridge', 112.5, 24, true, 'part', 'https://sysrqmts.com/fr/gpus/compare/nvidia-a40-pcie-vs-nvidia-quadro-rtx-6000', '2026-11-24'),
  gpu('A100-SXM4-40GB', 'NVIDIA', 'Ampere', 40, 39.5, 312, null, 1555, 'nvlink', 600, 24, true, 'part', 'https://github.com/modal-labs/modal-client/pull/2797'),
  gpu('A100-SXM4-80GB', 'NVIDIA', 'Ampere', 80, 79.3, 312, null, 2039, 'nvlink', 600, 24, true, 'part', 'https://github.com/modal-labs/modal-client/pull/2797'),
  gpu('A100-PCIe-80GB', 'NVIDIA', 'Ampere', 80, 79.2, 312, null, 1935, 'nvlink-bridge', 600, 24, true, 'part', 'https://github.com/winston-zhang-orz/gpu-specs/blob/main/specs.md', '2026-11-24'),
  gpu('A800-SXM4-80GB', 'NVIDIA', 'Ampere', 80, 79.3, 312, null, 2039, 'nvlink', 400, 24, true, 'unconfirmed', 'https://www.nvidia.com/en-us/data-center/'),
  gpu('L4', 'NVIDIA', 'Ada', 24, 22.161, 121, 242, 300, 'pcie', 48, 24, true, 'part', 'https://github.com/modal-labs/modal-client/pull/2797'),
  gpu('L40S', 'NVIDIA', 'Ada', 48, 44.4, 362, 733, 864, 'pcie', 48, 24, true, 'part', 'https://github.com/modal-labs/modal-client/pull/2797'),
  gpu('RTX A5000', 'NVIDIA', 'Ampere', 24, 23.7, 111, null, 768, 'nvlink-bridge', 112.5, 24, true, 'unconfirmed', 'https://www.nvidia.com/en-us/data-center/'),
  gpu('RTX A6000', 'NVIDIA', 'Ampere', 48, 47.5, 154.8, null, 768, 'nvlink-bridge', 112.5, 24, true, 'part', 'https://llmperf.net/categories/gpu/Nvidia-A6000-GPUs', '2026-11-24'),
  gpu('RTX 6000 Ada', 'NVIDIA', 'Ada', 48, 47.5, 364, 728, 960, 'pcie', 48, 24, true, 'unconfirmed', 'https://www.nvidia.com/en-us/data-center/'),
  gpu('RTX PRO 6000 Blackwell', 'NVIDIA', 'Blackwell', 96, 95.0, 503.8, 1007, 1792, 'pcie', 96, 48, true, 'unconfirmed', 'https://www.nvidia.com/en-us/data-center/'),
  gpu('RTX 3090', 'NVIDIA', 'Ampere', 24, 23.7, 71.2, null, 936, 'nvlink-bridge', 112.5, 24, true, 'unconfirmed', 'https://www.nvidia.com/en-us/data-center/'),
  gpu('RTX 3090 Ti', 'NVIDIA', 'Ampere', 24, 23.7, 80, null, 1008, 'nvlink-bridge', 112.5, 24, true, 'unconfirmed', 'https://www.nvidia.com/en-us/data-center/'),
  gpu('RTX 4080', 'NVIDIA', 'Ada', 16, 15.99, 97.5, 195, 717, 'pcie', 48, 24, true, 'part', 'https://github.com/mostospens/can-i-finetune-this'),
  gpu('RTX 4090', 'NVIDIA', 'Ada', 24, 23.6, 165.2, 330.3, 1008, 'pcie', 48, 24, true, 'part', 'https://www.waredb.com'),
  gpu('RTX 5090', 'NVIDIA', 'Blackwell', 32, 31.36, 209.5, 419, 1792, 'pcie', 96, 48, true, 'part', 'https://www.nvidia.com/en-us/data-center/'),
  gpu('H100-SXM5-80GB', 'NVIDIA', 'Hopper', 80, 79.2, 989, 1979, 3350, 'nvlink', 900, 48, true, 'part', 'https://github.com/modal-labs/modal-client/pull/2797'),
  gpu('H100-PCIe-80GB', 'NVIDIA', 'Hopper', 80, 79.2, 756, 1513, 2000, 'nvlink-bridge', 600, 48, true, 'part', 'https://github.com/winston-zhang-orz/gpu-specs/blob/main/specs.md', '2026-11-24'),
  gpu('H100-NVL-94GB', 'NVIDIA', 'Hopper', 94, 93.1, 835, 1671, 3900, 'nvlink-bridge', 600, 48, true, 'unconfirmed', 'https://www.nvidia.com/en-us/data-center/'),
  gpu('H20-96GB', 'NVIDIA', 'Hopper', 96, 95.0, 148, 296, 4000, 'nvlink', 900, 48, true, 'part', 'https://github.com/huggingface/huggingface.js/blob/main/packages/tasks/src/hardware-nvidia.ts'),
  gpu('H200-SXM-141GB', 'NVIDIA', 'Hopper', 141, 139.8, 989, 1979, 4800, 'nvlink', 900, 48, true, 'part', 'https://github.com/allenai/open-instruct/pull/1441'),
  gpu('H200-NVL-141GB', 'NVIDIA', 'Hopper', 141, 139.8, 835, 1671, 4800, 'nvlink-bridge', 900, 48, true, 'unconfirmed', 'https://www.nvidia.com/en-us/data-center/'),
  gpu('B200-SXM-180GB', 'NVIDIA', 'Blackwell', 180, 178.35, 2250, 4500, 7672, 'nvlink', 1800, 48, true, 'read', 'https://github.com/pytorch/ao/pull/4002'),
  gpu('B300-SXM-270GB', 'NVIDIA', 'Blackwell Ultra', 270, 266, 2250, 4500, 8000, 'nvlink', 1800, 90, true, 'part', 'https://www.glennklockwood.com'),
  gpu('GB200', 'NVIDIA', 'Blackwell', 186, 184.0, 2500, 5000, 8000, 'nvlink', 1800, 400, true, 'part', 'https://www.glennklockwood.com'),
  gpu('GB300', 'NVIDIA', 'Blackwell Ultra', 279, 275, 2500, 5000, 8000, 'nvlink', 1800, 400, true, 'unconfirmed', 'https://www.nvidia.com/en-us/data-center/'),
  gpu('MI250X (one GCD)', 'AMD', 'CDNA2', 64, 63.98, 191.5, null, 1638, 'infinity-fabric', 400, 24, true, 'unconfirmed', 'https://www.amd.com/en/products/accelerators/instinct.html'),
  gpu('MI300X', 'AMD', 'CDNA3', 192, 191.5, 1307.4, 2614.9, 5300, 'infinity-fabric', 896, 48, true, 'read', 'https://aiwiki.ai'),
  gpu('MI325X', 'AMD', 'CDNA3', 256, 255.5, 1307.4, 2614.9, 6000, 'infinity-fabric', 896, 48, true, 'read', 'https://awesomeagents.ai'),
  gpu('MI350X', 'AMD', 'CDNA4', 288, 287.5, 2306.9, 4613.7, 8000, 'infinity-fabric', 1075, 48, true, 'unconfirmed', 'https://www.amd.com/en/products/accelerators/instinct.html'),
  gpu('MI355X', 'AMD', 'CDNA4', 288, 287.5, 2516.6, 5033.2, 8000, 'infinity-fabric', 1075, 48, true, 'part', 'https://aiwiki.ai'),
  gpu('Gaudi2', 'Intel', 'Gaudi2', 96, 94.6, 432, 865, 2450, 'roce', 600, 24, true, 'read', 'https://www.pcguia.pt'),
  gpu('Gaudi3', 'Intel', 'Gaudi3', 128, 126, 1835, 1835, 3700, 'roce', 1200, 48, true, 'read', 'https://www.pcguia.pt'),
  gpu('Ascend 910B3', 'Huawei', 'Da Vinci', 64, 60.9, 313, null, 1600, 'hccs', 392, 24, true, 'part', 'https://github.com/modelscope/ms-swift/tree/main/examples/ascend'),
  gpu('A100-PCIe-40GB', 'NVIDIA', 'Ampere', 40, 39.4, 312, null, 1555, 'nvlink-bridge', 600, 24, true, 'part', 'https://github.com/winston-zhang-orz/gpu-specs/blob/main/specs.md', '2026-11-24'),
  gpu('H800-SXM5-80GB', 'NVIDIA', 'Hopper', 80, 79.2, 989, 1979, 3350, 'nvlink', 400, 48, true, 'unconfirmed', 'https://www.nvidia.com/en-us/data-center/'),
  gpu('L40', 'NVIDIA', 'Ada', 48, 44.4, 181, 362, 864, 'pcie', 48, 24, true, 'unconfirmed', 'https://www.nvidia.com/en-us/data-center/l40/'),
  gpu('RTX 5080', 'NVIDIA', 'Blackwell', 16, 15.5, 112.6, 225, 960, 'pcie', 96, 48, true, 'unconfirmed', 'https://www.nvidia.com/en-us/geforce/'),
  gpu('RTX 4060 Ti 16GB', 'NVIDIA', 'Ada', 16, 15.6, 44, 88, 288, 'pcie', 24, 12, true, 'unconfirmed', 'https://www.nvidia.com/en-us/geforce/'),
  gpu('RTX 3080', 'NVIDIA', 'Ampere', 10, 9.6, 59.5, null, 760, 'pcie', 48, 24, true, 'unconfirmed', 'https://www.nvidia.com/en-us/geforce/'),
  gpu('RTX 2080 Ti', 'NVIDIA', 'Turing', 11, 10.75, 53.8, null, 616, 'nvlink-bridge', 100, 12, false, 'unconfirmed', 'https://www.nvidia.com/en-us/geforce/'),
]

const byName: ReadonlyMap<string, Gpu> = new Map(gpus.map((one) => [one.name, one]))

/** The GPU of exactly that name. */
export const gpuByName = (name: string): Gpu | undefined => byName.get(name)
