/** kcat (librdkafka), a client of another family: what kafka-lab reads and writes is compared with it. */
import { spawn } from 'node:child_process';

/** Resolves with its stdout. Rejects with its stderr when it fails, or with what to install if kcat is missing. */
export async function kcat(argv: readonly string[], input: Buffer | string = ''): Promise<Buffer> {
  const child = spawn('kcat', argv, { stdio: ['pipe', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', (cause) =>
      reject(new Error('kcat does not run: apt-get install kcat, or brew install kcat', { cause })),
    );
    child.on('close', (exitCode) => {
      if (exitCode === 0) resolve(Buffer.concat(chunks));
      else reject(new Error(`kcat ${argv.join(' ')}: ${Buffer.concat(complaints).toString()}`));
    });
  });
}
