/**
 * TensorBoard's event files → records. A file is a row of TFRecords (length, checksum, bytes, checksum), each of which is an
 * `Event` message: wall_time = 1 (double), step = 2 (varint), summary = 5 { value = 1 { tag = 1, simple_value = 2, tensor = 8 } }.
 * Source: tensorboard 2.20, compat/proto/event.proto, summary.proto and tensor.proto.
 */
import type { LogRecord } from '../log-formats/format.ts'

interface Field {
  readonly number: number
  readonly bytes?: Uint8Array
  readonly value?: number
}

/** The fields of a message; stops quietly where the bytes are no message. */
function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 1; at < bytes.length; shift *= 128) {
      const byte = bytes[at++] as number
      value += (byte & 127) * shift
      if (byte < 128) break
    }
    return value
  }
  while (at < bytes.length) {
    const key = varint()
    const number = Math.floor(key / 8)
    const type = key % 8
    if (type === 0) yield { number, value: varint() }
    else if (type === 1 && at + 8 <= bytes.length) {
      yield { number, value: view.getFloat64(at, true) }
      at += 8
    } else if (type === 5 && at + 4 <= bytes.length) {
      yield { number, value: view.getFloat32(at, true) }
      at += 4
    } else if (type === 2) {
      const length = varint()
      if (at + length > bytes.length) return
      yield { number, bytes: bytes.subarray(at, at + length) }
      at += length
    } else return
  }
}

/** The single number of a tensor: `tensor_content`, `float_val` or `double_val`. */
function tensorNumber(bytes: Uint8Array): number | undefined {
  for (const { number, bytes: inner, value } of fieldsOf(bytes)) {
    if ((number === 5 || number === 6) && value !== undefined) return value
    if (!inner || inner.length < 4) continue
    const view = new DataView(inner.buffer, inner.byteOffset, inner.byteLength)
    if (number === 4 || number === 5) return view.getFloat32(0, true)
    if (number === 6 && inner.length >= 8) return view.getFloat64(0, true)
  }
  return undefined
}

const names: Readonly<Record<string, 'loss' | 'gradNorm' | 'learningRate' | 'epoch'>> = {
  'train/loss': 'loss',
  'train/grad_norm': 'gradNorm',
  'train/learning_rate': 'learningRate',
  'train/epoch': 'epoch',
}

function recordOf(tag: string, value: number, step: number, seconds: number | null): LogRecord | undefined {
  if (tag === 'eval/loss') return { kind: 'evaluation', step, loss: value, epoch: null }
  const name = Object.hasOwn(names, tag) ? names[tag] : undefined
  if (!name) return undefined
  return { kind: 'step', step, loss: null, gradNorm: null, learningRate: null, epoch: null, seconds, [name]: value }
}

/** The tag and number of one value of a summary. */
function taggedNumber(bytes: Uint8Array): { readonly tag: string; readonly number: number } | undefined {
  let tag = ''
  let number: number | undefined
  for (const { number: field, bytes: inner, value } of fieldsOf(bytes)) {
    if (field === 1 && inner) tag = String.fromCharCode(...inner.subarray(0, 200))
    else if (field === 2) number = value
    else if (field === 8 && inner) number = tensorNumber(inner)
  }
  return number === undefined ? undefined : { tag, number }
}

function* recordsOf(event: Uint8Array, began: { time: number | null }): Generator<LogRecord> {
  let step = 0
  let time: number | null = null
  const values: { readonly tag: string; readonly number: number }[] = []
  for (const { number, value, bytes } of fieldsOf(event)) {
    if (number === 1 && value !== undefined) time = value
    else if (number === 2 && value !== undefined) step = value
    else if (number === 5 && bytes) {
      for (const one of fieldsOf(bytes)) {
        const found = one.number === 1 && one.bytes ? taggedNumber(one.bytes) : undefined
        if (found) values.push(found)
      }
    }
  }
  began.time ??= time
  const seconds = time !== null && began.time !== null ? time - began.time : null
  for (const { tag, number } of values) {
    const record = recordOf(tag, number, step, seconds)
    if (record) yield record
  }
}

/** Every record of an event file; a file that is cut off or damaged gives what comes before. */
export function* tensorboardRecords(bytes: Uint8Array): Generator<LogRecord> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const began: { time: number | null } = { time: null }
  for (let at = 0; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at, true)
    // The upper half of the length is 0 in any file that fits a disk.
    if (view.getUint32(at + 4, true) !== 0 || at + 16 + length > bytes.length) return
    yield* recordsOf(bytes.subarray(at + 12, at + 12 + length), began)
    at += 16 + length
  }
}
