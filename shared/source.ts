/** Where a fact was read: the address, the version it holds for and the day somebody looked. */
export interface Source {
  /** A web address, or `path:line` inside the release that `version` names. */
  readonly url: string
  /** The release the fact was read in, e.g. `accelerate 1.15.0`. */
  readonly version?: string
  /** The day it was read, ISO 8601. */
  readonly checked: string
}

/** The addresses of the files that the sources of this project cite, by the prefix they are cited under. */
const homes: readonly (readonly [prefix: string, url: string])[] = [
  ['accelerate 1.15.0', 'https://github.com/huggingface/accelerate/blob/v1.15.0/'],
  ['transformers 5.18.0', 'https://github.com/huggingface/transformers/blob/v5.18.0/'],
  ['peft 0.21.0', 'https://github.com/huggingface/peft/blob/v0.21.0/'],
  ['trl 1.13.0', 'https://github.com/huggingface/trl/blob/v1.13.0/'],
  ['deepspeed 0.19.6', 'https://github.com/deepspeedai/DeepSpeed/blob/v0.19.6/'],
]

/** A link that opens the place a source names; `path:line` becomes the line of the file in that release. */
export function sourceLink(source: Source): string {
  if (/^https?:/.test(source.url)) return source.url
  const home = homes.find(([prefix]) => prefix === source.version)
  if (!home) return source.url
  const [path, line] = source.url.split(':')
  return `${home[1]}${path}${line ? `#L${line.split('-')[0]}` : ''}`
}

/** A place in the Accelerate 1.15.0 release. */
export const accelerate = (place: string): Source => ({
  url: place,
  version: 'accelerate 1.15.0',
  checked: '2026-11-23',
})
/** A place in the Transformers 5.18.0 release. */
export const transformers = (place: string): Source => ({
  url: place,
  version: 'transformers 5.18.0',
  checked: '2026-11-23',
})
/** A place in the PEFT 0.21.0 release. */
export const peft = (place: string): Source => ({ url: place, version: 'peft 0.21.0', checked: '2026-11-23' })
/** A place in the TRL 1.13.0 release. */
export const trl = (place: string): Source => ({ url: place, version: 'trl 1.13.0', checked: '2026-11-23' })
/** A place in the DeepSpeed 0.19.6 release. */
export const deepspeed = (place: string): Source => ({
  url: place,
  version: 'deepspeed 0.19.6',
  checked: '2026-11-23',
})
/** A web page, read on the day given. */
export const page = (url: string, checked = '2026-11-23'): Source => ({ url, checked })
