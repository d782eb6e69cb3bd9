// cucumber wants a formatter on stdout; ours speak elsewhere, and the stock ones fall over when a worker dies.
'use strict'
const { Formatter } = require('@cucumber/cucumber')
module.exports = class SilentFormatter extends Formatter {}
