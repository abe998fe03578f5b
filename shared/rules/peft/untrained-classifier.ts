/** A classification head gets an adapter on top of random weights, and is not saved. */
import { claimed, spotOfClaim, textOfClaim } from '../../lookup/claimed.ts'
import { names } from '../../lookup/run.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

/** What Transformers calls the head of a model that classifies. */
const heads = ['score', 'classifier', 'qa_outputs']
/** The tasks for which PEFT trains and saves the head by itself (src/peft/peft_model.py). */
const savesHead = /^(?:SEQ_CLS|TOKEN_CLS|QUESTION_ANS)$/

export const peftUntrainedClassifier = rule({
  id: 'peft/untrained-classifier',
  severity: 'warning',
  stage: 'later',
  consequence: 'quiet',
  sources: [peft('src/peft/peft_model.py')],
  reads: { options: ['lora.target_modules', 'lora.modules_to_save'], files: 'any' },
  files: {
    *check(set) {
      const targets = claimed(set, ['peft', 'trl', 'trainer'], 'target_modules', 'lora_target_modules')
      const spot = targets && spotOfClaim(targets)
      if (!spot) return
      const task = textOfClaim(claimed(set, ['peft', 'trl', 'trainer'], 'task_type', 'lora_task_type')) ?? ''
      const kept = names(set.run.answers['lora.modules_to_save'] as string | null)
      const [head] = names(set.run.answers['lora.target_modules'] as string | null).filter((name) =>
        heads.includes(name),
      )
      if (head === undefined || savesHead.test(task) || kept.includes(head)) return
      yield { spot, facts: { head } }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "r": 8, "lora_alpha": 16, "target_modules": ["q_proj", "score"]}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "SEQ_CLS", "r": 8, "lora_alpha": 16, "target_modules": ["q_proj"], "modules_to_save": ["score"]}\n',
      },
    },
  },
})
