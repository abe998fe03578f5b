/** Every preset, in the order they are offered. */
import { lora8b80gb } from './lora-8b-80gb.ts'
import { lora70b2x8 } from './lora-70b-2x8.ts'
import { lora70bFsdp28x80gb } from './lora-70b-fsdp2-8x80gb.ts'
import { mlperfLlama270bLora } from './mlperf-llama2-70b-lora.ts'
import { mlperfLlama270bLora202403 } from './mlperf-llama2-70b-lora-2024-03.ts'
import { mlperfLlama270bLoraToday } from './mlperf-llama2-70b-lora-today.ts'
import type { Preset } from './preset.ts'
import { qlora8b24gb } from './qlora-8b-24gb.ts'
import { qlora70bFsdp2x24gb } from './qlora-70b-fsdp-2x24gb.ts'

export const presets: readonly Preset[] = [
  mlperfLlama270bLoraToday,
  mlperfLlama270bLora,
  mlperfLlama270bLora202403,
  qlora8b24gb,
  lora8b80gb,
  lora70bFsdp28x80gb,
  qlora70bFsdp2x24gb,
  lora70b2x8,
]
