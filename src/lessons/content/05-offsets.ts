/** Lesson 5: offsets: committing, replaying, resetting. */
import type { Lesson } from '../lesson.js';

const topic = 'learn-orders';
const group = 'learn-kitchen';

export const offsetsLesson: Lesson = {
  number: 5,
  name: 'offsets',
  minutes: 5,
  title: {
    en: 'Offsets: commit, replay, reset',
    vi: 'Offset: commit, đọc lại, đặt lại',
  },
  topics: [topic],
  groups: [group],
  steps: [
    {
      say: {
        en: 'A group reads 40 orders. After printing them it commits: it writes down in Kafka where it would go on.',
        vi: 'Một nhóm đọc 40 đơn hàng. In xong thì nó commit: ghi lại vào Kafka vị trí sẽ đọc tiếp.',
      },
      run: [
        `topics create ${topic} --partitions 2 --replication-factor 3`,
        `produce ${topic} --file {sample orders.csv} --key-separator ,`,
        `consume ${topic} --group ${group} --from-beginning --exit`,
      ],
      lines: 5,
      picture: { group },
      check: {
        that: { lagOf: group, atMost: 0 },
        otherwise: {
          en: 'The group should have read all 40 orders.',
          vi: 'Nhóm phải đọc hết 40 đơn hàng.',
        },
      },
    },
    {
      say: {
        en: 'Read once more with the same group.',
        vi: 'Đọc lại lần nữa với cùng nhóm đó.',
      },
      run: [`consume ${topic} --group ${group} --exit`],
      notice: {
        en: 'nothing comes: the group is at the end. The records are still there; only the position has moved.',
        vi: 'không có gì: nhóm đã ở cuối. Các bản ghi vẫn còn; chỉ vị trí đọc đã dời đi.',
      },
    },
    {
      say: {
        en: 'Something was wrong with the program, and all orders must be handled anew. First the plan.',
        vi: 'Chương trình có lỗi, phải xử lý lại mọi đơn hàng. Trước hết xem kế hoạch.',
      },
      run: [`groups reset ${group} --topic ${topic} --to start`],
      notice: {
        en: 'nothing has changed yet. Look at what it would do before you say --execute.',
        vi: 'chưa có gì thay đổi. Hãy xem nó sẽ làm gì trước khi thêm --execute.',
      },
    },
    {
      say: { en: 'Now do it.', vi: 'Giờ thì thực hiện.' },
      run: [`groups reset ${group} --topic ${topic} --to start --execute`],
      picture: { group },
      check: {
        that: { lagOf: group, atLeast: 40 },
        otherwise: {
          en: 'The group should be at the beginning again, lag 40. A group with members cannot be reset: end its consumers first.',
          vi: 'Nhóm phải quay về đầu, lag 40. Không thể đặt lại nhóm đang có thành viên: hãy kết thúc consumer trước.',
        },
      },
      notice: {
        en: 'lag 40: everything is to be read again. This is replay, and no queue that deletes what was read can do it.',
        vi: 'lag 40: mọi thứ sẽ được đọc lại. Đó là phát lại (replay); hàng đợi xóa thông điệp sau khi đọc không làm được.',
      },
    },
    {
      say: { en: 'The group reads again.', vi: 'Nhóm đọc lại.' },
      run: [`consume ${topic} --group ${group} --exit`],
      lines: 5,
      check: {
        that: { lagOf: group, atMost: 0 },
        otherwise: { en: 'The group should have read all again.', vi: 'Nhóm phải đọc lại hết.' },
      },
    },
    {
      say: {
        en: 'Offsets can be found by time, too: which was the first record of the last hour?',
        vi: 'Cũng có thể tìm offset theo thời gian: bản ghi đầu tiên trong một giờ qua là bản ghi nào?',
      },
      run: [`offsets at ${topic} @-1h`, `groups reset ${group} --topic ${topic} --to @-1h --execute`],
      check: {
        that: { lagOf: group, atLeast: 40 },
        otherwise: {
          en: 'The group should be where the last hour begins.',
          vi: 'Nhóm phải ở chỗ bắt đầu của một giờ qua.',
        },
      },
      notice: {
        en: 'every record carries a time, and the broker looks it up: "do again what came since ten o’clock".',
        vi: 'mỗi bản ghi có mốc thời gian và broker tra cứu theo đó: "làm lại mọi thứ từ mười giờ".',
      },
    },
    {
      say: {
        en: 'And back: kafka-lab has kept the positions of before.',
        vi: 'Và quay lại: kafka-lab có lưu vị trí trước đó.',
      },
      run: [`groups undo ${group} --execute`],
      picture: { group },
      check: {
        that: { lagOf: group, atMost: 0 },
        otherwise: {
          en: 'The group should be at the end again, as before the reset.',
          vi: 'Nhóm phải trở lại cuối, như trước khi đặt lại.',
        },
      },
      notice: {
        en: 'whoever commits after the work does it at least once: a crash in between repeats it. Lesson 6 is about that.',
        vi: 'ai commit sau khi làm xong việc thì mỗi việc được làm ít nhất một lần: nếu chết giữa chừng sẽ làm lại. Bài 6 nói về điều này.',
      },
    },
  ],
};
