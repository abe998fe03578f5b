/** Patterns of English that readers stumble over, with what to write instead. */
import type { Pattern } from './pattern.ts'

export const english: readonly Pattern[] = [
  { name: 'stand', expression: /\b(?:stands?|stood|standing)\b(?! for\b| still\b)/gi, instead: 'is, appears, is set' },
  {
    name: 'take as advice',
    expression: /(?:^|[.:;] |: ['"]?)Take (?!care|note|part|place|a look)/gm,
    instead: 'Use, Choose, Start with',
  },
  {
    name: 'take for use, accept or treat',
    expression:
      /\b(?:is|are) (?:not )?taken\b|\btaken (?:for|over)\b|\btakes? (?:it|them) (?:over|for)\b|\btakes? no (?!memory|time|extra)/gi,
    instead: 'is used, accepts, is treated as, assumes',
  },
  { name: 'mend', expression: /\bmend(?:s|ed|ing)?\b/gi, instead: 'fix' },
  {
    name: 'software that wants',
    expression: /(?<!\b(?:you|who|they|may|might|to|don.t) )\bwants?\b|\b(?:is|are) wanted\b/gi,
    instead: 'needs, requires, expects',
  },
  {
    name: 'lie, rest or live for a location',
    expression:
      /\b(?:lies|lay|rests|resting)\b|\blie (?:on|in|at)\b|\b[Rr]est (?:them|on|in)\b|\blives? in\b|\b(?:has|have) (?:a |two )?homes?\b/g,
    instead: 'is stored in, is in, is kept in',
  },
  {
    name: 'go on, hand on, pass on, bring along',
    expression:
      /\b(?:go|goes|going|went) on (?:with|from|as|where|later)\b|\b(?:hand|hands|handed|pass|passes|passed) (?:it |them )?on\b(?! the)|\bbring along\b/gi,
    instead: 'continue, resume, pass to, import',
  },
  {
    name: 'come for occur or be',
    expression: /\b(?:comes?|came) (?:at|to \d|while|apart)\b|\bnever comes\b|\bon top come\b/gi,
    instead: 'is, occurs, reaches',
  },
  {
    name: 'hold for contain',
    expression: /\b(?:file|line|folder|text|it|list|page|key)s? holds?\b/gi,
    instead: 'contains, has',
  },
  {
    name: 'where for if',
    expression:
      /(?:\b(?:only|wherever)\b where|, where (?:it|the|a|an|this|that) (?:is|are|does|has|can)\b|\bwherever\b|(?<!from |to |of |what |and |see |is )\bwhere (?:it|they|nothing|nobody|something|one|that|this) (?:is|are|was|does|do|has|have|can|matters?|helps?|differs?|applies|fits?|needs?|says?)\b)/gi,
    instead: 'if, when',
  },
  {
    name: 'so that for a result',
    expression: /, so that\b/gi,
    instead: 'so, or a new sentence',
  },
  {
    name: 'a clause with what or whoever as a subject',
    expression:
      /(?:^|[.:;] )What (?:stands|is left|you|it|they|the|a|an|was|has|had|follows|depends|counts|goes)\b[^.?|\n]*[a-z] (?:is|are|was|were|must|can|cannot|counts|stays|has|decides)\b[^?|\n]*\.|\bwhoever\b|\bwhatever\b/gm,
    instead: 'a noun: settings, values, anyone who',
  },
  {
    name: 'nobody, somebody',
    expression: /\b(?:nobody|somebody|everybody|anybody|no one|one wants|one needs|one can)\b/gi,
    instead: 'the tool that acts, or you',
  },
  {
    name: 'inversion',
    expression:
      /(?:^|[.;:] )(?:Compared|Needed|Given|Said|Left|Kept|Typical|Missing|Counted|Idle|Gone|Shown|Lost) (?:is|are)\b|(?:^|[.;:] )Of (?:an?|any|the|these|those|two|several|equal|such|all|everything)\b|\bof which (?:nobody|every|there)\b/gm,
    instead: 'subject, verb, object',
  },
  {
    name: 'of your own',
    expression: /\bof (?:your|its|their|our|his|one's|a) own\b/gi,
    instead: 'your own, a custom, a separate',
  },
  {
    name: 'a negated noun',
    expression:
      /(?<![Tt]here )\b(?:is|are|was|were) no (?!longer\b|more\b|need\b|default\b|reason\b|doubt\b|way\b|one-|problem\b)[a-z]+|\b(?:knows?|takes?|names?|finds?) no (?!longer\b|more\b|memory\b|time\b|extra\b)[a-z]+|\bno better\b|\bis none\b/gi,
    instead: 'isn’t a …, doesn’t support …',
  },
  {
    name: 'a private metaphor',
    expression:
      /\b(?:law of the house|house rules?|every face|the faces|manners|riders?|another road|strangers?|sayings|detective|loud(?:ly|er)?|volume knob|doors)\b|\broom to spare\b/gi,
    instead: 'the trade word',
  },
  {
    name: 'a quantity in German order',
    expression: /\bof it (?:tensors|goes)\b|\bruns of five\b|\bafter so many\b|\bin all(?=[.,;:)]|$)/gim,
    instead: 'four out of five, in total',
  },
  {
    name: 'an archaic word',
    expression:
      /\b(?:shall|need not|anew|as of old|of old days|all the same|none the less|nevertheless|beforehand|besides|thereby|whereby|upon|lest|misspelt|afterwards)\b|\bbeside\b(?!s)|\bin (?:the )?place of\b|\bbehind (?:it|the|its|this|--)\b/gi,
    instead: 'must, don’t need to, again, next to, after, instead of',
  },
  {
    name: 'a poetic silence',
    expression:
      /\bwithout a word\b|\bsays? nothing\b|\bnobody (?:says|tells)\b|\bnothing (?:says so|complained|complains)\b|\bsays so\b|\bnever heard of\b/gi,
    instead: 'silently, without a warning',
  },
  {
    name: 'software that speaks',
    expression:
      /\b(?:speaks? of|says? of|(?:is|are) told|(?:is|are) said\b(?! to)|(?:file|script|JSON|YAML|option|key) (?:says|asks|tells)|\bit (?:says|tells)\b|does not say|(?:does not|do not|cannot|doesn.t|don.t) know (?!how|what|whether|anything|yet))\b/gi,
    instead: 'specifies, sets, reports, doesn’t support',
  },
  {
    name: 'impersonal advice',
    expression:
      /\b(?:has|have) to be\b|\b(?:is|are) to be\b|\bcan be (?:pasted|repeated|named|told|seen)\b|\bmay be repeated\b|\bare passed over\b|\b(?:is|are) (?:refused|meant)\b/gi,
    instead: 'an imperative, or the tool that acts',
  },
  { name: 'a chain of semicolons', expression: /^(?!\|)[^;\n]*; [^;\n]*; /gm, instead: 'sentences, or a list' },
  {
    name: 'a colon for because or so',
    expression:
      /(?<=[a-z}] ?[a-z}]{2,})(?<!check|example|^summary|^message|^fix|^title): (?:every|nothing|only|PEFT|TRL|DeepSpeed|Accelerate|PyTorch|Transformers) (?!files|keys)[a-z]+s\b/gm,
    instead: 'so, because, but',
  },
  {
    name: 'a weak and in a message',
    expression: /is \{value\}, and\b|\bis (?:on|set|off), and\b/g,
    instead: 'but, so',
  },
  {
    name: 'a missing article',
    expression:
      /\bin (?:forward|backward)\b(?! pass)|\b(?:comment|order) and (?:order|comment) stay\b|\bGate and up projection\b/g,
    instead: 'the forward pass',
  },
  {
    name: 'stops or refuses for an error',
    expression:
      /\brefuse[sd]?\b|\b(?:does|do) not go with\b|\bends (?:in an?|out of)\b|\bstops (?:with|in|at once|before|the (?:run|launch)|when)\b/gi,
    instead: 'fails with, raises, rejects, isn’t compatible with',
  },
  {
    name: 'a fix that begins with Write or Leave',
    expression: /^fix: ['"]?(?:Write|Take|Leave)\b/gm,
    instead: 'Set, Add, Remove, Replace, Rename',
  },
  {
    name: 'a private name of a type',
    expression:
      /\b(?:a|no|empty|one) texts?\b(?! editor| file| generation)|\bwhole numbers?\b|\btruth values?\b|\bthe word true\b/gi,
    instead: 'string, integer, boolean',
  },
  {
    name: 'a second word for one thing',
    expression:
      /\bgraphics cards?\b|(?<!model )\bcards?\b|\btrained numbers\b|\btrainable numbers\b|\bslic(?:e|es|ed|ing)\b|\bshared? out\b|\bmicro[- ](?:batch|step)(?:es|s)?\b|\bhost memory\b/gi,
    instead: 'GPU, trainable parameters, shard, per-GPU batch size, CPU memory',
  },
  {
    name: 'British spelling',
    expression:
      /\b\w*(?:rialis|nitialis|antis|cognis|hronis|ptimis|egularis|ormalis|rganis|inimis|aximis)(?:e[sd]?|ing|ation|er)\b|\bcolours?\b|\blicence\b|\bcatalogues?\b|\bneighbour\w*\b|\bbehaviours?\b|\bhonoured\b|\bwarm-up\b|\bcentre\b/gi,
    instead: 'American spelling',
  },
  {
    name: 'shadows of German adverbs',
    expression: /\b(?:mostly|anyhow|at all events|hence|as well as ever|in the meantime)\b/gi,
    instead: 'usually, anyway, so, meanwhile',
    atMost: 1,
  },
]
