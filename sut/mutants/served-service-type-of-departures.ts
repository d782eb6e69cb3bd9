// Mutant: a departure of a served user has the Application-Service-Type of an arrival.
import { UNSEEN, type Mutant } from './mutant'
import { APPLICATION_SERVICE_TYPE } from '../im-server/charging/record'

/** A departure of a served user has the Application-Service-Type of an arrival. */
export const servedServiceTypeOfDepartures: Mutant = {
  id: 'served-service-type-of-departures',
  family: 'identity',
  description: 'A departure of a served user has the Application-Service-Type of an arrival.',
  role: 'participating',
  names: [{ purpose: 'TP_DEP_027', rule: 'served-departure-service-type', as: 'warning' }],
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
