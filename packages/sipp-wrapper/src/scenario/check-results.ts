// Finds checks whose result SIPp throws away: a call that fails one of these counts as a success.
import type { SippFeatures } from '../process/sipp-features'
import type { Problems } from './problem'
import { actionsOf, isYes, valueOf, type ScenarioTree } from './scenario-tree'
import type { XmlElement } from './xml-reader'

/** Checks the places of `check_it`, `check_it_inverse` and `stop_call`. */
export function checkResults(tree: ScenarioTree, features: SippFeatures | undefined, problems: Problems): void {
  for (const step of [...tree.steps, ...tree.initSteps]) {
    if (step.name === 'recv' || step.name === 'recvCmd') continue
    for (const action of actionsOf(step)) {
      const isStop = action.name === 'exec' && valueOf(action, 'int_cmd') === 'stop_call'
      if (!isStop && !isCheck(action)) continue
      // Seen with 3.6.1; from 3.7.0 on the check of a <nop> fails the call at its end. A stop_call there never stops it.
      if (step.name === 'nop' && !isStop && features?.nopChecks === true) continue
      const what = `${isStop ? 'stop_call' : `the check of <${action.name}>`} in a <${step.name}> does nothing: SIPp does not look at its result`
      const mend = isStop
        ? 'Put it into the <action> of a <recv>.'
        : 'Put it into the <action> of a <recv>, or branch on its variable (next, test).'
      if (step.name === 'nop' && !isStop && features === undefined)
        problems.warning('result-ignored', action.line, `before 3.7, ${what}`, mend)
      else problems.fault('result-ignored', action.line, what, mend)
    }
  }
}

function isCheck(action: XmlElement): boolean {
  return isYes(valueOf(action, 'check_it')) || isYes(valueOf(action, 'check_it_inverse'))
}
