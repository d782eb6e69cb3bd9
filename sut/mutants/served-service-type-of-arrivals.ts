// Mutant: an arrival of a served user has the Application-Service-Type of a departure.
import { UNSEEN, type Mutant } from './mutant'
import { APPLICATION_SERVICE_TYPE } from '../im-server/charging/record'

/** An arrival of a served user has the Application-Service-Type of a departure. */
export const servedServiceTypeOfArrivals: Mutant = {
  id: 'served-service-type-of-arrivals',
  family: 'identity',
  description: 'An arrival of a served user has the Application-Service-Type of a departure.',
  role: 'participating',
  names: [{ purpose: 'TP_ARR_031', rule: 'served-arrival-service-type', as: 'warning' }],
  touches: [],
  money: UNSEEN.occasion,
  seams: {
    draft: (draft) => [
      draft.serviceType === APPLICATION_SERVICE_TYPE.inviting || draft.serviceType === APPLICATION_SERVICE_TYPE.joining
        ? { ...draft, serviceType: APPLICATION_SERVICE_TYPE.leaving }
        : draft,
    ],
  },
}
