import { describe, expect, test } from '@jest/globals';
import { presignedToken } from './msk-token.js';

const nowMs = Date.UTC(2024, 4, 17, 8, 9, 10, 999);
const accessKeyId = 'AKIDEXAMPLE';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const lasting = { region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } };
const temporary = {
  region: 'eu-central-1',
  credentials: {
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey,
    sessionToken: "IQoJb3JpZ2luX2VjE+a/b==~x!'()* %",
  },
};

/** Made by aws-msk-iam-sasl-signer-python 1.0.2 (botocore) and aws-msk-iam-sasl-signer-js 1.0.3 at that time. */
const recorded = {
  python: [
    'aHR0cHM6Ly9rYWZrYS51cy1lYXN0LTEuYW1hem9uYXdzLmNvbS8_QWN0aW9uPWthZmthLWNsdXN0ZXIlM0FDb25uZWN0JlgtQW16LUFsZ29yaXRobT1BV1M0LUhNQUMtU0hBMjU2JlgtQW16LUNyZWRlbnRpYWw9QUtJREVYQU1QTEUlMkYyMDI0MDUxNyUyRnVzLWVhc3QtMSUyRmthZmthLWNsdXN0ZXIlMkZhd3M0X3JlcXVlc3QmWC1BbXotRGF0ZT0yMDI0MDUxN1QwODA5MTBaJlgtQW16LUV4cGlyZXM9OTAwJlgtQW16LVNpZ25lZEhlYWRlcnM9aG9zdCZYLUFtei1TaWduYXR1cmU9OTdmOWYxYjNlMjRmNmZkNTVlMWE2YmU3Y2QwNDJkYWNkODdlNDEzOWNlNjEzMmIwZWI4NTZiMWIzZmRhMGQ3YyZVc2VyLUFnZW50PWF3cy1tc2staWFtLXNhc2wtc2lnbmVyLXB5dGhvbiUyRjEuMC4y',
    'aHR0cHM6Ly9rYWZrYS5ldS1jZW50cmFsLTEuYW1hem9uYXdzLmNvbS8_QWN0aW9uPWthZmthLWNsdXN0ZXIlM0FDb25uZWN0JlgtQW16LUFsZ29yaXRobT1BV1M0LUhNQUMtU0hBMjU2JlgtQW16LUNyZWRlbnRpYWw9QVNJQUVYQU1QTEUlMkYyMDI0MDUxNyUyRmV1LWNlbnRyYWwtMSUyRmthZmthLWNsdXN0ZXIlMkZhd3M0X3JlcXVlc3QmWC1BbXotRGF0ZT0yMDI0MDUxN1QwODA5MTBaJlgtQW16LUV4cGlyZXM9OTAwJlgtQW16LVNpZ25lZEhlYWRlcnM9aG9zdCZYLUFtei1TZWN1cml0eS1Ub2tlbj1JUW9KYjNKcFoybHVYMlZqRSUyQmElMkZiJTNEJTNEfnglMjElMjclMjglMjklMkElMjAlMjUmWC1BbXotU2lnbmF0dXJlPWEzM2JiZDcyMzZiNjVhNWEyMTI4YjE0NGJlMmJjNTIwN2EwZjMzMTA4OTQ5MWUzNjcyNzBkNDUwNDM1ODE4NmMmVXNlci1BZ2VudD1hd3MtbXNrLWlhbS1zYXNsLXNpZ25lci1weXRob24lMkYxLjAuMg',
  ],
  js: [
    'aHR0cHM6Ly9rYWZrYS51cy1lYXN0LTEuYW1hem9uYXdzLmNvbS8_QWN0aW9uPWthZmthLWNsdXN0ZXIlM0FDb25uZWN0JlVzZXItQWdlbnQ9YXdzLW1zay1pYW0tc2FzbC1zaWduZXItanMlMkYxLjAuMyZYLUFtei1BbGdvcml0aG09QVdTNC1ITUFDLVNIQTI1NiZYLUFtei1DcmVkZW50aWFsPUFLSURFWEFNUExFJTJGMjAyNDA1MTclMkZ1cy1lYXN0LTElMkZrYWZrYS1jbHVzdGVyJTJGYXdzNF9yZXF1ZXN0JlgtQW16LURhdGU9MjAyNDA1MTdUMDgwOTEwWiZYLUFtei1FeHBpcmVzPTkwMCZYLUFtei1TaWduYXR1cmU9OTdmOWYxYjNlMjRmNmZkNTVlMWE2YmU3Y2QwNDJkYWNkODdlNDEzOWNlNjEzMmIwZWI4NTZiMWIzZmRhMGQ3YyZYLUFtei1TaWduZWRIZWFkZXJzPWhvc3Q',
    'aHR0cHM6Ly9rYWZrYS5ldS1jZW50cmFsLTEuYW1hem9uYXdzLmNvbS8_QWN0aW9uPWthZmthLWNsdXN0ZXIlM0FDb25uZWN0JlVzZXItQWdlbnQ9YXdzLW1zay1pYW0tc2FzbC1zaWduZXItanMlMkYxLjAuMyZYLUFtei1BbGdvcml0aG09QVdTNC1ITUFDLVNIQTI1NiZYLUFtei1DcmVkZW50aWFsPUFTSUFFWEFNUExFJTJGMjAyNDA1MTclMkZldS1jZW50cmFsLTElMkZrYWZrYS1jbHVzdGVyJTJGYXdzNF9yZXF1ZXN0JlgtQW16LURhdGU9MjAyNDA1MTdUMDgwOTEwWiZYLUFtei1FeHBpcmVzPTkwMCZYLUFtei1TZWN1cml0eS1Ub2tlbj1JUW9KYjNKcFoybHVYMlZqRSUyQmElMkZiJTNEJTNEfnglMjElMjclMjglMjklMkElMjAlMjUmWC1BbXotU2lnbmF0dXJlPWEzM2JiZDcyMzZiNjVhNWEyMTI4YjE0NGJlMmJjNTIwN2EwZjMzMTA4OTQ5MWUzNjcyNzBkNDUwNDM1ODE4NmMmWC1BbXotU2lnbmVkSGVhZGVycz1ob3N0',
  ],
};
const each = [
  ['lasting credentials', lasting, 0],
  ['temporary ones', temporary, 1],
] as const;

