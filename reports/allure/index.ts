// The face of the Allure report: results from a finished run, then HTML from the results.
export { writeAllureResults, type AllureInput } from './write-results'
export { generateAllureReport, AllureReportError, type GenerateInput } from './generate-report'
export { scenarioDecisions, type ScenarioDecisions, type StepDecisions } from './step-decisions'
export { handOn, trendOf, type Trend } from './trend'
