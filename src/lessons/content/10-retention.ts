/** Lesson 10: retention, compaction, tombstones. */
import type { Lesson } from '../lesson.js';

const log = 'learn-log';
const accounts = 'learn-accounts';

export const retentionLesson: Lesson = {
  number: 10,
  name: 'retention',
  minutes: 6,
  title: {
    en: 'Retention, compaction, tombstones',
    vi: 'Thời hạn lưu, nén log (compaction), tombstone',
  },
  topics: [log, accounts],
  groups: [],
  clusterWide: ['log.cleaner.backoff.ms'],
  steps: [
    {
      say: {
        en: 'Reading deletes nothing, so something else must. The usual way: records go when they are old enough.',
        vi: 'Đọc không xóa gì, nên phải có cách khác để xóa. Cách thường dùng: bản ghi đủ cũ thì bị bỏ.',
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
        en: 'an hour here; Kafka’s default is 7 days. The broker looks only every 5 minutes and deletes whole files (segments), so records may stay longer, never shorter.',
        vi: 'ở đây là một giờ; mặc định của Kafka là 7 ngày. Broker chỉ kiểm tra 5 phút một lần và xóa cả tệp (segment), nên bản ghi có thể ở lại lâu hơn, không bao giờ ngắn hơn.',
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
          en: 'The log should begin at offset 30 now.',
          vi: 'Lúc này log phải bắt đầu từ offset 30.',
        },
      },
      notice: {
        en: 'the log begins at offset 30: offsets are never given out anew. A reader who wanted offset 5 is told that it is gone.',
        vi: 'log bắt đầu từ offset 30: offset không bao giờ được cấp lại. Người muốn đọc offset 5 sẽ được báo là không còn.',
      },
    },
    {
      say: {
        en: 'The other way: compaction. Of each key the newest record is kept, for ever. Good for "the state of each account". The cleaner is told not to rest for its usual 15 s.',
        vi: 'Cách khác: compaction. Với mỗi khóa, bản ghi mới nhất được giữ mãi. Hợp với "trạng thái của từng tài khoản". Ta bảo bộ dọn đừng nghỉ 15 giây như thường lệ.',
      },
      run: [
        'brokers config --cluster-wide set log.cleaner.backoff.ms=500',
        `topics create ${accounts} --partitions 1 --replication-factor 3 --config cleanup.policy=compact --config segment.ms=10 --config min.cleanable.dirty.ratio=0.01 --config delete.retention.ms=1000`,
        `produce ${accounts} --file {sample orders.csv} --key-separator ,`,
      ],
      picture: { topic: accounts },
      check: {
        that: { recordsOf: accounts, atLeast: 40 },
        otherwise: {
          en: 'There should be 40 records of 8 customers.',
          vi: 'Phải có 40 bản ghi của 8 khách hàng.',
        },
      },
    },
    {
      say: {
        en: 'A tombstone is a record with a key and no value: "forget this key". Customer an has left.',
        vi: 'Tombstone (bia mộ) là bản ghi có khóa nhưng không có giá trị: "hãy quên khóa này". Khách an đã nghỉ.',
      },
      run: [`produce ${accounts} --key an --null-value`],
      notice: {
        en: 'it is an ordinary record at the end of the log, so readers hear of it, too.',
        vi: 'nó là một bản ghi bình thường ở cuối log, nên người đọc cũng biết.',
      },
    },
    {
      say: {
        en: 'The segment that is being written is never cleaned. One more record, a moment later, begins a new one; then the cleaner comes.',
        vi: 'Segment đang được ghi không bao giờ bị dọn. Thêm một bản ghi sau một lát sẽ mở segment mới; rồi bộ dọn đến.',
      },
      run: [`produce ${accounts} "a new customer" --key minh`],
      check: {
        that: { readable: accounts, atMost: 12 },
        otherwise: {
          en: 'The cleaner should have left one record a key. Write one more record (produce learn-accounts hello --key minh) and wait some seconds.',
          vi: 'Bộ dọn phải chỉ để lại mỗi khóa một bản ghi. Hãy ghi thêm một bản ghi (produce learn-accounts hello --key minh) rồi chờ vài giây.',
        },
      },
      notice: {
        en: 'most of the 42 records are gone, some seconds after they were written.',
        vi: 'phần lớn trong 42 bản ghi đã biến mất, vài giây sau khi được ghi.',
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
        en: 'one record a key, the newest; the offsets have gaps and are still in order. So log end minus beginning is no count any more: offsets count reads and counts.',
        vi: 'mỗi khóa một bản ghi, bản mới nhất; offset có khoảng trống nhưng vẫn theo thứ tự. Vì vậy lấy cuối trừ đầu không còn là số bản ghi: offsets count đọc và đếm thật.',
      },
    },
  ],
};
