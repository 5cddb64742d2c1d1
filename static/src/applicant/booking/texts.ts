import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const BOOKING = {
  choose: t('选一个时间', 'Choose a time'),
  choose_more: t(
    '到时人在店里，手机充好电，大约 40 分钟。',
    'Be in the shop with a charged phone; it takes about 40 minutes.',
  ),
  yours: t('您的预约', 'Your appointment'),
  yours_more: t(
    '到时用这部手机打开同一个链接，人在店里，灯打开。',
    'Open the same link on this phone then, in the shop, lights on.',
  ),
  missed: t('这次没有等到您', 'We did not meet you'),
  missed_more: t(
    '不算勘验不通过。请重新选一个时间。',
    'That is not a failed inspection. Choose another time.',
  ),
  cancelled: t('预约已取消', 'The appointment is cancelled'),
  undo: t('恢复刚才的预约', 'Undo, keep it after all'),
  days: t('日期', 'Days'),
  morning: t('上午', 'Morning'),
  afternoon: t('下午', 'Afternoon'),
  evening: t('晚上', 'Evening'),
  book: t('预约', 'Book'),
  rebook: t('改到', 'Change to'),
  pick_first: t('请先点一个时间', 'Tap a time first'),
  working: t('正在预约…', 'Booking…'),
  loading: t('正在查看空闲时间…', 'Looking for free times…'),
  wait: t('去等候', 'Go and wait'),
  calendar: t('加入手机日历', 'Add to calendar'),
  change: t('改时间', 'Change the time'),
  change_left: (left: number): Text =>
    t(`改时间（还可改 ${left} 次）`, `Change the time (${left === 1 ? 'once' : `${left} times`} more)`),
  change_none: t('已改过两次，再改请打窗口电话', 'Changed twice; to change again, call the window'),
  cancel: t('取消预约', 'Cancel'),
  cancel_sure: t('确定取消这次预约吗？', 'Cancel this appointment?'),
  cancel_yes: t('确定取消', 'Yes, cancel'),
  cancel_no: t('不取消', 'No, keep it'),
  none: t('近期约满了', 'Nothing is free soon'),
  none_more: t('有人取消时会空出来，请过会儿再看，或请窗口帮您约。', 'Look again later, or ask the window.'),
  telephone: t('打窗口电话', 'Call the window'),
  again: t('再看一次', 'Look again'),
  later: t('不预约，现在就等候', 'Wait now without an appointment'),
  back: t('返回', 'Back'),
  to_book: t('现在不方便？约个时间', 'Not now? Choose a time'),
  to_yours: t('看我的预约', 'See my appointment'),
  place: (position: number): Text =>
    position === 1
      ? t('下一个就是您', 'You are next')
      : t(`前面还有 ${position - 1} 位`, `${position - 1} before you`),
  minutes: (minutes: number): Text =>
    minutes === 0
      ? t('随时开始', 'Any moment now')
      : t(`大约还要等 ${minutes} 分钟`, `About ${minutes} minutes`),
  from: (time: string): Text => t(`预计 ${time} 开始`, `Expected at ${time}`),
  inspectors: t('勘验人员', 'Inspectors'),
  stand: {
    unknown: t('请稍等', 'Please wait'),
    needs_time: t('原定时间需要另约', 'Please choose another time'),
    due: t('请稍等，马上轮到您', 'Please wait, your turn is now'),
    held_up: t('前面的勘验还没结束', 'The inspection before yours goes on'),
    unassigned: t('还没有安排勘验人员', 'No inspector is assigned yet'),
    in_line: t('您已在等候', 'You are in line'),
  },
  stand_more: {
    unknown: t('正在查看您的预约…', 'Looking at your appointment…'),
    needs_time: t(
      '勘验人员临时不能到岗，给您添麻烦了。重新选一个时间，不计入改约次数。',
      'The inspectors can not come; we are sorry. Choose another time, it does not count as a change.',
    ),
    later: t(
      '现在不用等。到时用这部手机打开同一个链接，人在店里。',
      'No need to wait now. Open the same link on this phone then, in the shop.',
    ),
    near: t('请到店里，打开灯。开始时这里会响一声。', 'Be in the shop, lights on. It sounds when we begin.'),
    due: t(
      '勘验人员能看到您在等候，开始时会响一声。',
      'The inspectors see that you wait; it sounds when we begin.',
    ),
    held_up: t('请不要离开，结束后马上轮到您。', 'Please stay, you are next after it.'),
    unassigned: t('请先约一个时间，约好就有人。', 'Choose a time first; that brings you inspectors.'),
    in_line: t(
      '勘验人员能看到您在等候，开始时会响一声。',
      'The inspectors see that you wait; it sounds when we begin.',
    ),
  },
  at: (day: string, en: string): Text => t(`您约在${day}`, `Your appointment: ${en}`),
}
