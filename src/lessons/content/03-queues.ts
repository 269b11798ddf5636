/** Lesson 3: point-to-point and broadcast. */
import type { Lesson } from '../lesson.js';

const topic = 'learn-orders';
const kitchen = 'learn-kitchen';
const audit = 'learn-audit';

export const queuesLesson: Lesson = {
  number: 3,
  name: 'queues',
  minutes: 5,
  title: {
    en: 'Point-to-point and broadcast: one group, several groups',
    vi: 'Điểm-điểm và quảng bá: một nhóm, nhiều nhóm',
  },
  topics: [topic],
  groups: [kitchen, audit],
  steps: [
    {
      say: {
        en: 'Other systems have queues (each message to one receiver) and topics (each message to all). Kafka has one thing for both: the consumer group.',
        vi: 'Các hệ thống khác có hàng đợi (mỗi thông điệp đến một người nhận) và topic (mỗi thông điệp đến tất cả). Kafka dùng một thứ cho cả hai: nhóm tiêu thụ (consumer group).',
      },
      run: [
        `topics create ${topic} --partitions 4 --replication-factor 3`,
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
        en: 'Point-to-point: two cooks are members of one group. They work in terminals 2 and 3.',
        vi: 'Điểm-điểm: hai đầu bếp là thành viên của cùng một nhóm. Họ làm việc ở cửa sổ 2 và 3.',
      },
      beside: [
        { terminal: 2, run: `consume ${topic} --group ${kitchen} --from-beginning --follow --partitions` },
        { terminal: 3, run: `consume ${topic} --group ${kitchen} --from-beginning --follow --partitions` },
      ],
      picture: { group: kitchen },
      check: {
        that: { membersOf: kitchen, are: 2 },
        otherwise: {
          en: `The group ${kitchen} should have two members. See who is there: groups describe ${kitchen}`,
          vi: `Nhóm ${kitchen} phải có hai thành viên. Xem ai đang ở đó: groups describe ${kitchen}`,
        },
      },
      notice: {
        en: 'each partition belongs to one member of the group, so each order is cooked once. The first cook may have been quick and taken old orders before the second came.',
        vi: 'mỗi partition thuộc về đúng một thành viên của nhóm, nên mỗi đơn chỉ nấu một lần. Đầu bếp đầu tiên có thể nhanh tay nhận các đơn cũ trước khi người thứ hai đến.',
      },
    },
    {
      say: {
        en: 'Now that both are there, 12 more orders come.',
        vi: 'Giờ cả hai đã có mặt, thêm 12 đơn nữa đến.',
      },
      run: [`produce ${topic} --file {sample lunch.csv} --key-separator ,`],
      picture: { group: kitchen },
      check: {
        that: { lagOf: kitchen, atMost: 0 },
        otherwise: {
          en: `The group ${kitchen} should have read everything (lag 0): groups describe ${kitchen}`,
          vi: `Nhóm ${kitchen} phải đọc hết (lag 0): groups describe ${kitchen}`,
        },
      },
      notice: {
        en: 'terminal 2 printed some orders, terminal 3 the others, none twice: the work is shared.',
        vi: 'cửa sổ 2 in một số đơn, cửa sổ 3 in các đơn còn lại, không đơn nào hai lần: công việc được chia ra.',
      },
    },
    {
      say: {
        en: 'Broadcast: the accountants want all orders as well. They are a group of their own.',
        vi: 'Quảng bá: phòng kế toán cũng muốn có mọi đơn hàng. Họ là một nhóm riêng.',
      },
      run: [`consume ${topic} --group ${audit} --from-beginning --exit --partitions`],
      lines: 8,
      picture: { group: audit },
      check: {
        that: { lagOf: audit, atMost: 0 },
        otherwise: {
          en: `The group ${audit} should have read all 24 orders: groups describe ${audit}`,
          vi: `Nhóm ${audit} phải đọc đủ 24 đơn: groups describe ${audit}`,
        },
      },
      notice: {
        en: 'they got all 24, although the cooks had read them: groups know nothing of each other.',
        vi: 'họ nhận đủ 24 đơn dù các đầu bếp đã đọc: các nhóm không biết gì về nhau.',
      },
    },
    {
      say: {
        en: 'Within a group: shared. Between groups: everybody gets all. Both at once, from one topic.',
        vi: 'Trong một nhóm: chia nhau. Giữa các nhóm: ai cũng nhận đủ. Cả hai cùng lúc, từ một topic.',
      },
      ends: [2, 3],
      run: ['groups list --filter ^learn-'],
      check: {
        that: { membersOf: kitchen, are: 0 },
        otherwise: {
          en: `Nobody should be left in ${kitchen}: end the consumers with ^C.`,
          vi: `Trong ${kitchen} không được còn ai: hãy kết thúc các consumer bằng ^C.`,
        },
      },
      notice: {
        en: 'the groups stay, without members: Kafka remembers how far each has read.',
        vi: 'các nhóm vẫn còn dù không có thành viên: Kafka nhớ mỗi nhóm đã đọc đến đâu.',
      },
    },
  ],
};
