// remarks.json: what people said of verdicts after the run. It stands beside them and changes none.
import { z } from 'zod'

/** Characters of a name and of a reading. */
export const MAX_REMARK_NAME = 200
export const MAX_READING = 4_000
/** Remarks of one run. */
export const MAX_REMARKS = 1_000

const reading = z.looseObject({
  by: z.string().min(1).max(MAX_REMARK_NAME).describe('who reads it so'),
  text: z.string().min(1).max(MAX_READING),
})

/** `remarks.json`: one reading is a remark, two are a dispute. */
export const remarksSchema = z.looseObject({
  schema: z.literal('ch1-remarks/1'),
  remarks: z
    .array(
      z.looseObject({
        purpose: z.string().min(1).describe('test purpose, TP_<FAMILY>_<nnn>'),
        verdict: z.string().describe('what it was when this was said'),
        at: z.iso.datetime({ offset: true }).describe('when it was written down'),
        readings: z.array(reading).min(1).max(2),
      }),
    )
    .max(MAX_REMARKS),
})

export type RemarksDocument = z.output<typeof remarksSchema>
export type Remark = RemarksDocument['remarks'][number]
