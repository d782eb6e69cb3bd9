// Messages that each break one rule of the grammars, and the finding that is owed: the table of grammar.test.ts.
import type { Row } from './row'
import { answerRows } from './rows-answers'
import { dataRows } from './rows-data'
import { frameRows } from './rows-frame'
import { occurrenceRows } from './rows-occurrence'

export const rows: readonly Row[] = [...frameRows, ...dataRows, ...occurrenceRows, ...answerRows]
