/** What a build puts in the place of `captured.ts`: the same two exports over packed tools. */
import type { ToolId } from './tool.ts'

/** The module that is replaced. */
export const capturedModule = /[\\/]shared[\\/]tools[\\/]captured\.ts$/

/**
 * A tool is parsed, and a release put together, when it is asked for.
 * @param before statements that `text` needs
 * @param text an expression for the packed `tool`, as JSON
 */
export function packedModule(
  releases: Readonly<Record<ToolId, readonly string[]>>,
  before: string,
  text: string,
): string {
  return `${before}
import { unpack } from './pack.ts'
export const capturedReleases = ${JSON.stringify(releases)}
const packed = new Map(), whole = new Map()
export function readCaptured(tool, release) {
  const name = tool + ' ' + release
  if (!whole.has(name)) {
    if (!packed.has(tool)) packed.set(tool, JSON.parse(${text}))
    whole.set(name, unpack(packed.get(tool), release))
  }
  return whole.get(name)
}
`
}
