// The tests of `npm test` in lanes that run at once: most of them wait most of their time. Each lane is the arguments of test/run-all.ts.
'use strict'

// The first is what the other two leave out. A process makes the one certify run that many tests look at: they are in one lane, conformance/.
// Tests that start runs of their own, and look at none of others, are in processes/.
exports.lanes = [['--not', 'conformance/', '--not', 'proof/', '--not', 'foreign/'], ['conformance/', 'foreign/'], ['proof/']]
