import { expect, test } from '@jest/globals';
import { mappedStack, sourceStack } from './source-stack.js';

// Line 2 of the bundle, from column 4 on, is line 3 of src/one.ts, from column 6 on.
const map = JSON.stringify({ version: 3, names: [], sources: ['../src/one.ts'], mappings: ';IAEM' });

const stack = [
  'Error: no such thing',
  '    at aB (/opt/kafka-lab/dist/program.cjs:2:5)',
  '    at async /opt/kafka-lab/dist/program.cjs:2:9',
  '    at /opt/kafka-lab/dist/program.cjs:1:1',
  '    at process.processTicks (node:internal/process/task_queues:95:5)',
].join('\n');

test('places in the bundle become places in the source, others stay', () => {
  expect(mappedStack(stack, '/opt/kafka-lab/dist/program.cjs', map)).toBe(
    [
      'Error: no such thing',
      '    at src/one.ts:3:7',
      '    at src/one.ts:3:7',
      '    at /opt/kafka-lab/dist/program.cjs:1:1',
      '    at process.processTicks (node:internal/process/task_queues:95:5)',
    ].join('\n'),
  );
});

test('a stack without a map beside the file stays as it is', () => {
  expect(sourceStack(stack)).toBe(stack);
});
