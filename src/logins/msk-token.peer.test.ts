import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { presignedToken } from './msk-token.js';

const nowMs = Date.UTC(2026, 1, 28, 23, 59, 59);
const regions = ['us-east-1', 'eu-west-3', 'ap-southeast-2', 'us-gov-west-1'];
const sessions = [undefined, 'IQoJb3JpZ2luX2VjEPz//////////wEaCXVzLWVhc3QtMSJGMEQCI=', "a b+c/d=~!'()*%"];
const cases = regions.flatMap((region) =>
  sessions.map((sessionToken) => ({
    region,
    credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: `key+/of${region}`, sessionToken },
  })),
);

test("tokens of AWS_MSK_IAM are equal to those of AWS's signer for Python, byte by byte", async () => {
  const { userAgent, tokens } = signedByAws();
  const ours = await Promise.all(cases.map((each) => presignedToken({ ...each, nowMs, userAgent })));
  expect(ours.map(({ text, expiresAtMs }) => [text, expiresAtMs])).toEqual(tokens);
}, 300_000);

/** Needs Python 3; its package is installed on first use. */
function signedByAws(): { userAgent: string; tokens: readonly (readonly [string, number])[] } {
  const folder = resolve('node_modules/.cache/peers/msk-signer');
  const python = join(folder, 'bin', 'python');
  execFileSync('python3', ['-m', 'venv', folder]);
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', 'aws-msk-iam-sasl-signer-python==1.0.2']);
  const input = JSON.stringify({
    nowMs,
    cases: cases.map(({ region, credentials: { accessKeyId, secretAccessKey, sessionToken } }) => ({
      region,
      env: {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
      },
    })),
  });
  const text = execFileSync(python, ['src/testing/peers/msk_signer.py'], { input, encoding: 'utf8' });
  return JSON.parse(text) as ReturnType<typeof signedByAws>;
}
