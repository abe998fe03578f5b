/** A folder whose `bin` holds fake tools, to be the only one on PATH. Scripts say `/bin/sleep`, since nothing else is found there. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nvidiaSmi, python, topology } from '../examples/detect/dgx-a100.ts'
import { emptyFolder } from './program.ts'

export function tools(scripts: Readonly<Record<string, string>>): string {
  const folder = emptyFolder()
  mkdirSync(join(folder, 'bin'))
  for (const [name, text] of Object.entries(scripts)) {
    const path = join(folder, 'bin', name)
    writeFileSync(path, `#!/bin/sh\n${text}\n`)
    chmodSync(path, 0o755)
  }
  return folder
}

/** A script that prints a text. */
export const said = (text: string): string => `/bin/cat <<'END'\n${text}\nEND`

/** The tools of the recorded machine. */
export const dgx = {
  'nvidia-smi': `if [ "$1" = topo ]; then\n${said(topology)}\nelse\n${said(nvidiaSmi.trimEnd())}\nfi`,
  python3: said(python),
}
