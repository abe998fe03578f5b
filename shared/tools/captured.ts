/** The captured releases of every tool. Written by `npm run capture`; in a build a packed copy is in its place. */

import accelerate_0_27_2 from './accelerate/0.27.2.json' with { type: 'json' }
import accelerate_1_12_0 from './accelerate/1.12.0.json' with { type: 'json' }
import accelerate_1_13_0 from './accelerate/1.13.0.json' with { type: 'json' }
import accelerate_1_15_0 from './accelerate/1.15.0.json' with { type: 'json' }
import axolotl_0_12_2 from './axolotl/0.12.2.json' with { type: 'json' }
import axolotl_0_16_1 from './axolotl/0.16.1.json' with { type: 'json' }
import axolotl_0_19_0 from './axolotl/0.19.0.json' with { type: 'json' }
import deepspeed_0_13_2 from './deepspeed/0.13.2.json' with { type: 'json' }
import deepspeed_0_18_2 from './deepspeed/0.18.2.json' with { type: 'json' }
import deepspeed_0_19_1 from './deepspeed/0.19.1.json' with { type: 'json' }
import deepspeed_0_19_6 from './deepspeed/0.19.6.json' with { type: 'json' }
import deepspeed_0_19_7 from './deepspeed/0.19.7.json' with { type: 'json' }
import deepspeed_0_19_8 from './deepspeed/0.19.8.json' with { type: 'json' }
import llamafactory_0_9_3 from './llamafactory/0.9.3.json' with { type: 'json' }
import llamafactory_0_9_4 from './llamafactory/0.9.4.json' with { type: 'json' }
import llamafactory_0_9_5 from './llamafactory/0.9.5.json' with { type: 'json' }
import ms_swift_3_10_3 from './ms-swift/3.10.3.json' with { type: 'json' }
import ms_swift_4_2_3 from './ms-swift/4.2.3.json' with { type: 'json' }
import ms_swift_4_6_0 from './ms-swift/4.6.0.json' with { type: 'json' }
import peft_0_8_2 from './peft/0.8.2.json' with { type: 'json' }
import peft_0_18_0 from './peft/0.18.0.json' with { type: 'json' }
import peft_0_19_1 from './peft/0.19.1.json' with { type: 'json' }
import peft_0_21_0 from './peft/0.21.0.json' with { type: 'json' }
import peft_0_21_2 from './peft/0.21.2.json' with { type: 'json' }
import type { CapturedRelease, ToolId } from './tool.ts'
import torchrun_2_9_1 from './torchrun/2.9.1.json' with { type: 'json' }
import torchrun_2_12_0 from './torchrun/2.12.0.json' with { type: 'json' }
import torchrun_2_15_0 from './torchrun/2.15.0.json' with { type: 'json' }
import transformers_4_38_1 from './transformers/4.38.1.json' with { type: 'json' }
import transformers_4_57_3 from './transformers/4.57.3.json' with { type: 'json' }
import transformers_5_9_0 from './transformers/5.9.0.json' with { type: 'json' }
import transformers_5_18_0 from './transformers/5.18.0.json' with { type: 'json' }
import transformers_5_24_0 from './transformers/5.24.0.json' with { type: 'json' }
import trl_0_25_1 from './trl/0.25.1.json' with { type: 'json' }
import trl_1_5_1 from './trl/1.5.1.json' with { type: 'json' }
import trl_1_13_0 from './trl/1.13.0.json' with { type: 'json' }
import trl_1_16_0 from './trl/1.16.0.json' with { type: 'json' }

const files: Readonly<Record<ToolId, Readonly<Record<string, unknown>>>> = {
  accelerate: {
    '1.15.0': accelerate_1_15_0,
    '1.13.0': accelerate_1_13_0,
    '1.12.0': accelerate_1_12_0,
    '0.27.2': accelerate_0_27_2,
  },
  deepspeed: {
    '0.19.8': deepspeed_0_19_8,
    '0.19.7': deepspeed_0_19_7,
    '0.19.6': deepspeed_0_19_6,
    '0.19.1': deepspeed_0_19_1,
    '0.18.2': deepspeed_0_18_2,
    '0.13.2': deepspeed_0_13_2,
  },
  transformers: {
    '5.24.0': transformers_5_24_0,
    '5.18.0': transformers_5_18_0,
    '5.9.0': transformers_5_9_0,
    '4.57.3': transformers_4_57_3,
    '4.38.1': transformers_4_38_1,
  },
  peft: {
    '0.21.2': peft_0_21_2,
    '0.21.0': peft_0_21_0,
    '0.19.1': peft_0_19_1,
    '0.18.0': peft_0_18_0,
    '0.8.2': peft_0_8_2,
  },
  trl: { '1.16.0': trl_1_16_0, '1.13.0': trl_1_13_0, '1.5.1': trl_1_5_1, '0.25.1': trl_0_25_1 },
  axolotl: { '0.19.0': axolotl_0_19_0, '0.16.1': axolotl_0_16_1, '0.12.2': axolotl_0_12_2 },
  llamafactory: { '0.9.5': llamafactory_0_9_5, '0.9.4': llamafactory_0_9_4, '0.9.3': llamafactory_0_9_3 },
  'ms-swift': { '4.6.0': ms_swift_4_6_0, '4.2.3': ms_swift_4_2_3, '3.10.3': ms_swift_3_10_3 },
  torchrun: { '2.15.0': torchrun_2_15_0, '2.12.0': torchrun_2_12_0, '2.9.1': torchrun_2_9_1 },
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
