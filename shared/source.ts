/** Where a fact was read: the address, the version it holds for and the day somebody looked. */
export interface Source {
  /** A web address, a page of this documentation as `docs/en/….md`, or `path:line` inside the release that `version` names. */
  readonly url: string
  /** The release the fact was read in, e.g. `accelerate 1.15.0`. */
  readonly version?: string
  /** The day it was read, ISO 8601. */
  readonly checked: string
}

/** The repositories of the tools, and how they call the tag of a release. */
const homes = {
  accelerate: 'https://github.com/huggingface/accelerate/blob/v',
  transformers: 'https://github.com/huggingface/transformers/blob/v',
  peft: 'https://github.com/huggingface/peft/blob/v',
  trl: 'https://github.com/huggingface/trl/blob/v',
  deepspeed: 'https://github.com/deepspeedai/DeepSpeed/blob/v',
  axolotl: 'https://github.com/axolotl-ai-cloud/axolotl/blob/v',
  llamafactory: 'https://github.com/hiyouga/LLaMA-Factory/blob/v',
  'ms-swift': 'https://github.com/modelscope/ms-swift/blob/v',
  torch: 'https://github.com/pytorch/pytorch/blob/v',
} as const
export type Cited = keyof typeof homes

/** A link that opens the place a source names; `path:line` becomes the line of the file in that release. */
export function sourceLink(source: Source): string {
  if (/^https?:/.test(source.url)) return source.url
  const own = /^docs\/en(\/.+)\.md$/.exec(source.url)?.[1]
  if (own) return own
  const [tool = '', release] = source.version?.split(' ') ?? []
  if (!Object.hasOwn(homes, tool) || release === undefined) return source.url
  const [path, line] = source.url.split(':')
  return `${homes[tool as Cited]}${release}/${path}${line ? `#L${line.split('-')[0]}` : ''}`
}

/**
 * A place in a release: `cite('deepspeed', '0.19.8', 'deepspeed/runtime/config.py:133', '2026-12-01')`. A source names the
 * release that somebody read it in; a newer release of the tool does not change that.
 */
export const cite = (tool: Cited, release: string, place: string, checked: string): Source => ({
  url: place,
  version: `${tool} ${release}`,
  checked,
})

/** A place in the Accelerate 1.15.0 release, read on 2026-11-23. */
export const accelerate = (place: string): Source => cite('accelerate', '1.15.0', place, '2026-11-23')
/** A place in the Transformers 5.18.0 release, read on 2026-11-23. */
export const transformers = (place: string): Source => cite('transformers', '5.18.0', place, '2026-11-23')
/** A place in the PEFT 0.21.0 release, read on 2026-11-23. */
export const peft = (place: string): Source => cite('peft', '0.21.0', place, '2026-11-23')
/** A place in the TRL 1.13.0 release, read on 2026-11-23. */
export const trl = (place: string): Source => cite('trl', '1.13.0', place, '2026-11-23')
/** A place in the DeepSpeed 0.19.6 release, read on 2026-11-23. */
export const deepspeed = (place: string): Source => cite('deepspeed', '0.19.6', place, '2026-11-23')
/** A web page, read on the day given. */
export const page = (url: string, checked = '2026-11-23'): Source => ({ url, checked })
