// And more: which occasion a record is of that may be of several, where one must have it and another can do without.
import { act, decided } from './decided'

decided(
  'a release may go uncharged but for the last one (LV-11, LV-12): where one INTERIM comes, which tells of nobody, it is the last one’s',
  [act('together', 0, 0, 1), act('leave', 0, 0, 7)],
  [],
  [],
  { end: 'release', habits: { last: 'interim-then-stop', firstLegOnly: true, quietRelease: true } },
)

decided(
  'who came and was sent away while a CANCEL was on its way need not be charged: the INTERIM is of who leaves then, as the last (LV-11)',
  [act('invite', 0, 0, 4), act('cross cancel', 0, 0, 2), act('expel slowly', 0, 653, 7)],
  [],
  [],
  { habits: { last: 'interim-then-stop', departAtBye: true } },
)
