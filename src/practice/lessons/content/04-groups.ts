/** Lesson 4: consumer groups: joining, leaving, rebalancing, lag. */
import type { Lesson } from '../lesson.js';
import { allRead, recordsIn } from './checks.js';

const topic = 'learn-orders';
const group = 'learn-kitchen';
const cook = `consume ${topic} --group ${group} --from-beginning --follow --partitions`;
const members = (are: number) => ({
  that: { membersOf: group, are },
  otherwise: {
    en: `The group should have ${are} ${are === 1 ? 'member' : 'members'} now. See: groups describe ${group}`,
    vi: `Lúc này group phải có ${are} thành viên. Hãy xem: groups describe ${group}`,
  },
});

export const groupsLesson: Lesson = {
  number: 4,
  name: 'groups',
  minutes: 5,
  title: {
    en: 'Groups: joining, leaving, rebalance, lag',
    vi: 'Consumer group: vào, ra, rebalance, lag',
  },
  topics: [topic],
  groups: [group],
  steps: [
    {
      say: {
        en: 'A topic with 2 partitions, 12 orders in it.',
        vi: 'Một topic có 2 partition, chứa 12 đơn hàng.',
      },
      run: [
        `topics create ${topic} --partitions 2 --replication-factor 3`,
        `produce ${topic} --file {sample lunch.csv} --key-separator ,`,
      ],
      picture: { topic },
      check: recordsIn(topic, 12),
    },
    {
      say: {
        en: 'A consumer group with one member, which reads 5 orders and leaves. Before that it commits: it tells Kafka how far it has read.',
        vi: 'Một consumer group chỉ có một thành viên, đọc 5 đơn rồi về. Khi đọc, nó commit: báo cho Kafka biết đã đọc đến đâu.',
      },
      run: [`consume ${topic} --group ${group} --from-beginning --exit --max-messages 5 --partitions`],
      picture: { group },
      check: {
        that: { lagOf: group, atLeast: 1 },
        otherwise: {
          en: 'The group should have lag now: some orders read, others not.',
          vi: 'Lúc này group phải còn lag: một số đơn đã đọc, một số chưa.',
        },
      },
      notice: {
        en: 'lag is what the group has not read yet: the end of the log (log end offset) minus the offset that it has committed. Lag that keeps growing means that the group is too slow. Only partitions with a committed offset are drawn.',
        vi: 'lag là phần group chưa đọc: cuối log (log end offset) trừ đi offset đã commit. Lag tăng mãi nghĩa là group đọc không kịp. Hình chỉ vẽ những partition mà group đã commit.',
      },
    },
    {
      say: {
        en: 'The member comes back, in terminal 2, and stays.',
        vi: 'Thành viên đó quay lại, ở terminal 2, và ở lại.',
      },
      beside: [{ terminal: 2, run: cook }],
      picture: { group },
      check: members(1),
      notice: {
        en: 'it continues after the 5 orders, not at the beginning: Kafka keeps the position of the group. And it has both partitions.',
        vi: 'nó đọc tiếp sau 5 đơn cũ, không đọc lại từ đầu: Kafka nhớ giúp group. Và nó giữ cả hai partition.',
      },
    },
    {
      say: {
        en: 'A second member joins in terminal 3. The partitions are reassigned: that is a rebalance.',
        vi: 'Thành viên thứ hai vào group ở terminal 3. Các partition được chia lại: đó là rebalance.',
      },
      beside: [{ terminal: 3, run: cook }],
      picture: { group },
      check: members(2),
      notice: {
        en: 'one partition each. During a rebalance no member reads; here that takes a few seconds at most.',
        vi: 'mỗi thành viên một partition. Trong lúc rebalance không ai đọc; ở đây nhiều nhất là vài giây.',
      },
    },
    {
      say: {
        en: 'A third member, but there are only 2 partitions.',
        vi: 'Thêm thành viên thứ ba, nhưng chỉ có 2 partition.',
      },
      beside: [{ terminal: 4, run: cook }],
      picture: { group },
      check: members(3),
      notice: {
        en: 'one of them has nothing to do. Members beyond the number of partitions only wait.',
        vi: 'một thành viên không có việc. Số thành viên nhiều hơn số partition thì phần dư chỉ ngồi chờ.',
      },
    },
    {
      say: {
        en: 'The first one leaves (^C in terminal 2). It tells Kafka that it leaves, so the others take over at once.',
        vi: 'Thành viên đầu tiên rời group (^C ở terminal 2). Nó báo trước khi đi, nên các thành viên khác tiếp quản ngay.',
      },
      ends: [2],
      picture: { group },
      check: members(2),
      notice: {
        en: 'two members, one partition each again. If the first one had crashed, Kafka would have waited for its session time-out first.',
        vi: 'còn hai thành viên, lại mỗi thành viên một partition. Nếu thành viên kia chết mà không báo, Kafka phải chờ hết session timeout mới chia lại.',
      },
    },
    {
      say: {
        en: 'More orders arrive; the two remaining members read them.',
        vi: 'Thêm đơn hàng đến; hai thành viên còn lại đọc chúng.',
      },
      run: [`produce ${topic} --file {sample lunch.csv} --key-separator ,`],
      picture: { group },
      check: allRead(group),
      notice: {
        en: 'lag 0: no record is waiting.',
        vi: 'lag bằng 0: không còn gì phải chờ.',
      },
    },
    {
      say: {
        en: 'The same in words, as you would ask on a real cluster.',
        vi: 'Cùng thông tin đó bằng chữ, như khi bạn hỏi một cụm thật.',
      },
      run: [`groups describe ${group}`],
      notice: {
        en: 'CURRENT-OFFSET is how far the group has committed, LOG-END-OFFSET where the log ends, LAG the difference. Below are the members and the partitions assigned to each.',
        vi: 'CURRENT-OFFSET là offset đã commit, LOG-END-OFFSET là cuối log, LAG là hiệu của hai số. Bên dưới là các thành viên và partition được giao cho mỗi thành viên.',
      },
    },
  ],
};
