/** The captured releases as the program holds them: a file for each tool beside it, read when a rule asks for it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capturedReleases, readCaptured } from '../shared/tools/captured.ts'
import { pack } from '../shared/tools/pack.ts'
import { packedModule } from '../shared/tools/packed-module.ts'
import { toolIds } from '../shared/tools/tool.ts'

/** `tools/<tool>.json` below the folder. */
export function writePackedTools(folder: string): void {
  mkdirSync(join(folder, 'tools'), { recursive: true })
  for (const tool of toolIds) {
    const packed = pack(capturedReleases[tool].map((release) => readCaptured(tool, release)))
    writeFileSync(join(folder, 'tools', `${tool}.json`), JSON.stringify(packed))
  }
}

export const capturedInFiles = (): string =>
  packedModule(
    capturedReleases,
    "import { readFileSync } from 'node:fs'\nimport { join } from 'node:path'",
    "readFileSync(join(import.meta.dirname, 'tools', tool + '.json'), 'utf8')",
  )
