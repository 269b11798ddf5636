/** Lesson 8: what ZooKeeper does for Kafka. */
import type { Lesson } from '../lesson.js';
import { threeBrokers } from './checks.js';

export const zookeeperLesson: Lesson = {
  number: 8,
  name: 'zookeeper',
  minutes: 6,
  needs: 'zookeeper',
  title: {
    en: 'ZooKeeper: configuration, sessions, locks, the controller',
    vi: 'ZooKeeper: cấu hình, session, lock, controller',
  },
  topics: [],
  groups: [],
  breaksBrokers: true,
  steps: [
    {
      say: {
        en: 'Brokers must agree on a few facts: which brokers are up, which topics there are, which broker is the controller. They keep these in ZooKeeper, a small tree of nodes ("znodes").',
        vi: 'Các broker phải thống nhất vài điều: ai đang chạy, có những topic nào, ai phụ trách. Chúng lưu những điều đó trong ZooKeeper, một cây nhỏ gồm các nút ("znode").',
      },
      run: ['zookeeper tree / --depth 2'],
      notice: {
        en: 'under /brokers are the brokers that are up and the topics, under /config what was set, and /controller names the controller. The records themselves are not here.',
        vi: 'dưới /brokers là broker nào đang chạy và có những topic nào, dưới /config là những gì đã cấu hình, /controller cho biết ai phụ trách. Bản thân các bản ghi không nằm ở đây.',
      },
    },
    {
      say: {
        en: 'Which brokers are up? Each has its own node.',
        vi: 'Ai đang chạy? Mỗi broker có một nút riêng.',
      },
      run: ['zookeeper tree /brokers/ids', 'zookeeper stat /brokers/ids/1'],
      check: threeBrokers,
      notice: {
        en: 'look at ephemeralOwner: the node is ephemeral, it belongs to a session of that broker and is deleted when the session ends. The broker keeps sending heartbeats; after 5 s without one its session expires.',
        vi: 'hãy nhìn ephemeralOwner: nút này là ephemeral (tạm thời), nó thuộc về một session (phiên) của broker đó và biến mất khi session kết thúc. Broker liên tục gửi tín hiệu sống; quá 5 giây không có tín hiệu thì session hết hạn.',
      },
    },
    {
      say: {
        en: 'Which broker is the controller? The one that managed to create /controller.',
        vi: 'Ai phụ trách? Broker nào tạo được /controller trước.',
      },
      run: ['zookeeper get /controller'],
      notice: {
        en: '"brokerid" is the controller. A node can be created only once: all brokers try, one succeeds, the others watch the node. That is all of the election.',
        vi: '"brokerid" là controller. Một nút chỉ tạo được một lần: mọi broker đều thử, một broker thành công, các broker khác theo dõi nút đó. Cuộc bầu chọn chỉ có vậy.',
      },
    },
    {
      say: {
        en: 'Kill the controller. Its session expires some seconds later, and the node is deleted with it.',
        vi: 'Tắt đột ngột (kill) controller. Vài giây sau session của nó hết hạn, và nút cũng mất theo.',
      },
      run: ['cluster kill {controller}'],
      check: {
        that: { newController: true },
        otherwise: {
          en: 'Another broker should be the controller by now. See: zookeeper get /controller',
          vi: 'Lúc này một broker khác phải là controller. Hãy xem: zookeeper get /controller',
        },
      },
      notice: {
        en: 'by now another broker has created /controller. It tells all others which partitions have new leaders.',
        vi: 'lúc này một broker khác đã tạo /controller. Nó báo cho các broker còn lại partition nào có leader mới.',
      },
    },
    {
      say: {
        en: 'See the new one, and how many elections there were.',
        vi: 'Xem controller mới, và đã bầu bao nhiêu lần.',
      },
      run: ['zookeeper get /controller', 'zookeeper get /controller_epoch'],
      notice: {
        en: 'the epoch counts elections. If the old controller resumes and sends requests, the brokers see its old epoch and ignore it.',
        vi: 'epoch đếm số lần bầu. Nếu controller cũ tỉnh dậy và ra lệnh, các broker thấy số cũ và bỏ qua.',
      },
    },
    {
      say: {
        en: 'Locks for your own programs work the same way: three clients queue up with numbered ephemeral nodes.',
        vi: 'Với ý tưởng đó, chương trình của bạn cũng có được lock (khóa): ba client xếp hàng bằng các nút ephemeral có đánh số.',
      },
      run: ['zookeeper lock-demo --hold 300ms'],
      notice: {
        en: 'the lowest number has the lock, and each client watches only the one before. client-2 crashed while it had the lock: its node was deleted with its session, and client-3 got the lock.',
        vi: 'số nhỏ nhất giữ lock, và mỗi client chỉ theo dõi client đứng ngay trước. client-2 bị sập khi đang giữ lock: nút của nó mất theo session, và client-3 nhận lock.',
      },
    },
    {
      say: {
        en: 'ZooKeeper itself should not be a single server ("standalone"), as it is here. With several, a change is committed once more than half of them have it.',
        vi: 'Bản thân ZooKeeper không nên chỉ có một máy chủ ("standalone") như ở đây. Khi có nhiều máy chủ, một thay đổi chỉ có hiệu lực khi quá nửa trong số đó đã có nó.',
      },
      run: ['zookeeper status'],
      notice: {
        en: '3 servers: 2 are a majority, 1 may die. 4 servers: 3 are a majority, still only 1 may die. So an even number only costs more: use 3 or 5.',
        vi: '3 máy chủ: 2 là đa số, được phép chết 1. 4 máy chủ: 3 mới là đa số, vẫn chỉ được chết 1. Số chẵn chỉ tốn thêm máy: hãy dùng 3 hoặc 5.',
      },
    },
    {
      say: {
        en: 'Start the killed broker again: it opens a session and creates its node again.',
        vi: 'Khởi động lại broker đã bị tắt: nó mở session mới và tạo lại nút của mình.',
      },
      run: ['cluster up', 'zookeeper tree /brokers/ids'],
      check: {
        that: { brokersUp: 3 },
        otherwise: {
          en: 'Three brokers should be registered again: cluster status',
          vi: 'Phải có lại ba broker được đăng ký: cluster status',
        },
      },
    },
  ],
};
