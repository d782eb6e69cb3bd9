// The history cannot be written any more: without its only witness a run says nothing, so it ends.
import { TestbedError } from '../mocks/testbed-error'

/** Its message is what the user is told. */
export class UnwritableHistory extends TestbedError {
  override readonly name = 'UnwritableHistory'

  /** `cause`: the error of the system. */
  constructor(path: string, outDir: string, cause: Error) {
    super({
      what: `the history cannot be written any more: ${cause.message}`,
      where: path,
      mend: `make room and run again; what was recorded until then is kept, and told by: ch1 report ${outDir}`,
    })
  }
}
