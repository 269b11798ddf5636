/** Lesson 9: one more broker, while records flow. */
import type { Lesson } from '../lesson.js';

const topic = 'learn-busy';
const onNew = (isOn: boolean) => ({
  that: { replicasOf: topic, broker: 4, isOn },
  otherwise: isOn
    ? {
        en: 'Broker 4 should hold replicas now, all in sync. See: topics describe learn-busy',
        vi: 'Lúc này broker 4 phải giữ các replica, tất cả trong ISR. Hãy xem: topics describe learn-busy',
      }
    : {
        en: 'Broker 4 should hold no replicas now. See: topics describe learn-busy',
        vi: 'Broker 4 không được giữ gì nữa. Hãy xem: topics describe learn-busy',
      },
});

export const scalingLesson: Lesson = {
  number: 9,
  name: 'scaling',
  minutes: 6,
  title: {
    en: 'Adding a broker with no downtime',
    vi: 'Thêm broker mà không phải dừng hệ thống',
  },
  topics: [topic],
  groups: [],
  steps: [
    {
      say: {
        en: 'A topic of 4 partitions, each kept on 2 of the 3 brokers.',
        vi: 'Một topic có 4 partition, mỗi partition được lưu trên 2 trong 3 broker.',
      },
      run: [`topics create ${topic} --partitions 4 --replication-factor 2`],
      picture: { topic },
      check: {
        that: { brokersUp: 3 },
        otherwise: {
          en: 'This lesson needs a practice cluster of three brokers: cluster status',
          vi: 'Bài này cần cụm thực hành gồm ba broker: cluster status',
        },
      },
    },
    {
      say: {
        en: 'From now on terminal 2 writes 5 records a second. The producer must not be affected by what we do.',
        vi: 'Từ giờ bản ghi được ghi liên tục từ terminal 2, mỗi giây 5 bản ghi. Người ghi không được nhận ra việc ta làm.',
      },
      beside: [
        {
          terminal: 2,
          run: `produce ${topic} --json --file {sample earthquakes.jsonl} --rate 5 --acks all`,
        },
      ],
      picture: { topic },
      check: {
        that: { recordsOf: topic, atLeast: 8 },
        otherwise: {
          en: 'Records should be arriving: offsets list learn-busy',
          vi: 'Bản ghi phải đang được ghi vào: offsets list learn-busy',
        },
      },
    },
    {
      say: { en: 'Start a fourth broker.', vi: 'Khởi động broker thứ tư.' },
      run: ['cluster add'],
      check: {
        that: { brokersUp: 4 },
        otherwise: {
          en: 'Four brokers should be up: cluster status',
          vi: 'Phải có bốn broker đang chạy: cluster status',
        },
      },
      picture: { topic },
      notice: {
        en: 'the picture is as before: broker 4 has no partitions, as Kafka never moves them by itself. Only new topics would use it.',
        vi: 'hình vẫn như trước: broker 4 chưa có partition nào, vì Kafka không bao giờ tự chuyển chúng. Chỉ các topic tạo sau này mới dùng đến nó.',
      },
    },
    {
      say: {
        en: 'Plan how to spread the topic over all four.',
        vi: 'Lập kế hoạch trải topic ra cả bốn broker.',
      },
      run: [`topics reassign ${topic} --brokers 1,2,3,4`],
      notice: {
        en: 'BEFORE and AFTER are the brokers of the partition, the leader first. As little as possible is copied; on a busy cluster it would be gigabytes, so look first.',
        vi: 'BEFORE và AFTER là các broker của partition, leader đứng đầu. Chỉ sao chép ít nhất có thể; trên cụm bận rộn con số này có thể là hàng gigabyte, nên hãy xem trước.',
      },
    },
    {
      say: {
        en: 'Do it, with at most 1 MB a second for each broker (a throttle), so that copying does not slow down the producer.',
        vi: 'Thực hiện, mỗi broker tối đa 1 MB mỗi giây (throttle: giới hạn tốc độ), để việc sao chép không chèn ép việc ghi.',
      },
      run: [`topics reassign ${topic} --brokers 1,2,3,4 --execute --throttle 1000000`],
      check: onNew(true),
      picture: { topic },
      notice: {
        en: 'broker 4 has copied its partitions, is in the ISR and has replaced another broker. If a leader moves, clients follow by themselves.',
        vi: 'broker 4 đã sao chép xong các partition của mình, vào ISR và thay chỗ broker khác. Leader chuyển đi đâu, client tự đi theo đó.',
      },
    },
    {
      say: {
        en: 'Verify that it is done; that also removes the throttle. If you forget it, followers on a busy cluster may never catch up.',
        vi: 'Kiểm tra xem đã xong chưa; lệnh này cũng gỡ throttle. Nhiều người hay quên, và khi đó follower trên cụm bận rộn mãi không theo kịp.',
      },
      run: [`topics reassign ${topic} --verify --wait`],
      check: onNew(true),
    },
    {
      say: {
        en: 'The way back, as if that machine were to be removed: first everything is moved off it.',
        vi: 'Chiều ngược lại, như khi cần bỏ một máy: trước hết chuyển hết dữ liệu khỏi nó.',
      },
      run: [`topics reassign ${topic} --brokers 1,2,3 --execute`],
      check: onNew(false),
      picture: { topic },
    },
    {
      say: {
        en: 'It holds nothing now, so it can be removed.',
        vi: 'Trên nó không còn gì nên có thể bỏ nó đi.',
      },
      run: [`topics reassign ${topic} --verify --wait`, 'cluster remove 4'],
      check: {
        that: { brokersUp: 3 },
        otherwise: {
          en: 'Three brokers should be left: cluster remove 4',
          vi: 'Phải còn lại ba broker: cluster remove 4',
        },
      },
      picture: { topic },
    },
    {
      say: {
        en: 'Was terminal 2 affected? Stop it, and compare with what is in the topic.',
        vi: 'Terminal 2 có nhận ra gì không? Dừng nó lại, và so với những gì có trong topic.',
      },
      ends: [2],
      run: [`offsets list ${topic}`],
      notice: {
        en: 'terminal 2 lists how many records were acknowledged, and the topic has as many. (A line or two that were in flight at ^C may be missing: "interrupted".) A broker was added and removed, and the producer never stopped.',
        vi: 'terminal 2 cho biết bao nhiêu bản ghi đã được xác nhận, và topic có đúng chừng ấy. (Có thể thiếu một hai dòng đang trên đường gửi lúc nhấn ^C: "interrupted".) Một broker đến rồi đi, còn việc ghi vẫn tiếp tục suốt thời gian đó.',
      },
    },
  ],
};
