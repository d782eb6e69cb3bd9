// allure-cucumberjs's reporter, fed from stored messages and corrected where each result is written.
import type { EventEmitter } from 'node:events'
import type { IFormatterOptions } from '@cucumber/cucumber'
import type { Hook } from '@cucumber/messages'
import AllureCucumberReporter from 'allure-cucumberjs/reporter'
import type { TestResult } from 'allure-js-commons'
import { FileSystemWriter, type Writer } from 'allure-js-commons/sdk/reporter'

export interface FormatterInput {
  /** Emits `envelope` for each message of the run. */
  readonly broadcaster: EventEmitter
  readonly hooks: readonly Hook[]
  /** Is this the id of an after hook? */
  readonly isAfterHook: (hookId: string) => boolean
  readonly resultsDir: string
  /** Gets each result before it is written and gives the one to write. */
  readonly correct: (result: TestResult, testCaseStartedId: string) => TestResult
}

/**
 * Must be corrected: allure-cucumberjs 3.12.2 shows undefined, pending, skipped and hook-failed scenarios as passed. It takes a
 * `writer` from its format options before its default one (a spread in its constructor, not documented: versions are exact, and
 * test/reports/allure-regression.test.ts holds every row).
 */
export class ConformanceAllureFormatter extends AllureCucumberReporter {
  constructor(o: FormatterInput) {
    let current = ''
    // Registered before the parent's listener, so it runs first.
    o.broadcaster.on('envelope', (envelope: { testCaseFinished?: { testCaseStartedId: string } }) => {
      if (envelope.testCaseFinished) current = envelope.testCaseFinished.testCaseStartedId
    })
    const files = new FileSystemWriter({ resultsDir: o.resultsDir })
    const writer: Writer = {
      writeResult: (result) => files.writeResult(o.correct(result, current)),
      writeGroup: (group) => files.writeGroup(group),
      writeAttachment: (name, content) => files.writeAttachment(name, content),
      writeAttachmentFromPath: (name, from) => files.writeAttachmentFromPath(name, from),
      writeEnvironmentInfo: () => undefined, // written once, with the categories, by writeAllureResults
      writeCategoriesDefinitions: () => undefined,
      writeGlobals: () => undefined, // hook errors once more, outside their scenarios
    }
    super(formatterOptions(o, writer))
  }
}

// Only what the parent and cucumber's Formatter read; there is no cucumber run behind a replay.
function formatterOptions(o: FormatterInput, writer: Writer): IFormatterOptions {
  const named = o.hooks.map((hook) => ({ id: hook.id, name: hook.name ?? 'hook' }))
  const options: Partial<Record<keyof IFormatterOptions, unknown>> = {
    eventBroadcaster: o.broadcaster,
    parsedArgvOptions: { resultsDir: o.resultsDir, writer },
    supportCodeLibrary: {
      beforeTestCaseHookDefinitions: named.filter((hook) => !o.isAfterHook(hook.id)),
      afterTestCaseHookDefinitions: named.filter((hook) => o.isAfterHook(hook.id)),
      beforeTestRunHookDefinitions: [],
      afterTestRunHookDefinitions: [],
      World: Object,
    },
    cwd: process.cwd(),
    log: () => undefined,
    cleanup: () => Promise.resolve(),
  }
  return options as unknown as IFormatterOptions
}
