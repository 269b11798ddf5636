// `npm test`: everything, in the order in which a fault is found soonest; goes on after a failed step so that
// one run tells all. The last line is "N passed, N failed": tests, and one for each of the other steps.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const reports = mkdtempSync(join(tmpdir(), 'kafka-lab-test-'));
const jest = (project, ...options) => [
  'node_modules/jest/bin/jest.js',
  '--selectProjects',
  project,
  '--json',
  '--outputFile',
  join(reports, `${project}.json`),
  ...options,
];
const steps = [
  { name: 'format', command: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'] },
  { name: 'lint', command: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'] },
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '--noEmit'] },
  { name: 'build', command: ['scripts/build.js'] },
  { name: 'unit', command: jest('unit') },
];
// On real brokers, for which the tests wait more than they compute: two rows at the same time, each one file at a time.
const onBrokers = [['broker'], ['practice', 'kraft']].map((row) =>
  row.map((name) => ({ name, command: jest(name, '--runInBand', '--testTimeout', '30000') })),
);

let passed = 0;
let failed = 0;
await inTurn(steps);
await Promise.all(onBrokers.map(inTurn));
rmSync(reports, { recursive: true, force: true });
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);

async function inTurn(row) {
  for (const step of row) await run(step);
}

async function run({ name, command }) {
  const startedAt = Date.now();
  process.stdout.write(`\n== ${name}\n`);
  const isJest = command[0].includes('jest');
  const env = {
    ...process.env,
    ...(isJest ? { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' } : {}),
  };
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'inherit', 'inherit'], env });
  const status = await new Promise((resolve) => child.on('close', resolve));
  const counts = isJest
    ? countsOf(join(reports, `${name}.json`), status)
    : { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
  passed += counts.passed;
  failed += counts.failed;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`== ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
}

/** A suite that did not even start, or a run that died, counts as a failure too. */
function countsOf(reportPath, status) {
  try {
    const report = JSON.parse(readFileSync(reportPath, 'utf8'));
    const broken = report.numRuntimeErrorTestSuites + (report.numTotalTests === 0 ? 1 : 0);
    const counted = { passed: report.numPassedTests, failed: report.numFailedTests + broken };
    return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  } catch {
    return { passed: 0, failed: 1 };
  }
}
