/**
 * What the tools of a DGX A100 print, and the Python beside them. The rows of nvidia-smi have the shape that NVIDIA documents
 * for `--query-gpu` (docs.nvidia.com/deploy/nvidia-smi, read 2026-11-24); the names and memory are those of public outputs.
 */
const cards = Array.from({ length: 8 }, (_, index) => index)

export const nvidiaSmi = cards
  .map((index) => `${index}, NVIDIA A100-SXM4-80GB, 81920, 4, 550.54.15, 8.0, Disabled\n`)
  .join('')

export const topology = [
  `\t${cards.map((index) => `GPU${index}`).join('\t')}\tCPU Affinity\tNUMA Affinity`,
  ...cards.map((row) => `GPU${row}\t${cards.map((column) => (column === row ? ' X ' : 'NV12')).join('\t')}\t0-63\t0-3`),
  '',
  'Legend:',
  '',
  '  X    = Self',
].join('\n')

export const python = JSON.stringify({
  path: '/opt/venv/bin/python',
  version: '3.12.3',
  packages: {
    torch: '2.13.0+cu128',
    accelerate: '1.15.0',
    deepspeed: '0.17.2',
    peft: '0.21.2',
    transformers: '5.24.0',
    trl: null,
    bitsandbytes: '0.47.0',
    'flash-attn': null,
    'liger-kernel': null,
  },
})
