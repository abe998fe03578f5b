/** `requirements.txt`: the packages of the run, for pip and uv. */
import { installCommands, pythonOf, requirements } from '../requirements.ts'
import { page } from '../source.ts'
import { emitter } from './emitter.ts'

export const requirementsFile = emitter({
  id: 'requirements',
  sources: [
    page('https://pip.pypa.io/en/stable/reference/requirements-file-format/'),
    page('https://pytorch.org/get-started/locally/'),
  ],
  extend: (plan, run, remarks) => {
    const remark = (text: string | undefined) => (text ? [`# ${text}`] : [])
    const commands = remarks.remark('requirements-order')
    const lines = [
      ...remark(remarks.remark('requirements-python', { python: pythonOf(run) })),
      ...remark(commands),
      ...(commands ? installCommands(run).map((command) => `#   ${command}`) : []),
      ...remark(remarks.remark('requirements-uv')),
      ...remark(
        remarks.remark(run.config['output.trainer'] === 'mlperf' ? 'requirements-container' : 'requirements-platform'),
      ),
      ...requirements(run),
    ]
    return { ...plan, files: [...plan.files, { path: 'requirements.txt', text: `${lines.join('\n')}\n` }] }
  },
})
