/** Lesson 4: consumer groups: joining, leaving, rebalancing, lag. */
import type { Lesson } from '../lesson.js';

const topic = 'learn-orders';
const group = 'learn-kitchen';
const cook = `consume ${topic} --group ${group} --from-beginning --follow --partitions`;
const members = (are: number) => ({
  that: { membersOf: group, are },
  otherwise: {
    en: `The group should have ${are} ${are === 1 ? 'member' : 'members'} now. See: groups describe ${group}`,
    vi: `Lúc này nhóm phải có ${are} thành viên. Hãy xem: groups describe ${group}`,
  },
});

export const groupsLesson: Lesson = {
  number: 4,
  name: 'groups',
  minutes: 5,
  title: {
    en: 'Groups: joining, leaving, rebalance, lag',
    vi: 'Nhóm: vào, ra, rebalance, lag',
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
      check: {
        that: { recordsOf: topic, atLeast: 12 },
        otherwise: {
          en: 'There should be 12 orders in the topic.',
          vi: 'Trong topic phải có 12 đơn hàng.',
        },
      },
    },
    {
      say: {
        en: 'A group of one member, who reads 5 orders and goes home.',
        vi: 'Một nhóm chỉ có một thành viên, đọc 5 đơn rồi về.',
      },
      run: [`consume ${topic} --group ${group} --from-beginning --exit --max-messages 5 --partitions`],
      picture: { group },
      check: {
        that: { lagOf: group, atLeast: 1 },
        otherwise: {
          en: 'The group should be behind now: some orders read, others not.',
          vi: 'Lúc này nhóm phải còn bị chậm: một số đơn đã đọc, một số chưa.',
        },
      },
      notice: {
        en: 'lag is what the group has not read yet: log end offset minus the offset that it has committed. Lag that grows means: too slow.',
        vi: 'lag là phần nhóm chưa đọc: log end offset trừ đi offset đã commit. Lag tăng mãi nghĩa là đọc không kịp.',
      },
    },
    {
      say: {
        en: 'The member comes back, in terminal 2, and stays.',
        vi: 'Thành viên đó quay lại, ở cửa sổ 2, và ở lại.',
      },
      beside: [{ terminal: 2, run: cook }],
      picture: { group },
      check: members(1),
      notice: {
        en: 'it goes on behind the 5 orders, not at the beginning: the group remembers. And it has both partitions.',
        vi: 'nó đọc tiếp sau 5 đơn cũ, không đọc lại từ đầu: nhóm có ghi nhớ. Và nó giữ cả hai partition.',
      },
    },
    {
      say: {
        en: 'A second member joins in terminal 3. The partitions are shared out anew: that is a rebalance.',
        vi: 'Thành viên thứ hai vào nhóm ở cửa sổ 3. Các partition được chia lại: đó là rebalance.',
      },
      beside: [{ terminal: 3, run: cook }],
      picture: { group },
      check: members(2),
      notice: {
        en: 'a partition each. While a rebalance goes on, nobody reads; a few seconds at most here.',
        vi: 'mỗi người một partition. Trong lúc rebalance không ai đọc; ở đây chỉ vài giây.',
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
        en: 'one of them has nothing to do. The number of partitions is the most that a group can share the work.',
        vi: 'một người không có việc. Số partition là giới hạn số thành viên có thể chia nhau công việc.',
      },
    },
    {
      say: {
        en: 'The first one leaves (^C in terminal 2). It says goodbye, so the others take over at once.',
        vi: 'Người đầu tiên rời nhóm (^C ở cửa sổ 2). Nó báo trước khi đi, nên các thành viên khác tiếp quản ngay.',
      },
      ends: [2],
      picture: { group },
      check: members(2),
      notice: {
        en: 'the idle one has work now. Had it crashed without a word, Kafka would have waited for the session time-out first.',
        vi: 'người rảnh việc giờ đã có việc. Nếu nó chết mà không báo, Kafka phải chờ hết session timeout mới chia lại.',
      },
    },
    {
      say: {
        en: 'More orders come; the two who are left read them.',
        vi: 'Thêm đơn hàng đến; hai người còn lại đọc chúng.',
      },
      run: [`produce ${topic} --file {sample lunch.csv} --key-separator ,`],
      picture: { group },
      check: {
        that: { lagOf: group, atMost: 0 },
        otherwise: {
          en: `The group should have read everything (lag 0): groups describe ${group}`,
          vi: `Nhóm phải đọc hết (lag 0): groups describe ${group}`,
        },
      },
      notice: {
        en: 'lag 0: nothing is waiting.',
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
        en: 'CURRENT-OFFSET, LOG-END-OFFSET, LAG, and the member that has the partition.',
        vi: 'CURRENT-OFFSET, LOG-END-OFFSET, LAG, và thành viên đang giữ partition.',
      },
    },
  ],
};
