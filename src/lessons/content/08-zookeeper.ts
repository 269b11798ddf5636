/** Lesson 8: what ZooKeeper does for Kafka. */
import type { Lesson } from '../lesson.js';

export const zookeeperLesson: Lesson = {
  number: 8,
  name: 'zookeeper',
  minutes: 6,
  needs: 'zookeeper',
  title: {
    en: 'ZooKeeper: configuration, sessions, locks, the controller',
    vi: 'ZooKeeper: cấu hình, phiên, khóa, controller',
  },
  topics: [],
  groups: [],
  breaksBrokers: true,
  steps: [
    {
      say: {
        en: 'Brokers must agree on a few facts: who is up, which topics there are, who is in charge. They keep these in ZooKeeper, a small tree of nodes ("znodes").',
        vi: 'Các broker phải thống nhất vài điều: ai đang chạy, có những topic nào, ai phụ trách. Chúng lưu những điều đó trong ZooKeeper, một cây nhỏ gồm các nút ("znode").',
      },
      run: ['zookeeper tree / --depth 2'],
      notice: {
        en: '/brokers, /config, /controller … Kafka’s records are not here: only what is about them.',
        vi: '/brokers, /config, /controller … Bản ghi của Kafka không nằm ở đây: chỉ có thông tin về chúng.',
      },
    },
    {
      say: {
        en: 'Who is up? Each broker has a node of its own.',
        vi: 'Ai đang chạy? Mỗi broker có một nút riêng.',
      },
      run: ['zookeeper tree /brokers/ids', 'zookeeper stat /brokers/ids/1'],
      check: {
        that: { brokersUp: 3 },
        otherwise: {
          en: 'Three brokers should be up: cluster up',
          vi: 'Phải có ba broker đang chạy: cluster up',
        },
      },
      notice: {
        en: 'the nodes are ephemeral: they belong to a session, and go when it ends. The broker sends a sign of life; without one for 5 s the session is over.',
        vi: 'các nút này là tạm thời (ephemeral): chúng thuộc về một phiên (session) và biến mất khi phiên kết thúc. Broker gửi tín hiệu sống; quá 5 giây không có thì phiên hết hạn.',
      },
    },
    {
      say: {
        en: 'Who is in charge? The one who managed to create /controller.',
        vi: 'Ai phụ trách? Broker nào tạo được /controller trước.',
      },
      run: ['zookeeper get /controller'],
      notice: {
        en: 'a node can be created only once. All brokers try, one succeeds, the others watch it. That is the whole election.',
        vi: 'một nút chỉ tạo được một lần. Mọi broker đều thử, một cái thành công, các cái khác theo dõi. Cuộc bầu chọn chỉ có vậy.',
      },
    },
    {
      say: {
        en: 'Kill the controller. Its session ends some seconds later, and with it the node.',
        vi: 'Giết controller. Vài giây sau phiên của nó hết hạn, và nút cũng mất theo.',
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
        en: 'another broker has created /controller. It tells all others which partitions have new leaders.',
        vi: 'một broker khác đã tạo /controller. Nó báo cho các broker còn lại partition nào có leader mới.',
      },
    },
    {
      say: {
        en: 'See the new one, and how often there was an election.',
        vi: 'Xem controller mới, và đã bầu bao nhiêu lần.',
      },
      run: ['zookeeper get /controller', 'zookeeper get /controller_epoch'],
      notice: {
        en: 'the epoch counts elections. Should the old controller wake up and give orders, the brokers see its old number and ignore it.',
        vi: 'epoch đếm số lần bầu. Nếu controller cũ tỉnh dậy và ra lệnh, các broker thấy số cũ và bỏ qua.',
      },
    },
    {
      say: {
        en: 'The same idea makes a lock for your own programs: three clients queue up with ephemeral nodes that are numbered.',
        vi: 'Ý tưởng đó cũng tạo ra khóa (lock) cho chương trình của bạn: ba client xếp hàng bằng các nút tạm thời có đánh số.',
      },
      run: ['zookeeper lock-demo --hold 300ms'],
      notice: {
        en: 'the lowest number has the lock; everybody watches only the one before. If a holder dies, its node goes, and the next one has the lock.',
        vi: 'số nhỏ nhất giữ khóa; mỗi client chỉ theo dõi client đứng trước. Nếu client giữ khóa chết, nút của nó mất và client kế tiếp nhận khóa.',
      },
    },
    {
      say: {
        en: 'ZooKeeper itself should not be one server, as it is here. A change counts when more than half of the servers have it.',
        vi: 'Bản thân ZooKeeper không nên chỉ có một máy chủ như ở đây. Một thay đổi chỉ có hiệu lực khi hơn nửa số máy chủ đã có nó.',
      },
      run: ['zookeeper status'],
      notice: {
        en: '3 servers: 2 are a majority, 1 may die. 4 servers: 3 are a majority, still only 1 may die. So an even number only costs more: take 3 or 5.',
        vi: '3 máy chủ: 2 là đa số, được phép chết 1. 4 máy chủ: 3 mới là đa số, vẫn chỉ được chết 1. Số chẵn chỉ tốn thêm máy: hãy dùng 3 hoặc 5.',
      },
    },
    {
      say: {
        en: 'Start the killed broker again: it opens a session and makes its node anew.',
        vi: 'Khởi động lại broker đã bị giết: nó mở phiên mới và tạo lại nút của mình.',
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
