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
}
