/** The captured releases of every tool. Written by `npm run capture`; in a build a packed copy is in its place. */

import accelerate_1_15_0 from './accelerate/1.15.0.json' with { type: 'json' }
import axolotl_0_19_0 from './axolotl/0.19.0.json' with { type: 'json' }
import deepspeed_0_19_7 from './deepspeed/0.19.7.json' with { type: 'json' }
import deepspeed_0_19_8 from './deepspeed/0.19.8.json' with { type: 'json' }
import llamafactory_0_9_5 from './llamafactory/0.9.5.json' with { type: 'json' }
import ms_swift_4_6_0 from './ms-swift/4.6.0.json' with { type: 'json' }
import peft_0_21_2 from './peft/0.21.2.json' with { type: 'json' }
import type { CapturedRelease, ToolId } from './tool.ts'
import torchrun_2_15_0 from './torchrun/2.15.0.json' with { type: 'json' }
import transformers_5_24_0 from './transformers/5.24.0.json' with { type: 'json' }
import trl_1_16_0 from './trl/1.16.0.json' with { type: 'json' }

const files: Readonly<Record<ToolId, Readonly<Record<string, unknown>>>> = {
  accelerate: { '1.15.0': accelerate_1_15_0 },
  deepspeed: { '0.19.8': deepspeed_0_19_8, '0.19.7': deepspeed_0_19_7 },
  transformers: { '5.24.0': transformers_5_24_0 },
  peft: { '0.21.2': peft_0_21_2 },
  trl: { '1.16.0': trl_1_16_0 },
  axolotl: { '0.19.0': axolotl_0_19_0 },
  llamafactory: { '0.9.5': llamafactory_0_9_5 },
  'ms-swift': { '4.6.0': ms_swift_4_6_0 },
  torchrun: { '2.15.0': torchrun_2_15_0 },
}

/** The releases of each tool, the newest first. */
export const capturedReleases: Readonly<Record<ToolId, readonly string[]>> = Object.fromEntries(
  Object.entries(files).map(([tool, releases]) => [tool, Object.keys(releases)]),
) as unknown as Readonly<Record<ToolId, readonly string[]>>

/** What was captured of a release; it must be one of the list. */
export function readCaptured(tool: ToolId, release: string): CapturedRelease {
  const found = files[tool][release]
  if (!found) throw new Error(`Release ${release} of ${tool} is not captured.`)
  return found as CapturedRelease
}
