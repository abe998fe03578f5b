/** The file that `lora-wizard` starts: it must parse on a Node of any age, so that an old one gets a sentence instead of a stack. */
const parts = process.versions.node.split('.')
const major = Number(parts[0])
if (major < 22 || (major === 22 && Number(parts[1]) < 13)) {
  const version = process.versions.node
  process.stderr.write(`lora-wizard needs Node.js 22.13 or newer; this is ${version}.\n`)
  process.stderr.write(`lora-wizard 需要 Node.js 22.13 或更新的版本；当前版本是 ${version}。\n`)
  process.exit(2)
} else {
  import('./main.ts').then((program) => program.start())
}

export {}
