// What can go wrong when the Allure report is made.

/** The Allure report could not be made, or not wholly; says what, and how to mend it. The run's verdicts do not depend on it. */
export class AllureReportError extends Error {
  override readonly name = 'AllureReportError'
}
