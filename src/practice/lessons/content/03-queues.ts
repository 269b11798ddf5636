/** Lesson 3: point-to-point and broadcast. */
import type { Lesson } from '../lesson.js';
import { allRead, recordsIn } from './checks.js';

const topic = 'learn-orders';
const kitchen = 'learn-kitchen';
const audit = 'learn-audit';

export const queuesLesson: Lesson = {
  number: 3,
  name: 'queues',
  minutes: 5,
  title: {
    en: 'Point-to-point and broadcast: one group, several groups',
    vi: 'Point-to-point và broadcast: một group, nhiều group',
  },
  topics: [topic],
  groups: [kitchen, audit],
  steps: [
    {
      say: {
        en: 'Other systems have queues (each message goes to one receiver) and topics (each message goes to all). Kafka has one concept for both: the consumer group. First, some lunch orders.',
        vi: 'Các hệ thống khác có hàng đợi (queue: mỗi thông điệp đến một người nhận) và topic (mỗi thông điệp đến tất cả). Kafka dùng một thứ cho cả hai: consumer group, tức một nhóm chương trình đọc (consumer). Trước hết là vài đơn đặt bữa trưa.',
      },
      run: [
        `topics create ${topic} --partitions 4 --replication-factor 3`,
        `produce ${topic} --file {sample lunch.csv} --key-separator ,`,
      ],
      picture: { topic },
      check: recordsIn(topic, 12),
    },
    {
      say: {
        en: 'Point-to-point: two cooks are members of one group. They work in terminals 2 and 3.',
        vi: 'Point-to-point (điểm-điểm): hai đầu bếp là thành viên của cùng một group. Họ làm việc ở terminal 2 và 3.',
      },
      beside: [
        { terminal: 2, run: `consume ${topic} --group ${kitchen} --from-beginning --follow --partitions` },
        { terminal: 3, run: `consume ${topic} --group ${kitchen} --from-beginning --follow --partitions` },
      ],
      picture: { group: kitchen },
      check: {
        that: { membersOf: kitchen, are: 2 },
        otherwise: {
          en: `The group ${kitchen} should have two members. See its members: groups describe ${kitchen}`,
          vi: `Group ${kitchen} phải có hai thành viên. Xem ai đang ở đó: groups describe ${kitchen}`,
        },
      },
      notice: {
        en: 'each partition belongs to one member of the group, A or B, so each order is cooked once. "read" is how far the group has come in the partition, "lag" what it has not read yet. (If one cook printed everything: that one joined first, and was quick.)',
        vi: 'mỗi partition thuộc về đúng một thành viên của group, A hoặc B, nên mỗi đơn chỉ được nấu một lần. "đã đọc" là group đã đọc đến đâu trong partition, "lag" là phần chưa đọc. (Nếu một đầu bếp in ra hết: người đó đến trước và nhanh tay.)',
      },
    },
    {
      say: {
        en: 'Now that both have joined, 12 more orders arrive.',
        vi: 'Giờ cả hai đã có mặt. Thêm 12 đơn nữa đến.',
      },
      run: [`produce ${topic} --file {sample lunch.csv} --key-separator ,`],
      picture: { group: kitchen },
      check: allRead(kitchen),
      notice: {
        en: 'terminal 2 printed some of the new orders, terminal 3 the others, and no order was printed by both: the work is shared.',
        vi: 'terminal 2 in một số đơn mới, terminal 3 in các đơn còn lại, không đơn nào được cả hai in: công việc được chia ra.',
      },
    },
    {
      say: {
        en: 'Broadcast: the accountants want all orders as well. They are a group of their own.',
        vi: 'Broadcast (quảng bá): phòng kế toán cũng muốn nhận mọi đơn hàng. Họ là một group riêng.',
      },
      run: [`consume ${topic} --group ${audit} --from-beginning --exit --partitions`],
      lines: 8,
      picture: { group: audit },
      check: allRead(audit),
      notice: {
        en: 'they got all 24 (only the first 8 are shown), although the cooks had read them: groups are independent of each other. the table says "no member", as this reader has left again.',
        vi: 'họ nhận đủ 24 đơn (ở đây chỉ hiện 8 dòng đầu) dù các đầu bếp đã đọc: các group không biết gì về nhau. Trong bảng ghi "không có thành viên" vì người đọc này đã rời đi.',
      },
    },
    {
      say: {
        en: 'Within a group: shared. Between groups: each gets all. Both at once, from one topic.',
        vi: 'Trong một group: chia nhau. Giữa các group: ai cũng nhận đủ. Cả hai cùng lúc, từ một topic.',
      },
      ends: [2, 3],
      run: ['groups list --filter ^learn-'],
      check: {
        that: { membersOf: kitchen, are: 0 },
        otherwise: {
          en: `${kitchen} should have no members left: end the consumers with ^C.`,
          vi: `Trong ${kitchen} không được còn ai: hãy kết thúc các consumer bằng ^C.`,
        },
      },
      notice: {
        en: 'the groups stay, without members: Kafka remembers how far each has read.',
        vi: 'các group vẫn còn dù không có thành viên: Kafka nhớ mỗi group đã đọc đến đâu.',
      },
    },
  ],
};
