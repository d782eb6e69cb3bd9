// The requirement matrix of a run, for scripts and as a page.
import { join } from 'node:path'
import type { VerdictsDocument } from '../judge/verdicts-document'
import { requirementsDocument, requirementsHtml } from '../reports/requirements'
import { writeWhole } from './whole-file'

/** requirements.json and requirements.html: requirement × test purpose × verdict. */
export function writeRequirements(outDir: string, document: VerdictsDocument): void {
  writeWhole(join(outDir, 'requirements.json'), `${JSON.stringify(requirementsDocument(document), null, 2)}\n`)
  writeWhole(join(outDir, 'requirements.html'), requirementsHtml(document))
}
