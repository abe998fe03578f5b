/** Runs of TRL under FSDP whose 4-bit weights are kept as bytes. */

import { pythonText, truthOf } from '../python/values.ts'
import type { FileSet, Hit } from '../rules/file-rule.ts'
import { acceleratesOf, argument, launcherOf } from './keys.ts'
import { argumentFiles, isOn, isTrl, told } from './script-arguments.ts'

export function* bytesUnderFsdp(set: FileSet, version: 1 | 2): Generator<Hit> {
  const fsdp = acceleratesOf(set).find(({ root }) => launcherOf(root) === 'fsdp')
  if (!fsdp) return
  const one = argument(fsdp.root, 'fsdp_version')
  if ((one ? pythonText(one.entry.value) : '1') !== String(version)) return
  const files = argumentFiles(set, ['trl', 'launch-script']).filter(isTrl)
  const kept = files.map((file) => told(file, 'bnb_4bit_quant_storage')?.text).find((text) => text !== undefined)
  if (kept === undefined ? files.some(({ text }) => /quant_storage/.test(text)) : !['uint8', 'int8'].includes(kept))
    return
  // PEFT's example script has names of its own.
  for (const file of argumentFiles(set, ['launch-script'])) {
    const quantized = told(file, 'use_4bit_quantization')
    const storage = told(file, 'bnb_4bit_quant_storage_dtype')?.text ?? 'uint8'
    // Beside other arguments about the method, a reader has made a method of it.
    if (quantized && truthOf(quantized.text) !== false && ['uint8', 'int8'].includes(storage))
      yield { spot: quantized.spot, facts: { storage } }
  }
  for (const file of files) {
    const quantized = told(file, 'load_in_4bit')
    if (file.reading.kind !== 'trl' || !isOn(quantized)) continue
    yield {
      spot: quantized.spot,
      facts: { storage: kept ?? 'uint8' },
      fix: [{ path: ['bnb_4bit_quant_storage'], value: told(file, 'dtype')?.text ?? 'bfloat16' }],
    }
  }
}
