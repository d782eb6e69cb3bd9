// The face of the crowd's room: many participants by one SIPp run.
export { comesAndGoes, CROWD, type CrowdOptions } from './crowd'
export { crowdScenario, type CrowdScenarioOptions } from './crowd-scenario'
