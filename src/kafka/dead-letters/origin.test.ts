import { describe, expect, test } from '@jest/globals';
import type { RecordHeader } from '../../wire/batch/record-batch-headers.js';
import { deadLetterFrameworks } from './frameworks.js';
import { headerNumber } from './header-number.js';
import { originOf, redrivesHeader, type DeadLetter, type RedriveRules } from './origin.js';

type Headers = readonly (readonly [name: string, value: string | Buffer | null])[];

function letter(headers: Headers, parts: Partial<DeadLetter> = {}): DeadLetter {
  const bytes = headers.map(([name, value]): RecordHeader => [
    name,
    typeof value === 'string' ? Buffer.from(value) : value,
  ]);
  return { headers: bytes, hasKey: true, hasValue: true, ...parts };
}

function origin(headers: Headers, rules: Partial<RedriveRules> = {}, parts: Partial<DeadLetter> = {}) {
  const all = { maxRedrives: 3, sources: new Set(['orders.dlq']), ...rules };
  const found = originOf(letter(headers, parts), all);
  if (found.kind === 'refused') return found.reason;
  const { topic, partition, header, headers: kept } = found;
  const texts = kept.map(([name, value]) => `${name}=${value?.toString() ?? 'null'}`);
  return { topic, partition, header, headers: texts };
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function long(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

/** As each writes them: DeadLetterPublishingRecoverer 4.1, DeadLetterQueueReporter and ExceptionHandlerUtils of Kafka 4.4, … */
const written: readonly (readonly [header: string, headers: Headers, partition: number | undefined])[] = [
  [
    'kafka_dlt-original-topic',
    [
      ['kafka_dlt-exception-fqcn', 'java.lang.IllegalStateException'],
      ['kafka_dlt-exception-cause-fqcn', 'java.io.IOException'],
      ['kafka_dlt-exception-message', 'no'],
      ['kafka_dlt-exception-stacktrace', 'java.lang.IllegalStateException: no\n\tat …'],
      ['kafka_dlt-original-topic', 'orders'],
      ['kafka_dlt-original-partition', int(2)],
      ['kafka_dlt-original-offset', long(41n)],
      ['kafka_dlt-original-timestamp', long(1_700_000_000_000n)],
      ['kafka_dlt-original-timestamp-type', 'CreateTime'],
      ['kafka_dlt-original-consumer-group', 'kitchen'],
    ],
    2,
  ],
  [
    'kafka_original-topic',
    [
      ['retry_topic-original-timestamp', long(1_700_000_000_000n)],
      ['retry_topic-attempts', int(4)],
      ['retry_topic-backoff-timestamp', long(1_700_000_001_000n)],
      ['kafka_original-topic', 'orders'],
      ['kafka_original-partition', int(1)],
      ['kafka_original-offset', long(7n)],
      ['kafka_dlt-original-consumer-group', 'kitchen'],
      ['kafka_exception-fqcn', 'java.lang.IllegalStateException'],
      ['kafka_exception-stacktrace', '…'],
    ],
    1,
  ],
  [
    '__connect.errors.topic',
    [
      ['__connect.errors.topic', 'orders'],
      ['__connect.errors.partition', '2'],
      ['__connect.errors.offset', '41'],
      ['__connect.errors.connector.name', 'sink'],
      ['__connect.errors.exception.stacktrace', '…'],
    ],
    2,
  ],
  [
    '__streams.errors.topic',
    [
      ['__streams.errors.exception', 'java.lang.RuntimeException'],
      ['__streams.errors.message', null],
      ['__streams.errors.stacktrace', '…'],
      ['__streams.errors.topic', 'orders'],
      ['__streams.errors.partition', '0'],
      ['__streams.errors.offset', '3'],
    ],
    0,
  ],
  [
    '__dlq.errors.topic',
    [
      ['__dlq.errors.topic', 'orders'],
      ['__dlq.errors.partition', '2'],
      ['__dlq.errors.offset', '41'],
      ['__dlq.errors.group', 'cooks'],
      ['__dlq.errors.delivery.count', '5'],
      ['__dlq.errors.message', 'limit'],
    ],
    2,
  ],
  [
    'x-original-topic',
    [
      ['x-original-topic', 'orders'],
      ['x-original-partition', int(3)],
      ['x-original-offset', long(0n)],
      ['x-exception-message', 'no'],
      ['x-exception-fqcn', 'java.lang.IllegalStateException'],
    ],
    3,
  ],
  [
    'dead-letter-topic',
    [
      ['dead-letter-exception-class-name', 'java.lang.IllegalStateException'],
      ['dead-letter-reason', 'no'],
      ['dead-letter-topic', 'orders'],
      ['dead-letter-partition', '2'],
      ['dead-letter-offset', '41'],
    ],
    2,
  ],
  [
    'topic_poisoned',
    [
      ['reason_poisoned', 'no'],
      ['topic_poisoned', 'orders'],
      ['handler_poisoned', 'cook'],
      ['subscriber_poisoned', 'kafka'],
    ],
    undefined,
  ],
];

describe('each framework', () => {
  test.each(written)(
    '%s: goes back to orders with the headers of its producer',
    (header, headers, partition) => {
      expect(origin([['trace', 'a1'], ...headers, ['empty', null]])).toEqual({
        ...{ topic: 'orders', partition, header },
        headers: ['trace=a1', 'empty=null', 'kafka-lab-redrives=1'],
      });
    },
  );

  test('all are tried', () => {
    expect(written.map(([name]) => name)).toEqual(deadLetterFrameworks.map(({ topic }) => topic));
  });

  test('what another one left is kept, unless it names a topic too', () => {
    const connect: Headers = [['__connect.errors.topic', 'orders']];
    expect(origin([['x-exception-message', 'of the application'], ...connect])).toMatchObject({
      headers: ['x-exception-message=of the application', 'kafka-lab-redrives=1'],
    });
    expect(origin([['x-original-topic', 'orders'], ['x-exception-message', 'no'], ...connect])).toMatchObject(
      {
        headers: ['kafka-lab-redrives=1'],
      },
    );
  });
});

describe('several failures', () => {
  test('the latest counts: the last header of most, the first of SmallRye, which writes in front', () => {
    const twice = (name: string): Headers => [
      [`${name}topic`, 'orders'],
      [`${name}partition`, '1'],
      [`${name}topic`, 'orders-retry'],
      [`${name}partition`, '2'],
    ];
    expect(origin(twice('__connect.errors.'))).toMatchObject({ topic: 'orders-retry', partition: 2 });
    expect(origin(twice('dead-letter-'))).toMatchObject({ topic: 'orders', partition: 1 });
  });

  test('two frameworks that name two topics', () => {
    const both: Headers = [
      ['__connect.errors.topic', 'orders'],
      ['kafka_dlt-original-topic', 'connect.dlq'],
    ];
    expect(origin(both)).toBe(
      'the headers kafka_dlt-original-topic and __connect.errors.topic name two topics',
    );
    expect(origin(both, { headerName: '__connect.errors.topic' })).toMatchObject({
      topic: 'orders',
    });
  });
});

test('a header that is named by hand', () => {
  const headers: Headers = [
    ['origin', 'orders'],
    ['why', 'no'],
  ];
  expect(origin(headers, { headerName: 'origin' })).toEqual({
    ...{ topic: 'orders', partition: undefined, header: 'origin' },
    headers: ['why=no', 'kafka-lab-redrives=1'],
  });
  expect(origin(headers, { headerName: 'from' })).toBe('it has no header from');
});

describe('refused', () => {
  const unknown = 'no header that is known says where it comes from';
  const invalid = 'the header x-original-topic is no valid topic name';
  test.each<readonly [headers: Headers, refusal: string]>([
    [[], unknown],
    [[['X-Original-Topic', 'orders']], unknown],
    [[['x-original-topic', null]], invalid],
    [[['x-original-topic', '']], invalid],
    [[['x-original-topic', '..']], invalid],
    [[['x-original-topic', 'a\x1b[2J']], invalid],
    [[['x-original-topic', Buffer.from([0xff, 0xfe])]], invalid],
    [[['x-original-topic', 'o'.repeat(250)]], invalid],
    [[['x-original-topic', '"orders"']], invalid],
    [[['x-original-topic', 'orders.dlq']], 'it would go back to orders.dlq, which is being redriven'],
    [[['x-original-topic', '__consumer_offsets']], "it names a topic of Kafka's own, __consumer_offsets"],
  ])('%j: %s', (headers, refusal) => {
    expect(origin(headers)).toBe(refusal);
  });

  test('headers of a share group or of Streams without the record, which would go back as a tombstone', () => {
    const headers: Headers = [
      ['__dlq.errors.topic', 'orders'],
      ['__dlq.errors.partition', '2'],
      ['__dlq.errors.offset', '41'],
    ];
    const none = { hasKey: false, hasValue: false };
    expect(origin(headers, {}, none)).toBe(
      'it has headers only, without the record, which may still be in orders',
    );
    expect(origin(headers, {}, { hasKey: true, hasValue: false })).toMatchObject({ topic: 'orders' });
    expect(origin([['x-original-topic', 'orders']], {}, none)).toMatchObject({ topic: 'orders' });
  });

  test('what has been sent back often enough', () => {
    const after = (...counts: readonly (string | null)[]) =>
      origin([['x-original-topic', 'orders'], ...counts.map((count) => [redrivesHeader, count] as const)]);
    expect(after('0')).toMatchObject({ headers: ['kafka-lab-redrives=1'] });
    expect(after('2')).toMatchObject({ headers: ['kafka-lab-redrives=3'] });
    const often = 'it was redriven before, as often as --max-redrives 3 allows';
    expect(after('3')).toBe(often);
    expect(after('1', '3', '2')).toBe(often);
    expect(after('9'.repeat(15))).toBe(often);
    for (const odd of ['-1', 'many', '', ' 1', '9'.repeat(16), null]) {
      expect(after(odd)).toBe('its header kafka-lab-redrives is not a whole number');
    }
  });
});

test.each<readonly [value: Buffer, number: number | undefined]>([
  [int(0), 0],
  [int(2 ** 31 - 1), 2 ** 31 - 1],
  [int(-1), undefined],
  [long(41n), undefined],
  [Buffer.from('0'), 0],
  [Buffer.from('1234'), 1234],
  [Buffer.from('1'.repeat(1000)), undefined],
  [Buffer.from('-1'), undefined],
  [Buffer.from('two'), undefined],
  [Buffer.from([1]), undefined],
  [Buffer.alloc(0), undefined],
])('%j is the number %s', (value, number) => {
  expect(headerNumber(value)).toBe(number);
});
