// `ch1 run --role`: which profile stands for the role, what the embedded server is told, and what is refused before anything starts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runOptions, type RunOptions } from '../../cli/run-options'
import { UsageError } from '../../cli/usage-error'
import { profileWith } from '../conformance/outside-server'

const SOCKET = ['--engine', 'socket']

async function optionsOf(...args: readonly string[]): Promise<RunOptions> {
  const options = await runOptions([...args, ...SOCKET])
  assert.notEqual(options, 'help')
  return options as RunOptions
}

function toldOf({ sut }: RunOptions): string {
  assert.equal(sut.kind, 'embedded')
  return sut.kind === 'embedded' ? sut.command.slice(3).join(' ') : ''
}

async function refusal(...args: readonly string[]): Promise<string> {
  try {
    await optionsOf(...args)
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error))
    return error.message
  }
  assert.fail(`${args.join(' ')} was taken`)
}

test('the embedded participating function accounts as its profile declares, and serves the users of the profile', async () => {
  const byUser = await optionsOf('--role', 'participating')
  assert.equal(byUser.profile.profile.name, 'reference-participating-user')
  assert.equal(toldOf(byUser), '--role participating --accounting user --served home.example')
  const byConference = await optionsOf('--role', 'participating', '--accounting', 'conference', '--passing', 'b2bua')
  assert.equal(byConference.profile.profile.name, 'reference-participating-conference')
  assert.equal(toldOf(byConference), '--role participating --accounting conference --passing b2bua --served home.example')
  const own = await optionsOf('--profile', 'profiles/participating-conference.yaml', '--passing', 'proxy')
  assert.equal(toldOf(own), '--role participating --accounting conference --passing proxy --served home.example')
})

test('a controlling function is what it was, and has no use for the flags of the other role', async () => {
  const usual = await optionsOf()
  assert.deepEqual([usual.profile.profile.name, toldOf(usual)], ['reference', ''])
  assert.match(await refusal('--passing', 'proxy'), /only a participating function has it/)
  assert.match(await refusal('--role', 'both'), /"both" is not known/)
})

test('a server of somebody else takes its role from --role or the profile, and no switches', async () => {
  const { sut, profile } = await optionsOf('--role', 'participating', '--sut', 'sip:127.0.0.1:5060')
  assert.deepEqual([sut.kind, profile.profile.sut.role], ['outside', 'participating'])
  assert.match(await refusal('--sut', 'sip:127.0.0.1:5060', '--role', 'participating', '--passing', 'proxy'), /leave --sut out/)
})

test('where the Diameter node of somebody else listens comes from its profile; a port that is none is refused', async () => {
  const told = (at: string): readonly string[] => [
    '--profile',
    profileWith({}, { addresses: `  diameter: ${at}` }),
    '--sut',
    'sip:127.0.0.1:5060',
  ]
  const { sut } = await optionsOf(...told('"[::1]:3869"'))
  assert.ok(sut.kind === 'outside')
  assert.deepEqual(sut.diameter, { host: '::1', port: 3869 })
  assert.match(await refusal(...told('127.0.0.1:99999')), /"127\.0\.0\.1:99999" is no HOST:PORT/)
})

test('flag and profile that contradict each other are refused', async () => {
  const profile = ['--profile', 'profiles/participating-user.yaml']
  assert.match(await refusal(...profile, '--accounting', 'conference'), /declares P-GRAN: leg/)
  assert.match(await refusal(...profile, '--role', 'controlling', '--sut', 'sip:127.0.0.1:5060'), /declares role participating/)
})

for (const [flag, value] of [
  ['--choice', 'P-LAST=interim-then-stop'],
  ['--choice', 'P-JOIN=not-charged'],
  ['--choice', 'P-5XXX=disconnect-user'],
  ['--choice', 'P-GRAN=conference'],
  ['--legal', 'LV-05'],
  ['--legal', 'LV-06'],
  ['--legal', 'LV-12'],
  ['--legal', 'LV-16'],
  ['--legal', 'LV-30'],
] as const) {
  test(`${flag} ${value} is nothing a participating function by user can show: refused before anything starts`, async () => {
    const said = await refusal('--role', 'participating', flag, value)
    assert.ok(said.includes(`a participating function that accounts by user cannot show ${value}`), said)
  })
}

test('choices and variants that it has are taken, and those that say what it does anyway', async () => {
  for (const value of ['P-NUM=growing', 'P-PERIODIC=sent', 'P-BUF=overwrite', 'P-LAST=stop', 'P-GRAN=leg'])
    await optionsOf('--role', 'participating', '--choice', value)
  for (const value of ['LV-02', 'LV-03', 'LV-04', 'LV-08', 'LV-15', 'LV-17', 'LV-18', 'LV-19', 'LV-20', 'LV-22', 'LV-26'])
    await optionsOf('--role', 'participating', '--legal', value)
  await optionsOf('--role', 'participating', '--accounting', 'conference', '--choice', 'P-JOIN=charged')
})
