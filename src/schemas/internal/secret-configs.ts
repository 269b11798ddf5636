/** Brokers know the types of configs; where their names are all there is: passwords, keys, logins of listeners. */
const names = /password|secret|jaas|credential|token|(?:keystore|api|private|access)[._-]?key/i;

export function isSecretConfig(name: string): boolean {
  return names.test(name);
}
