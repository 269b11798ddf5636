/** Lesson 1: broker, topic, partition, offset. */
import type { Lesson } from '../lesson.js';
import { partitionsOf, threeBrokers } from './checks.js';

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
        en: 'Kafka keeps records: small pieces of data, such as "order 17 is paid". The servers that keep them are called brokers. Three of them run on your machine now.',
        vi: 'Kafka lưu các bản ghi (record): những mẩu dữ liệu nhỏ, chẳng hạn "đơn hàng 17 đã thanh toán". Máy chủ lưu chúng gọi là broker. Ba broker đang chạy trên máy bạn.',
      },
      run: ['brokers list'],
      check: threeBrokers,
      notice: {
        en: 'one of them is the controller, which manages the others; more about it in a later lesson. You may send requests to any of them.',
        vi: 'một broker là controller, phụ trách điều phối các broker khác; bài sau sẽ nói kỹ hơn. Bạn có thể hỏi bất kỳ broker nào.',
      },
    },
    {
      say: {
        en: 'Records of one kind go into a topic. A topic is split into partitions; each partition is a log: a sequence of records to which new ones are only ever appended. This topic gets 3 partitions, and each is kept on 3 brokers (--replication-factor).',
        vi: 'Các bản ghi cùng loại được ghi vào một topic. Topic được chia thành các partition (phân vùng); mỗi partition là một log (nhật ký): một dãy bản ghi mà bản ghi mới chỉ được thêm vào cuối. Topic này có 3 partition, mỗi partition được lưu trên 3 broker (--replication-factor).',
      },
      run: [`topics create ${topic} --partitions 3 --replication-factor 3`],
      picture: { topic },
      check: partitionsOf(topic, 3),
      notice: {
        en: 'each row of the table is a partition, still empty; the columns 1, 2 and 3 are the brokers. ★ is the leader of the partition: records are written there. ● brokers keep a copy that is up to date (they are the ISR, see lesson 7).',
        vi: 'mỗi hàng trong bảng là một partition, hiện còn trống; các cột 1, 2 và 3 là các broker. ★ là broker làm leader của partition: bản ghi được ghi vào đó. Các broker ● giữ một bản sao đầy đủ (gọi là ISR, xem bài 7).',
      },
    },
    {
      say: {
        en: 'Write three records into partition 0. A record is bytes: Kafka does not interpret them.',
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
        en: 'the number of a record in its partition is its offset: 0, 1, 2. The next one will be 3.',
        vi: 'số thứ tự của bản ghi trong partition gọi là offset: 0, 1, 2. Bản ghi kế tiếp sẽ có offset 3.',
      },
    },
    {
      say: {
        en: 'Read them, with partition and offset in front of each.',
        vi: 'Đọc các bản ghi đó, kèm theo partition và offset ở đầu dòng.',
      },
      run: [`consume ${topic} --from-beginning --exit --partitions --offsets`],
      notice: {
        en: 'reading removes nothing: if you read again, you get the same records. A log is not a mailbox that gets emptied.',
        vi: 'đọc không làm mất bản ghi: ai đọc lại cũng nhận được y như vậy. Log không phải là hộp thư bị lấy hết thư sau khi đọc.',
      },
    },
    {
      say: {
        en: 'Start in the middle: offset 1 of partition 0.',
        vi: 'Đọc từ giữa chừng: offset 1 của partition 0.',
      },
      run: [`consume ${topic} --partition 0 --from 1 --exit --offsets`],
      notice: {
        en: 'to continue reading somewhere, a partition and an offset are all you need to know.',
        vi: 'để đọc tiếp từ một chỗ, chỉ cần biết partition và offset.',
      },
    },
    {
      say: {
        en: 'Where does each partition start and end?',
        vi: 'Mỗi partition bắt đầu và kết thúc ở đâu?',
      },
      run: [`offsets list ${topic}`],
      notice: {
        en: 'LOW is the first offset that is still there, HIGH the one that the next record will get. Every partition has its own offsets, so there is order within a partition but not between partitions: see the next lesson.',
        vi: 'LOW là offset đầu tiên còn lại, HIGH là offset mà bản ghi kế tiếp sẽ nhận. Mỗi partition đếm riêng, nên chỉ có thứ tự trong từng partition, không có thứ tự giữa các partition: xem bài sau.',
      },
    },
  ],
};
