/** Lesson 1: broker, topic, partition, offset. */
import type { Lesson } from '../lesson.js';

const topic = 'learn-notes';

export const topicsLesson: Lesson = {
  number: 1,
  name: 'topics',
  minutes: 5,
  title: { en: 'Broker, topic, partition, offset', vi: 'Broker, topic, partition, offset' },
  topics: [topic],
  groups: [],
  steps: [
    {
      say: {
        en: 'Kafka keeps records on servers that are called brokers. These run on your machine now.',
        vi: 'Kafka lưu các bản ghi (record) trên những máy chủ gọi là broker. Đây là các broker đang chạy trên máy bạn.',
      },
      run: ['brokers list'],
      check: {
        that: { brokersUp: 3 },
        otherwise: {
          en: 'Three brokers should be up. Start what is missing: cluster up',
          vi: 'Cần có ba broker đang chạy. Hãy khởi động phần còn thiếu: cluster up',
        },
      },
      notice: {
        en: 'one of them is the controller, the one in charge of the others; more about that later. Any of them answers your questions.',
        vi: 'một broker là controller, phụ trách điều phối các broker khác; sẽ nói kỹ hơn ở bài sau. Hỏi broker nào cũng được trả lời.',
      },
    },
    {
      say: {
        en: 'Records of one kind go into a topic, a log with a name. This one is split into 3 partitions: 3 logs that can lie on different brokers.',
        vi: 'Các bản ghi cùng loại được ghi vào một topic, tức một nhật ký (log) có tên. Topic này được chia thành 3 partition: 3 nhật ký có thể nằm trên các broker khác nhau.',
      },
      run: [`topics create ${topic} --partitions 3 --replication-factor 3`],
      picture: { topic },
      check: {
        that: { topic, partitions: 3 },
        otherwise: {
          en: `There should be a topic ${topic} with 3 partitions. Create it with the command shown above.`,
          vi: `Phải có topic ${topic} với 3 partition. Hãy tạo nó bằng lệnh ở trên.`,
        },
      },
      notice: {
        en: 'each row is a partition, still empty. ★ marks the broker that leads it: records are written there; ● brokers hold a copy.',
        vi: 'mỗi hàng là một partition, hiện còn trống. ★ đánh dấu broker làm leader của partition: bản ghi được ghi vào đó; các broker ● giữ một bản sao.',
      },
    },
    {
      say: {
        en: 'Write three records into partition 0. A record is bytes: Kafka does not care what they mean.',
        vi: 'Ghi ba bản ghi vào partition 0. Bản ghi chỉ là các byte: Kafka không quan tâm chúng có nghĩa gì.',
      },
      run: [
        `produce ${topic} "buy rice" --partition 0`,
        `produce ${topic} "call Lan" --partition 0`,
        `produce ${topic} "read about Kafka" --partition 0`,
      ],
      picture: { topic },
      check: {
        that: { recordsOf: topic, atLeast: 3 },
        otherwise: {
          en: 'There should be three records in the topic. Write one: produce learn-notes hello',
          vi: 'Trong topic phải có ba bản ghi. Hãy ghi thêm một bản ghi: produce learn-notes hello',
        },
      },
      notice: {
        en: 'a record is always added at the end. Its number in the partition is its offset: 0, 1, 2; the next one will be 3.',
        vi: 'bản ghi luôn được thêm vào cuối. Số thứ tự của nó trong partition gọi là offset: 0, 1, 2; bản ghi kế tiếp sẽ có offset 3.',
      },
    },
    {
      say: {
        en: 'Read them, with the offsets beside them.',
        vi: 'Đọc các bản ghi đó, kèm theo offset.',
      },
      run: [`consume ${topic} --from-beginning --exit --partitions --offsets`],
      notice: {
        en: 'try it once more if you like: reading takes nothing away. A log is not a mailbox that gets emptied.',
        vi: 'bạn có thể chạy lại lần nữa: đọc không làm mất bản ghi. Log không phải hòm thư bị lấy hết thư sau khi đọc.',
      },
    },
    {
      say: {
        en: 'Begin in the middle: offset 1 of partition 0.',
        vi: 'Đọc từ giữa chừng: offset 1 của partition 0.',
      },
      run: [`consume ${topic} --partition 0 --from 1 --exit --offsets`],
      notice: {
        en: 'a reader only needs a partition and an offset. That is all that Kafka means by a position.',
        vi: 'người đọc chỉ cần biết partition và offset. Với Kafka, vị trí đọc chỉ có vậy.',
      },
    },
    {
      say: {
        en: 'Where does each partition begin and end?',
        vi: 'Mỗi partition bắt đầu và kết thúc ở đâu?',
      },
      run: [`offsets list ${topic}`],
      notice: {
        en: 'every partition counts for itself. There is no order between partitions, only within one; the next lesson is about that.',
        vi: 'mỗi partition đếm offset riêng. Giữa các partition không có thứ tự, chỉ trong từng partition mới có; bài sau nói về điều này.',
      },
    },
  ],
};
