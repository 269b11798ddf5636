/** What the lessons' engine itself says, in each language. */
import type { Text } from './lesson.js';

export const phrases = {
  intro: {
    en: 'Press Enter to run the command that is shown, or type it (or another one) yourself; q leaves, and the lesson goes on here the next time.',
    vi: 'Nhấn Enter để chạy lệnh đang hiện, hoặc tự gõ lệnh đó (hay một lệnh khác); gõ q để thoát, lần sau bài học sẽ tiếp tục từ đây.',
  },
  cluster: { en: 'On the practice cluster', vi: 'Trên cụm thực hành' },
  goOn: { en: 'Enter to go on', vi: 'Nhấn Enter để tiếp tục' },
  lookAgain: { en: 'Enter to look again, or a command', vi: 'Nhấn Enter để kiểm tra lại, hoặc gõ một lệnh' },
  notice: { en: 'Notice', vi: 'Lưu ý' },
  catchingUp: {
    en: 'Going on where you left: the steps before are done again, unseen.',
    vi: 'Tiếp tục từ chỗ bạn đã dừng: các bước trước được chạy lại ngầm.',
  },
  leaving: {
    en: 'The lesson waits for you here; what it made is taken away.',
    vi: 'Lần sau bài học tiếp tục từ đây; những gì nó đã tạo ra được dọn đi.',
  },
  terminal: { en: 'terminal', vi: 'terminal' },
  ended: { en: '^C there', vi: '^C ở đó' },
  waiting: { en: 'Waiting for the cluster', vi: 'Đang chờ cụm' },
  done: {
    en: 'Done. What the lesson made is gone again.',
    vi: 'Xong. Những gì bài học tạo ra đã được dọn sạch.',
  },
  next: { en: 'Next', vi: 'Tiếp theo' },
  leader: { en: 'leader', vi: 'leader' },
  inSync: { en: 'in the ISR', vi: 'trong ISR' },
  behind: { en: 'not in the ISR', vi: 'ngoài ISR' },
  noLeader: { en: 'no leader', vi: 'không có leader' },
  broker: { en: 'brokers', vi: 'broker' },
  nextOffset: { en: 'next offset', vi: 'offset kế tiếp' },
  startsAt: { en: 'begins at', vi: 'bắt đầu từ' },
  read: { en: 'read', vi: 'đã đọc' },
  lag: { en: 'lag', vi: 'lag' },
  nobody: { en: 'nobody', vi: 'không ai' },
  noCommit: { en: 'nothing committed', vi: 'chưa commit' },
  idle: { en: 'no partition', vi: 'không có partition nào' },
  whichLesson: { en: 'Learn: which lesson?', vi: 'Học: chọn bài nào?' },
  minutes: { en: 'min', vi: 'phút' },
  lessonDone: { en: 'done', vi: 'đã xong' },
  steps: { en: 'steps', vi: 'bước' },
  fromStart: { en: 'from the start', vi: 'học lại từ đầu' },
  whereLeft: { en: 'where you left', vi: 'học tiếp chỗ đã dừng' },
  otherLanguage: { en: 'tiếng Việt', vi: 'English' },
  aboutLesson: {
    en: 'Enter begins it, or goes on where you left; it uses the practice cluster and leaves nothing behind.',
    vi: 'Nhấn Enter để bắt đầu hoặc học tiếp từ chỗ đã dừng; bài dùng cụm thực hành và dọn sạch mọi thứ nó tạo ra.',
  },
  member: { en: 'member', vi: 'thành viên' },
} satisfies Record<string, Text>;
