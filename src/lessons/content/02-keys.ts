/** Lesson 2: keys and order. */
import type { Lesson } from '../lesson.js';

const topic = 'learn-orders';

export const keysLesson: Lesson = {
  number: 2,
  name: 'keys',
  minutes: 5,
  title: { en: 'Keys and order', vi: 'Khóa (key) và thứ tự' },
  topics: [topic],
  groups: [],
  steps: [
    {
      say: {
        en: 'A shop writes its orders to Kafka. Each customer’s orders must be handled in their order; different customers have nothing to do with each other.',
        vi: 'Một cửa hàng ghi các đơn hàng vào Kafka. Đơn của cùng một khách phải được xử lý đúng thứ tự; còn các khách khác nhau thì không liên quan gì đến nhau.',
      },
      run: [`topics create ${topic} --partitions 3 --replication-factor 3`],
      check: {
        that: { topic, partitions: 3 },
        otherwise: {
          en: `There should be a topic ${topic} with 3 partitions.`,
          vi: `Phải có topic ${topic} với 3 partition.`,
        },
      },
    },
    {
      say: {
        en: 'The file has 40 orders, "customer,order". What stands before the comma becomes the key of the record.',
        vi: 'Tệp này có 40 đơn hàng dạng "khách,đơn". Phần trước dấu phẩy trở thành khóa (key) của bản ghi.',
      },
      run: [`produce ${topic} --file {sample orders.csv} --key-separator ,`],
      picture: { topic },
      check: {
        that: { recordsOf: topic, atLeast: 40 },
        otherwise: {
          en: 'There should be 40 orders in the topic. Write the file with the command above.',
          vi: 'Trong topic phải có 40 đơn hàng. Hãy ghi tệp bằng lệnh ở trên.',
        },
      },
      notice: {
        en: 'the partition is chosen by a hash of the key. The partitions are not equally full: eight customers are few.',
        vi: 'partition được chọn bằng hàm băm (hash) của khóa. Các partition không đầy như nhau: tám khách hàng là quá ít.',
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
          en: 'Some key is in more than one partition. Were partitions added, or a record written with --partition?',
          vi: 'Có khóa nằm ở nhiều hơn một partition. Phải chăng đã thêm partition, hay ghi bản ghi với --partition?',
        },
      },
      notice: {
        en: 'the same key, the same partition: so "number" rises 1, 2, 3 … That is how Kafka keeps order where it matters.',
        vi: 'cùng khóa thì cùng partition: vì vậy "number" tăng dần 1, 2, 3 … Kafka giữ thứ tự ở nơi cần thiết theo cách đó.',
      },
    },
    {
      say: {
        en: 'Now read everything. Look at "order", which counted through the whole file.',
        vi: 'Bây giờ đọc tất cả. Hãy nhìn "order", con số đếm suốt cả tệp.',
      },
      run: [`consume ${topic} --from-beginning --exit --partitions`],
      lines: 14,
      notice: {
        en: 'it jumps as soon as another partition begins: between partitions there is no order. If everything must be in order, you need one partition, and then one reader.',
        vi: 'số này nhảy khi sang partition khác: giữa các partition không có thứ tự. Nếu mọi thứ phải theo thứ tự thì chỉ được dùng một partition, và khi đó chỉ có một người đọc.',
      },
    },
    {
      say: {
        en: 'The shop grows and wants 5 partitions. First only the plan: which keys would go elsewhere?',
        vi: 'Cửa hàng phát triển và muốn 5 partition. Trước hết chỉ xem kế hoạch: khóa nào sẽ sang chỗ khác?',
      },
      run: [`topics partitions ${topic} --count 5`],
      notice: {
        en: 'the hash is taken modulo the number of partitions. With another number many keys get another partition.',
        vi: 'giá trị băm được lấy dư (modulo) theo số partition. Số partition đổi thì nhiều khóa sẽ sang partition khác.',
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
      check: {
        that: { recordsOf: topic, atLeast: 80 },
        otherwise: {
          en: 'There should be 80 records now, 40 of each time.',
          vi: 'Bây giờ phải có 80 bản ghi, mỗi lần 40.',
        },
      },
      notice: {
        en: 'old records stay where they were, new ones may go elsewhere: then one customer is in two partitions, and the order is gone. So choose enough partitions at the beginning.',
        vi: 'bản ghi cũ ở nguyên chỗ, bản ghi mới có thể sang chỗ khác: khi đó một khách nằm ở hai partition và mất thứ tự. Vì vậy hãy chọn đủ partition ngay từ đầu.',
      },
    },
  ],
};
