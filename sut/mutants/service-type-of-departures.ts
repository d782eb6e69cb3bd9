// Mutant: a departure has the Application-Service-Type of an arrival.
import { UNSEEN, type Mutant } from './mutant'
import { APPLICATION_SERVICE_TYPE } from '../im-server/charging/record'

/** A departure has the Application-Service-Type of an arrival. */
export const serviceTypeOfDepartures: Mutant = {
  id: 'service-type-of-departures',
  family: 'identity',
  description: 'A departure has the Application-Service-Type of an arrival.',
  names: [{ purpose: 'TP_DEP_016', rule: 'departure-service-type', as: 'warning' }],
  touches: [],
  money: UNSEEN.occasion,
  seams: {
    draft: (draft) => [
      draft.serviceType === APPLICATION_SERVICE_TYPE.leaving
        ? { ...draft, serviceType: APPLICATION_SERVICE_TYPE.joining }
        : draft,
    ],
  },
}
