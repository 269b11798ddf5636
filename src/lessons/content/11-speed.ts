/** Lesson 11: what makes Kafka slow or fast. */
import type { Lesson } from '../lesson.js';

const plain = 'learn-plain';
const packed = 'learn-packed';
const file = '--json --file {sample earthquakes.jsonl}';

export const speedLesson: Lesson = {
  number: 11,
  name: 'speed',
  minutes: 5,
  title: {
    en: 'What makes it slow or fast: batches, compression, acks',
    vi: 'Điều gì làm nhanh hay chậm: lô (batch), nén, acks',
  },
  topics: [plain, packed],
  groups: [],
  steps: [
    {
      say: {
        en: 'One record, and how long it took until it was acknowledged.',
        vi: 'Một bản ghi, và thời gian đến khi được xác nhận.',
      },
      run: [
        `topics create ${plain} --partitions 3 --replication-factor 3`,
        `produce ${plain} "just one"`,
        `produce ${plain} "one more"`,
      ],
      check: {
        that: { recordsOf: plain, atLeast: 2 },
        otherwise: { en: 'There should be two records.', vi: 'Phải có hai bản ghi.' },
      },
      notice: {
        en: 'some milliseconds each: a way to the leader, its two followers, and back. It does not matter that the record is small.',
        vi: 'mỗi bản ghi vài mili giây: đến leader, sang hai follower, rồi quay về. Bản ghi nhỏ cũng không nhanh hơn.',
      },
    },
    {
      say: {
        en: 'Now 1,707 records in one go.',
        vi: 'Giờ thì 1.707 bản ghi một lượt.',
      },
      run: [`produce ${plain} ${file}`],
      check: {
        that: { recordsOf: plain, atLeast: 1709 },
        otherwise: {
          en: 'There should be 1,709 records in the topic.',
          vi: 'Trong topic phải có 1.709 bản ghi.',
        },
      },
      notice: {
        en: 'divide the time by 1,707: a tiny part of what one alone took. Records travel in batches, so all of them share one way. A producer waits a few milliseconds (linger.ms) to fill a batch.',
        vi: 'chia thời gian cho 1.707: chỉ bằng một phần rất nhỏ so với gửi từng bản ghi. Bản ghi đi theo lô (batch) nên dùng chung một chuyến. Producer chờ vài mili giây (linger.ms) để đầy lô.',
      },
    },
    {
      say: {
        en: 'A whole batch is compressed at once. The same records, with zstd.',
        vi: 'Cả lô được nén cùng lúc. Vẫn các bản ghi đó, nén bằng zstd.',
      },
      run: [
        `topics create ${packed} --partitions 3 --replication-factor 3`,
        `produce ${packed} ${file} --compression zstd`,
      ],
      check: {
        that: { recordsOf: packed, atLeast: 1707 },
        otherwise: {
          en: 'There should be 1,707 records in learn-packed.',
          vi: 'Trong learn-packed phải có 1.707 bản ghi.',
        },
      },
      notice: {
        en: 'records that look alike compress well, and the broker keeps them compressed: less network, less disk, some work for the clients.',
        vi: 'các bản ghi giống nhau nén rất tốt, và broker giữ nguyên dạng nén: ít mạng hơn, ít đĩa hơn, đổi lại client tốn chút công.',
      },
    },
    {
      say: {
        en: 'Who has to confirm? Nobody (0), the leader (1), all in-sync replicas (all). Compare the times.',
        vi: 'Ai phải xác nhận? Không ai (0), leader (1), mọi bản sao trong ISR (all). Hãy so sánh thời gian.',
      },
      run: [
        `produce ${plain} ${file} --acks 0`,
        `produce ${plain} ${file} --acks 1`,
        `produce ${plain} ${file} --acks all`,
      ],
      check: {
        that: { recordsOf: plain, atLeast: 6000 },
        otherwise: {
          en: 'The file should have been written three more times.',
          vi: 'Tệp phải được ghi thêm ba lần.',
        },
      },
      notice: {
        en: 'the difference is smaller than people expect, as several batches are under way at the same time; on a busy machine chance is larger, so run each a few times. What acks=0 and 1 save in time they cost in losses (lessons 6 and 7).',
        vi: 'chênh lệch nhỏ hơn nhiều người nghĩ vì nhiều lô được gửi song song; trên máy đang bận thì may rủi còn lớn hơn, nên hãy chạy mỗi lệnh vài lần. Thời gian mà acks=0 và 1 tiết kiệm được trả giá bằng mất mát (bài 6 và 7).',
      },
    },
    {
      say: {
        en: 'Reading is quick as well: whole batches, straight from the log.',
        vi: 'Đọc cũng nhanh: lấy nguyên từng lô, thẳng từ log.',
      },
      run: [`consume ${plain} --from-beginning --exit`, `offsets count ${plain}`],
      lines: 2,
      notice: {
        en: 'partitions are read side by side. More partitions, more readers in a group; but each partition costs the brokers something, so do not take thousands because you can.',
        vi: 'các partition được đọc song song. Nhiều partition thì nhóm có nhiều người đọc hơn; nhưng mỗi partition đều tốn tài nguyên của broker, nên đừng tạo hàng nghìn chỉ vì có thể.',
      },
    },
  ],
};
