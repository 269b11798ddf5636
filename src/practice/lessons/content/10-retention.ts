/** Lesson 10: retention, compaction, tombstones. */
import type { Lesson } from '../lesson.js';
import { recordsIn } from './checks.js';

const log = 'learn-log';
const accounts = 'learn-accounts';

export const retentionLesson: Lesson = {
  number: 10,
  name: 'retention',
  minutes: 6,
  title: {
    en: 'Retention, compaction, tombstones',
    vi: 'Retention (thời hạn lưu), compaction, tombstone',
  },
  topics: [log, accounts],
  groups: [],
  clusterWide: ['log.cleaner.backoff.ms'],
  steps: [
    {
      say: {
        en: 'Reading deletes nothing, so something else must. The usual way (retention): records are deleted when they are old enough.',
        vi: 'Đọc không xóa gì, nên phải có cách khác để xóa. Cách thường dùng (retention): bản ghi đủ cũ thì bị xóa.',
      },
      run: [
        `topics create ${log} --partitions 1 --replication-factor 3 --config retention.ms=3600000`,
        `produce ${log} --file {sample orders.csv}`,
        `topics config ${log}`,
      ],
      check: {
        that: { configOf: log, name: 'retention.ms', value: '3600000' },
        otherwise: {
          en: `retention.ms of ${log} should be one hour: topics config ${log} set retention.ms=3600000`,
          vi: `retention.ms của ${log} phải là một giờ: topics config ${log} set retention.ms=3600000`,
        },
      },
      notice: {
        en: 'retention.ms is an hour here; Kafka’s default is 7 days. The broker checks only every 5 minutes, and deletes whole files of the log (segments), so records may stay longer, never shorter.',
        vi: 'retention.ms ở đây là một giờ; mặc định của Kafka là 7 ngày. Broker chỉ kiểm tra 5 phút một lần và xóa nguyên từng tệp của log (segment), nên bản ghi có thể ở lại lâu hơn, không bao giờ ngắn hơn.',
      },
    },
    {
      say: {
        en: 'We do not want to wait for an hour. Delete all but the last 10 records by hand; first the plan.',
        vi: 'Chúng ta không muốn chờ một giờ. Hãy tự xóa tất cả trừ 10 bản ghi cuối; trước hết xem kế hoạch.',
      },
      run: [`topics trim ${log} --before -10`, `topics trim ${log} --before -10 --execute --yes`],
      picture: { topic: log },
      check: {
        that: { startOf: log, partition: 0, atLeast: 30 },
        otherwise: {
          en: 'The log should start at offset 30 now.',
          vi: 'Lúc này log phải bắt đầu từ offset 30.',
        },
      },
      notice: {
        en: 'the log starts at offset 30 now: the other records keep their offsets, and those below are never used again. A consumer that asks for offset 5 gets an error (OFFSET_OUT_OF_RANGE).',
        vi: 'giờ log bắt đầu từ offset 30: các bản ghi còn lại giữ nguyên offset, còn offset đã xóa không bao giờ được cấp lại. Ai muốn đọc offset 5 sẽ được báo là không còn.',
      },
    },
    {
      say: {
        en: 'The other way: compaction. Of each key the newest record is kept, for ever: good for "the state of each account". A cleaner in the broker does it from time to time. The first command and the long line of configs only make it run within seconds.',
        vi: 'Cách khác: compaction (thu gọn log). Với mỗi key, bản ghi mới nhất được giữ mãi: hợp với "trạng thái của từng tài khoản". Một bộ dọn (cleaner) trong broker thỉnh thoảng làm việc này. Lệnh đầu tiên và dãy cấu hình dài chỉ để nó đến trong vài giây.',
      },
      run: [
        'brokers config --cluster-wide set log.cleaner.backoff.ms=500',
        `topics create ${accounts} --partitions 1 --replication-factor 3 --config cleanup.policy=compact --config segment.ms=10 --config min.cleanable.dirty.ratio=0.01 --config delete.retention.ms=1000`,
        `produce ${accounts} --file {sample orders.csv} --key-separator ,`,
      ],
      picture: { topic: accounts },
      check: recordsIn(accounts, 40),
    },
    {
      say: {
        en: 'A tombstone is a record with a key and without a value: "forget this key". The customer "an" has left.',
        vi: 'Tombstone (bia mộ) là bản ghi có key nhưng không có giá trị: "hãy quên key này". Khách hàng "an" không còn mua nữa.',
      },
      run: [`produce ${accounts} --key an --null-value`],
      notice: {
        en: 'it is an ordinary record at the end of the log (offset 40), so consumers get it, too.',
        vi: 'nó là một bản ghi bình thường ở cuối log (offset 40), nên người đọc cũng biết.',
      },
    },
    {
      say: {
        en: 'The segment that is being written is never cleaned. One more record, a moment later, starts a new segment; then the cleaner runs. We wait for it.',
        vi: 'Segment đang được ghi không bao giờ bị dọn. Một lát sau, thêm một bản ghi sẽ mở segment mới; rồi bộ dọn đến. Ta chờ nó.',
      },
      run: [`produce ${accounts} "a new customer" --key minh`],
      check: {
        that: { readable: accounts, atMost: 12 },
        otherwise: {
          en: 'The cleaner should have left one record a key. Write one more record (produce learn-accounts hello --key minh) and wait some seconds.',
          vi: 'Bộ dọn phải chỉ để lại mỗi key một bản ghi. Hãy ghi thêm một bản ghi (produce learn-accounts hello --key minh) rồi chờ vài giây.',
        },
      },
      notice: {
        en: 'it ran: most of the 42 records are gone.',
        vi: 'nó đã đến: phần lớn trong 42 bản ghi không còn nữa.',
      },
    },
    {
      say: {
        en: 'What is left?',
        vi: 'Còn lại những gì?',
      },
      run: [
        `consume ${accounts} --from-beginning --exit --keys --offsets`,
        `offsets list ${accounts}`,
        `offsets count ${accounts}`,
      ],
      notice: {
        en: 'one record for each key, the newest. For "an" the tombstone is left (null), or nothing: it is deleted after a while, too. The offsets have gaps now, so HIGH minus LOW is no longer a count, as "≤ 42" says; offsets count reads and counts.',
        vi: 'mỗi key còn một bản ghi, bản mới nhất. Với "an" chỉ còn tombstone (null) hoặc không còn gì: sau một thời gian nó cũng bị dọn. Offset giờ có khoảng trống nên HIGH trừ LOW không còn là số bản ghi, như "≤ 42" cho thấy; offsets count thì đọc và đếm thật.',
      },
    },
  ],
};
