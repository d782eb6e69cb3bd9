// The account of a participant, from what the profile says and from the password that is never in it.
import type { Profile } from '../judge/profile/schema'
import type { Account } from '../mocks/participant'

/** `{user}` in the user name is the user part of this participant's address of record. */
export function accountOf(profile: Profile, user: string, password: string | undefined): Account {
  const { registrar, expiresS, username } = profile.account
  return {
    registrar: registrar ?? `sip:${profile.addresses.users}`,
    expiresS,
    ...(password === undefined ? {} : { credentials: { username: username.replaceAll('{user}', user), password } }),
  }
}
