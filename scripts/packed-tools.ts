/** The captured releases as a build holds them: one file a tool, its newest release whole and the others as differences. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Packed, pack } from '../shared/tools/pack.ts'
import { type CapturedRelease, type ToolId, toolIds } from '../shared/tools/tool.ts'
import { compareVersions } from '../shared/versions.ts'

const home = join(import.meta.dirname, '..', 'shared', 'tools')

/** The module that a build puts packed data in the place of. */
export const capturedModule = /[\\/]shared[\\/]tools[\\/]captured\.ts$/

function packedTool(tool: ToolId): Packed {
  const names = readdirSync(join(home, tool)).filter((name) => name.endsWith('.json'))
  names.sort((a, b) => compareVersions(b.slice(0, -'.json'.length), a.slice(0, -'.json'.length)))
  return pack(names.map((name) => JSON.parse(readFileSync(join(home, tool, name), 'utf8')) as CapturedRelease))
}

/** `tools/<tool>.json` below the folder. */
export function writePackedTools(folder: string): void {
  mkdirSync(join(folder, 'tools'), { recursive: true })
  for (const tool of toolIds) writeFileSync(join(folder, 'tools', `${tool}.json`), JSON.stringify(packedTool(tool)))
}

/** `captured.ts` for a build: the same two exports; a tool is parsed, and a release put together, when it is asked for. */
function moduleText(text: string, before = ''): string {
  const releases = toolIds.map((tool) => {
    const { newest, older } = packedTool(tool)
    return [tool, [newest.release, ...Object.keys(older)]]
  })
  return `${before}
import { unpack } from './pack.ts'
export const capturedReleases = ${JSON.stringify(Object.fromEntries(releases))}
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

/** For the program: each tool is a file beside it, read when it is asked for. */
export const capturedInFiles = (): string =>
  moduleText(
    "readFileSync(join(import.meta.dirname, 'tools', tool + '.json'), 'utf8')",
    "import { readFileSync } from 'node:fs'\nimport { join } from 'node:path'",
  )

/** For the site: a browser cannot wait for a file in the middle of a check, so each tool is a text of the script. */
export function capturedInScript(): string {
  const texts = toolIds.map((tool) => [tool, JSON.stringify(packedTool(tool))])
  return moduleText('texts[tool]', `const texts = ${JSON.stringify(Object.fromEntries(texts))}`)
}
