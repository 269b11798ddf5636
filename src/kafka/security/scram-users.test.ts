import { expect, test } from '@jest/globals';
import { pbkdf2Sync } from 'node:crypto';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { alterUserScramCredentials } from '../../wire/requests/alter-user-scram-credentials.js';
import {
  describeUserScramCredentials,
  scramMechanism,
} from '../../wire/requests/describe-user-scram-credentials.js';
import { setPassword } from './scram-users.js';

// All of these are changed by NFKC or another normalization; the last has no single code point for its letter.
test.each(['10µm²-´x´', '¨½™…', 'ﬁ Ⅸ', 'ｐａｓｓ', 'Å', 'e\u0301', 'пароль', '密码', ' ,="'])(
  'the password %j reaches the broker as its UTF-8, as every client hashes it',
  async (password) => {
    const credential = { mechanism: scramMechanism['SCRAM-SHA-256'], iterations: 4096 };
    const broker = new ScriptedBroker(1)
      .on(alterUserScramCredentials, () => ({
        throttleTimeMs: 0,
        results: [{ user: 'u', errorCode: 0, errorMessage: null }],
      }))
      .on(describeUserScramCredentials, () => ({
        ...{ throttleTimeMs: 0, errorCode: 0, errorMessage: null },
        results: [{ user: 'u', errorCode: 0, errorMessage: null, credentialInfos: [credential] }],
      }));
    const session = testSession({
      brokers: [broker],
      metadata: { controllerId: 1, brokers: [{ id: 1, host: 'fake', port: 9092, rack: null }] },
    });
    await setPassword(session, { user: 'u', mechanism: 'SCRAM-SHA-256', iterations: 4096, password });
    const { salt, saltedPassword } = broker.requests(alterUserScramCredentials)[0]!.upsertions[0]!;
    const bytes = Buffer.from(password, 'utf8');
    expect(saltedPassword).toEqual(pbkdf2Sync(bytes, salt, 4096, 32, 'sha256'));
  },
);
