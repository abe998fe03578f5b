/**
 * The file that `lora-wizard` starts. It must parse on a Node of any age, so that an old one gets a sentence instead of a
 * stack; and what can be done at once, a version or the first frame of the wizard, is done before the program is read.
 */
import { asker } from './asker.ts'
import { compileCache } from './compile-cache.ts'
import { paint, restore } from './tui/paint.ts'

declare const VERSION: string

const parts = process.versions.node.split('.')
const major = Number(parts[0])
const args = process.argv.slice(2)
if (major < 22 || (major === 22 && Number(parts[1]) < 13)) {
  const found = process.versions.node
  process.stderr.write(`lora-wizard needs Node.js 22.13 or newer; this is ${found}.\n`)
  process.stderr.write(`lora-wizard 需要 Node.js 22.13 或更新的版本；当前版本是 ${found}。\n`)
  process.exit(2)
} else if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(0)
    process.stderr.write(`The output can't be written (${code}).\n无法写入输出（${code}）。\n`)
    process.exit(2)
  })
  process.stdout.write(`${VERSION}\n`)
} else {
  const terminal = {
    get input() {
      return process.stdin
    },
    output: process.stdout,
    environment: process.env,
  }
  const painted = asker(args, terminal) === 'wizard'
  if (painted) paint(terminal)
  // Node keeps what it compiled; NODE_DISABLE_COMPILE_CACHE=1 turns that off.
  const cache = compileCache(process.env, process.platform)
  if (cache !== undefined) process.getBuiltinModule('node:module').enableCompileCache(cache)
  import('./main.ts').then(({ start }) => start(VERSION, painted ? restore : undefined))
}
