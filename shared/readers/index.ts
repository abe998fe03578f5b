/** Every kind of file that is read. Of equally sure readers the first is asked. */
import { accelerate } from './accelerate.ts'
import { axolotl } from './axolotl.ts'
import { deepspeed } from './deepspeed.ts'
import { axolotlMerge, llamaFactoryExport, msSwiftExport } from './exports.ts'
import { launchScript } from './launch-script.ts'
import { llamaFactory } from './llama-factory.ts'
import { loraWizard } from './lora-wizard.ts'
import { msSwift } from './ms-swift.ts'
import { peftAdapter } from './peft-adapter.ts'
import type { Reader } from './reader.ts'
import { trl } from './trl.ts'

export const readers: readonly Reader[] = [
  loraWizard,
  accelerate,
  deepspeed,
  peftAdapter,
  launchScript,
  llamaFactoryExport,
  axolotlMerge,
  msSwiftExport,
  axolotl,
  llamaFactory,
  msSwift,
  trl,
]