describe("the token of AWS_MSK_IAM is that of AWS's own signers", () => {
  test.each(each)('byte by byte with that for Python: %s', async (_whose, settings, index) => {
    const userAgent = 'aws-msk-iam-sasl-signer-python/1.0.2';
    expect(await presignedToken({ ...settings, nowMs, userAgent })).toEqual({
      text: recorded.python[index],
      expiresAtMs: 1_715_934_250_000,
    });
  });

  test.each(each)('but for the order with that for JavaScript: %s', async (_whose, settings, index) => {
    const userAgent = 'aws-msk-iam-sasl-signer-js/1.0.3';
    const { text } = await presignedToken({ ...settings, nowMs, userAgent });
    const parts = (token = '') => Buffer.from(token, 'base64url').toString().split(/[?&]/).sort();
    expect(parts(text)).toEqual(parts(recorded.js[index]));
  });
});

test('it does not outlive the credentials', async () => {
  const endingIn = (seconds: number) => ({
    ...lasting,
    credentials: { ...lasting.credentials, expiresAtMs: nowMs + seconds * 1000 },
  });
  const lifeOf = async (seconds: number) => {
    const { text, expiresAtMs } = await presignedToken({ ...endingIn(seconds), nowMs, userAgent: 'x' });
    const url = new URL(Buffer.from(text, 'base64url').toString());
    return [url.searchParams.get('X-Amz-Expires'), expiresAtMs - (nowMs - 999)];
  };
  expect(await lifeOf(3600)).toEqual(['900', 900_000]);
  expect(await lifeOf(60)).toEqual(['60', 60_000]);
  expect(await lifeOf(-5)).toEqual(['1', 1000]);
});
