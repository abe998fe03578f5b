/** The captured releases as the site holds them: each tool is a text of the script, since a check cannot wait for a file. */
import { capturedReleases, readCaptured } from '../shared/tools/captured.ts'
import { pack } from '../shared/tools/pack.ts'
import { capturedModule, packedModule } from '../shared/tools/packed-module.ts'
import { toolIds } from '../shared/tools/tool.ts'

function capturedInScript(): string {
  const texts = toolIds.map((tool) => {
    const releases = capturedReleases[tool].map((release) => readCaptured(tool, release))
    return [tool, JSON.stringify(pack(releases))]
  })
  return packedModule(capturedReleases, `const texts = ${JSON.stringify(Object.fromEntries(texts))}`, 'texts[tool]')
}

export const packedTools = {
  name: 'lora-wizard:tools',
  enforce: 'pre' as const,
  load: (id: string) => (capturedModule.test(id.split('?')[0] as string) ? capturedInScript() : undefined),
}
