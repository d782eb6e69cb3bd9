// Mutant: an arrival has the Application-Service-Type of a departure.
import { UNSEEN, type Mutant } from './mutant'
import { APPLICATION_SERVICE_TYPE } from '../im-server/charging/record'

/** An arrival has the Application-Service-Type of a departure. */
export const serviceTypeOfArrivals: Mutant = {
  id: 'service-type-of-arrivals',
  family: 'identity',
  description: 'An arrival has the Application-Service-Type of a departure.',
  names: [{ purpose: 'TP_ARR_018', rule: 'arrival-service-type', as: 'warning' }],
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
