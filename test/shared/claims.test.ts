/** Who wins: one line a case. */
import { describe, expect, it } from 'vitest'
import { type Claim, type ClaimSource, type ClaimTool, known, resolveClaims, unknown } from '../../shared/claims.ts'

const place = (offset: number) => ({ offset, line: 1, column: offset + 1 })
const claim = (
  tool: ClaimTool,
  source: ClaimSource,
  value: Claim['value'],
  offset = 0,
  name = 'num_processes',
): Claim => ({
  tool,
  name,
  key: 'accelerate.num_processes',
  value,
  source,
  location: { path: name, at: place(offset), valueAt: place(offset), end: offset },
})

const cases: readonly (readonly [
  title: string,
  claims: readonly Claim[],
  winner: number,
  reasons: readonly string[],
])[] = [
  [
    'a flag over a file',
    [claim('accelerate', 'key', known(8)), claim('accelerate', 'flag', known(4))],
    1,
    ['flag-over-file'],
  ],
  [
    'a flag over a file that is read later',
    [claim('accelerate', 'flag', known(4)), claim('accelerate', 'section', known(8))],
    0,
    ['flag-over-file'],
  ],
  [
    'the last of a repeated flag',
    [claim('trainer', 'flag', known(1), 0), claim('trainer', 'flag', known(2), 9)],
    1,
    ['last-of-a-repeated-flag'],
  ],
  [
    'an unknown value is a value',
    [claim('accelerate', 'key', known(8)), claim('accelerate', 'flag', unknown('$N', 'variable'))],
    1,
    ['flag-over-file'],
  ],
  [
    'a section over the top level',
    [claim('accelerate', 'section', known(1)), claim('accelerate', 'key', known(2))],
    0,
    ['section-over-top-level'],
  ],
  [
    'anything over a default',
    [claim('trainer', 'tool-default', known(8)), claim('trainer', 'key', known(1))],
    1,
    ['said-over-default'],
  ],
  [
    'a flag over the environment',
    [claim('torchrun', 'environment', known(2)), claim('torchrun', 'flag', known(4))],
    1,
    ['flag-over-environment'],
  ],
  [
    'the environment over a header',
    [claim('slurm', 'scheduler', known(2)), claim('slurm', 'environment', known(4))],
    1,
    ['environment-over-header'],
  ],
]

describe('claims about one name of one tool', () => {
  it.each(cases)('%s', (_title, claims, winner, reasons) => {
    const decision = resolveClaims(claims).of(claims[0]!.tool, 'num_processes')
    expect(decision?.winner).toBe(claims[winner])
    expect(decision?.beaten.map(({ reason }) => reason)).toEqual(reasons)
  })

  it('says nothing about a name that nobody gives', () => {
    expect(resolveClaims([claim('accelerate', 'key', known(8))]).of('torchrun', 'num_processes')).toBeUndefined()
  })
})

describe('claims of several tools about one option', () => {
  const across: readonly (readonly [
    title: string,
    claims: readonly Claim[],
    winner: number,
    reasons: readonly string[],
  ])[] = [
    [
      'the script over the launcher',
      [claim('accelerate', 'flag', known('fp16')), claim('trainer', 'flag', known('bf16'))],
      1,
      ['script-over-launcher'],
    ],
    [
      'the script over the launcher in any order',
      [claim('trainer', 'key', known('bf16')), claim('accelerate', 'flag', known('fp16'))],
      0,
      ['script-over-launcher'],
    ],
    [
      'DeepSpeed does what its JSON says',
      [claim('deepspeed', 'json', known(1)), claim('trainer', 'flag', known(2))],
      0,
      ['json-over-section'],
    ],
    [
      'a default of one tool loses to a word of another',
      [claim('accelerate', 'key', known(2)), claim('trainer', 'tool-default', known(8))],
      0,
      ['said-over-default'],
    ],
  ]
  it.each(across)('%s', (_title, claims, winner, reasons) => {
    const decision = resolveClaims(claims).option('accelerate.num_processes')
    expect(decision?.winner).toBe(claims[winner])
    expect(decision?.beaten.map(({ reason }) => reason)).toEqual(reasons)
  })
})
