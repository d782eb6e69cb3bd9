// The face of @ch1/charging-http: our experimental HTTP binding of CH-1, its JSON and its conversion to charging data. No sockets here.
export { problemAnswer, readChargingAnswer, writeChargingAnswer } from './answer'
export type { AnswerPlan, OutgoingAnswer, ReadAnswer } from './answer'
export { bodyOf, ChargingDataError, dataOf } from './convert'
export { fieldOf, HttpTextError, readHttpText, writeHttpText } from './http-text'
export type { Field, HttpText } from './http-text'
export { isGroup, itemsOf, plainAt, scalarsAt } from './plain-data'
export type { PlainGroup, PlainItem, PlainValue } from './plain-data'
export {
  API_ROOT,
  JSON_TYPE,
  KEY_FIELD,
  operationOf,
  pathOf,
  PROBLEM_TYPE,
  readChargingRequest,
  refOfLocation,
  writeChargingRequest,
} from './request'
export type { ChargingRequest, IncomingRequest, OutgoingRequest, ReadRequest, RecordType } from './request'
export { causeOf, resultCodeOf, resultTable, statusOf } from './result-code'
export type { Operation } from './result-code'
export { chargingDataRequestSchema, chargingDataResponseSchema, jsonSchema, problemDetailsSchema } from './schema'
export type { ChargingDataRequest, ChargingDataResponse, ProblemDetails } from './schema'
