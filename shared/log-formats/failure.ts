/** The last line of a Python traceback, and the launchers' report of a worker that died. */
import { logFormat } from './format.ts'

const error = /^(?:\[rank\d+\]: ?|\d+: ?)?((?:[a-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Interrupt)): (.{0,400})/
const signal = /(?:Signal \d+ \(SIG\w+\) received by PID|exits with return code = -?\d+|exitcode *: *-?[1-9]\d*)/

export const failure = logFormat({
  id: 'failure',
  marks: ['Error: ', 'Exception: ', 'Interrupt: ', 'exitcode', 'exits with return code', 'received by PID'],
  source:
    'CPython 3.11, traceback; torch 2.13.0, torch/distributed/elastic/multiprocessing/errors; deepspeed 0.19.8, launcher/launch.py',
  reader: () => (line) => {
    const raised = error.exec(line)
    if (raised) return [{ kind: 'failure', text: `${raised[1]}: ${raised[2]}` }]
    const died = signal.exec(line)
    return died ? [{ kind: 'failure', text: died[0] }] : []
  },
})
