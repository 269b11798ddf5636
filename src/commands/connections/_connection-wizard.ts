/** The questions that make a connection, in the order in which the answers are known. */
import { resolve } from 'node:path';
import { saslMechanisms } from '../../config/sasl-settings.js';
import { parseAddresses } from '../../net/addresses.js';
import { complaintOf } from '../../text/errors.js';
import type { LineQuestion, Questions } from '../../view/questions.js';

const noLogin = 'none';

/** What a file of connections would say; checked by the caller. */
export async function askForConnection(questions: Questions, cwd: string): Promise<object> {
  const bootstrapServers = await line(questions, 'Brokers, HOST:PORT, several with commas:', {
    initial: 'localhost:9092',
    // Checked now, while a typing mistake is easy to see.
    validate: (text) => complaintOf(() => parseAddresses(text)),
  });
  const zookeeper = await line(questions, 'ZooKeeper, HOST:PORT (empty with KRaft, or if you do not know):');
  const tls = await askForTls(questions, cwd);
  const sasl = await askForLogin(questions);
  const guard = await questions.choice('What may be changed on this cluster?', [
    { name: 'everything', value: 'nothing', description: 'only destructive commands ask first' },
    { name: 'with care', value: 'protected', description: 'its name must be typed before any change' },
    { name: 'nothing', value: 'readonly', description: 'every change is refused' },
  ]);
  return {
    bootstrapServers,
    ...(zookeeper === '' ? {} : { zookeeper }),
    ...(tls === undefined ? {} : { tls }),
    ...(sasl === undefined ? {} : { sasl }),
    ...(guard === 'nothing' ? {} : { [guard]: true }),
  };
}

async function askForTls(questions: Questions, cwd: string): Promise<object | true | undefined> {
  if (!(await questions.yesNo('Is the connection encrypted (TLS)?', false))) return undefined;
  const file = async (question: string) => {
    const path = await line(questions, question);
    return path === '' ? undefined : resolve(cwd, path);
  };
  const ca = await file("PEM file of the brokers' authority (nothing: the public ones):");
  const cert = await file('PEM file of your own certificate, for mTLS (nothing: none):');
  const key = cert === undefined ? undefined : await file('PEM file of its key:');
  if (ca === undefined && cert === undefined) return true;
  return { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
}

async function askForLogin(questions: Questions): Promise<object | undefined> {
  const mechanism = await questions.choice('How do you log in (SASL)?', [
    { name: 'not at all', value: noLogin },
    ...saslMechanisms.map((name) => ({ name, value: name })),
  ]);
  if (mechanism === noLogin) return undefined;
  if (mechanism === 'OAUTHBEARER') return { mechanism, ...(await askForTokens(questions)) };
  if (mechanism === 'AWS_MSK_IAM') {
    const profile = await line(questions, "Profile of AWS's shared files (nothing: the usual credentials):");
    return profile === '' ? { mechanism } : { mechanism, profile };
  }
  const username = await line(questions, 'User:');
  return { mechanism, username, password: await askForSecretPlace(questions, 'Where is the password?') };
}

async function askForTokens(questions: Questions): Promise<object> {
  const from = await questions.choice('Where do tokens come from?', [
    { name: 'a program prints them', value: 'command' },
    {
      name: 'a token endpoint (OAuth)',
      value: 'oidc',
      description: 'with the id and the secret of a client',
    },
    { name: 'Azure, by the command az', value: 'azure' },
    { name: 'Google, by the command gcloud', value: 'google' },
  ]);
  if (from === 'command')
    return { tokenCommand: await line(questions, 'Program and arguments that print a token:') };
  if (from !== 'oidc') return { tokenProvider: from };
  const tokenEndpoint = await line(questions, 'Token endpoint, https://…:');
  const clientId = await line(questions, 'Id of the OAuth client:');
  const clientSecret = await askForSecretPlace(questions, 'Where is its secret?');
  const scope = await line(questions, 'Scope (nothing: none):');
  return { oidc: { tokenEndpoint, clientId, clientSecret, ...(scope === '' ? {} : { scope }) } };
}

/** `prompt`, `env:NAME` or `keyring:NAME`: not the secret itself. */
export async function askForSecretPlace(questions: Questions, question: string): Promise<string> {
  const where = await questions.choice(question, [
    { name: 'not stored: ask each time', value: 'prompt' },
    { name: 'in an environment variable', value: 'env' },
    { name: "in the system's keyring", value: 'keyring' },
  ]);
  if (where === 'prompt') return where;
  const name = await line(questions, where === 'env' ? 'Which variable?' : 'Under which name?', {
    initial: 'KAFKA_PASSWORD',
  });
  return `${where}:${name}`;
}

/** Spaces around an address or a name were never meant. */
export async function line(questions: Questions, question: string, how?: LineQuestion): Promise<string> {
  return (await questions.text(question, how)).trim();
}
