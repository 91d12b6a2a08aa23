/** What tests show as credentials; more is added as it is made. */
const secrets = new Set(['test-token', 'test-key', Buffer.from('ops@test.example:test-key').toString('base64')])

/** Adds a secret that must not appear in any log from now on. */
export function keepSecret<Secret extends string>(secret: Secret): Secret {
  secrets.add(secret)
  return secret
}

/** The secrets that a text holds. */
export const findSecrets = (text: string): readonly string[] => [...secrets].filter((secret) => text.includes(secret))
