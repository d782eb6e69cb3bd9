import { checkScenario, problemText, ScenarioBuilder } from 'sipp-wrapper'

const options = `OPTIONS sip:[service]@[remote_ip] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:a@[local_ip]>;tag=[call_number]
To: <sip:b@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 OPTIONS
Content-Length: 0`

const { xml } = new ScenarioBuilder('ask')
  .send(options, { retrans: 500, start_rtd: 'options' })
  .recv({ response: 100, optional: true })
  .recv({ response: 200, rtd: 'options' })
  .build() // throws SippError 'badScenario' with all faults, if there are any
console.log(`${checkScenario(xml).length} problems`)

// Text of any origin is checked, too: each problem has its line and says how to mend it.
const spoilt = xml.replace('[remote_ip]', '[remote_pi]').replace('response="200"', 'response="200" next="end"')
for (const problem of checkScenario(spoilt)) console.log(problemText(problem))
