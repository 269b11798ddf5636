/** Lesson 2: keys and order. */
import type { Lesson } from '../lesson.js';
import { partitionsOf, recordsIn } from './checks.js';

const topic = 'learn-orders';

export const keysLesson: Lesson = {
  number: 2,
  name: 'keys',
  minutes: 5,
  title: { en: 'Keys and order', vi: 'Key và thứ tự' },
  topics: [topic],
  groups: [],
  steps: [
    {
      say: {
        en: 'A shop writes its orders to Kafka. Each customer’s orders must be handled in their order; different customers have nothing to do with each other.',
        vi: 'Một cửa hàng ghi các đơn hàng vào Kafka. Đơn của cùng một khách phải được xử lý đúng thứ tự; còn các khách khác nhau thì không liên quan gì đến nhau.',
      },
      run: [`topics create ${topic} --partitions 3 --replication-factor 3`],
      check: partitionsOf(topic, 3),
    },
    {
      say: {
        en: 'The file has 40 orders, "customer,order". The text before the comma becomes the key of the record.',
        vi: 'Tệp này có 40 đơn hàng dạng "khách,đơn". Phần trước dấu phẩy trở thành key (khóa) của bản ghi.',
      },
      run: [`produce ${topic} --file {sample orders.csv} --key-separator ,`],
      picture: { topic },
      check: recordsIn(topic, 40),
      notice: {
        en: 'the partition is chosen by a hash of the key, a number computed from it. The partitions are not equally full: there are only eight customers.',
        vi: 'partition được chọn theo giá trị băm (hash) của key, tức một số tính ra từ key. Các partition không đầy như nhau vì chỉ có tám khách hàng.',
      },
    },
    {
      say: {
        en: 'Look at all orders of one customer, with their partitions.',
        vi: 'Xem mọi đơn của một khách, kèm theo partition.',
      },
      run: [`consume ${topic} --key dung --from-beginning --exit --partitions --offsets`],
      check: {
        that: { keysStayInPartition: topic },
        otherwise: {
          en: 'A key is in more than one partition. Were partitions added, or a record written with --partition?',
          vi: 'Có key nằm ở nhiều partition. Có phải đã thêm partition, hoặc đã ghi với --partition?',
        },
      },
      notice: {
        en: 'the same key, the same partition: so "number", which counts the orders of one customer, rises 1, 2, 3 … That is how Kafka keeps order where it matters.',
        vi: 'cùng key thì cùng partition: vì vậy "number", số đếm đơn của từng khách, tăng dần 1, 2, 3 … Kafka giữ thứ tự ở nơi cần thiết theo cách đó.',
      },
    },
    {
      say: {
        en: 'Now read everything; only the first 26 of the 40 records are shown. Look at "order", which counts through the whole file.',
        vi: 'Bây giờ đọc tất cả; chỉ hiện 26 trong 40 bản ghi. Hãy nhìn "order", số đếm xuyên suốt cả tệp.',
      },
      run: [`consume ${topic} --from-beginning --exit --partitions`],
      // More than the fullest partition has, so that another one is seen to begin.
      lines: 26,
      notice: {
        en: 'it rises within a partition (the first column) and jumps back at the start of the next one: between partitions there is no order. If everything must be in order, you need a topic of one partition, and then only one consumer of a group can read it.',
        vi: 'số này tăng trong một partition (cột đầu) và nhảy lùi khi sang partition kế tiếp: giữa các partition không có thứ tự. Nếu mọi thứ phải theo thứ tự thì topic chỉ được có một partition, và khi đó mỗi lúc chỉ một người đọc.',
      },
    },
    {
      say: {
        en: 'The shop grows and wants 5 partitions. First only the plan: which keys would move to another partition?',
        vi: 'Cửa hàng phát triển và muốn 5 partition. Trước hết chỉ xem kế hoạch: key nào sẽ sang chỗ khác?',
      },
      run: [`topics partitions ${topic} --count 5`],
      notice: {
        en: 'the partition is the hash modulo the number of partitions. If that number changes, most keys get another partition.',
        vi: 'partition là phần dư (modulo) khi chia giá trị băm cho số partition. Số partition đổi thì phần lớn key sẽ sang partition khác.',
      },
    },
    {
      say: {
        en: 'Do it, and write the same orders once more.',
        vi: 'Thực hiện, rồi ghi lại các đơn đó một lần nữa.',
      },
      run: [
        `topics partitions ${topic} --count 5 --execute`,
        `produce ${topic} --file {sample orders.csv} --key-separator ,`,
        `consume ${topic} --key dung --all-partitions --from-beginning --exit --partitions`,
      ],
      picture: { topic },
      check: recordsIn(topic, 80),
      notice: {
        en: 'old records stay where they were, new ones go to other partitions: "dung" is in two partitions now, and nothing says which one comes first. So choose enough partitions at the beginning.',
        vi: 'bản ghi cũ ở nguyên chỗ, bản ghi mới sang chỗ khác: giờ "dung" nằm ở hai partition, và không ai biết phải đọc partition nào trước. Vì vậy hãy chọn đủ partition ngay từ đầu.',
      },
    },
  ],
};
