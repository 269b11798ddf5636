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
    en: 'What makes Kafka slow or fast: batches, compression, acks',
    vi: 'Nhanh hay chậm do đâu: batch, nén, acks',
  },
  topics: [plain, packed],
  groups: [],
  steps: [
    {
      say: {
        en: 'One record, and how long it took until it was acknowledged; then one more.',
        vi: 'Một bản ghi, và thời gian đến khi được xác nhận; rồi thêm một bản ghi nữa.',
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
        en: 'each takes some milliseconds (more if your machine is busy): to the leader, to its two followers, and back. A small record is not faster.',
        vi: 'mỗi bản ghi mất vài mili giây (lâu hơn nếu máy bạn đang bận): đến leader, sang hai follower, rồi quay về. Bản ghi nhỏ cũng không nhanh hơn.',
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
        en: 'divide the time by 1,707: a tiny part of what a single record takes. Records are sent in batches, so many of them share one round trip. A producer may wait a few milliseconds (linger.ms) to fill a batch.',
        vi: 'chia thời gian cho 1.707: chỉ bằng một phần rất nhỏ so với một bản ghi đơn lẻ. Bản ghi đi theo batch (lô) nên nhiều bản ghi đi chung một chuyến. Producer có thể chờ vài mili giây (linger.ms) cho đầy batch.',
      },
    },
    {
      say: {
        en: 'A whole batch can be compressed at once. The same records with zstd, a compression codec; then compare the sizes.',
        vi: 'Có thể nén cả batch cùng lúc. Vẫn các bản ghi đó, nén bằng zstd; sau đó so sánh kích thước.',
      },
      run: [
        `topics create ${packed} --partitions 3 --replication-factor 3`,
        `produce ${packed} ${file} --compression zstd`,
        'topics list --filter ^learn-p --size',
      ],
      check: {
        that: { recordsOf: packed, atLeast: 1707 },
        otherwise: {
          en: 'There should be 1,707 records in learn-packed.',
          vi: 'Trong learn-packed phải có 1.707 bản ghi.',
        },
      },
      notice: {
        en: 'about as many records in far fewer bytes (SIZE): records that look alike compress well, and brokers keep them compressed. Less network, less disk, some work for the clients.',
        vi: 'số bản ghi gần như nhau mà ít byte hơn nhiều (SIZE): các bản ghi giống nhau nén rất tốt, và broker giữ nguyên dạng nén. Tốn ít mạng và đĩa hơn, đổi lại client tốn chút công.',
      },
    },
    {
      say: {
        en: 'Which brokers must confirm? None (0), the leader (1), all in-sync replicas (all). Compare the times.',
        vi: 'Ai phải xác nhận? Không ai (0), leader (1), mọi replica trong ISR (all). Hãy so sánh thời gian.',
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
        en: 'the difference is smaller than many expect, as several batches are in flight at the same time; on a busy machine it is lost in the noise, so run each a few times. What acks=0 and acks=1 save in time they cost in losses (lessons 6 and 7).',
        vi: 'chênh lệch nhỏ hơn nhiều người nghĩ vì nhiều batch được gửi song song; trên máy đang bận, kết quả còn phụ thuộc may rủi, nên hãy chạy mỗi lệnh vài lần. Thời gian mà acks=0 và acks=1 tiết kiệm được phải trả giá bằng nguy cơ mất dữ liệu (bài 6 và 7).',
      },
    },
    {
      say: {
        en: 'Reading is fast as well: whole batches, straight from the log.',
        vi: 'Đọc cũng nhanh: lấy nguyên từng batch, thẳng từ log.',
      },
      run: [`consume ${plain} --from-beginning --exit`],
      lines: 2,
      notice: {
        en: 'the last line says how many records came in what time (only the first 2 records are shown). Partitions are read in parallel, and more partitions allow more consumers in a group; but each costs the brokers something, so do not create thousands just because you can.',
        vi: 'dòng cuối cho biết bao nhiêu bản ghi trong bao lâu (chỉ hiện 2 bản ghi đầu). Các partition được đọc song song, và nhiều partition thì group có thể có nhiều thành viên đọc hơn; nhưng mỗi partition đều tốn tài nguyên của broker, nên đừng tạo hàng nghìn chỉ vì có thể.',
      },
    },
  ],
};
