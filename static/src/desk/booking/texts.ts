import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const BOOKING = {
  title: t('预约', 'Appointment'),
  none: t(
    '还没有预约，申请人可以在链接里自己选时间。',
    'None yet; the applicant can choose a time in the link.',
  ),
  choose: t('选时间', 'Choose a time'),
  change: t('改时间', 'Change the time'),
  cancel: t('取消预约', 'Cancel it'),
  cancel_sure: t('取消后时段马上让给别人。', 'The time is free for others at once.'),
  cancel_yes: t('确定取消', 'Yes, cancel'),
  calendar: t('日历文件', 'Calendar file'),
  booked: t('已预约', 'Booked'),
  changed: t('已改时间', 'The time is changed'),
  cancelled: t('预约已取消', 'The appointment is cancelled'),
  came: t('申请人到场', 'Applicant came'),
  left: t('申请人还可自行改约', 'Changes the applicant has left'),
  supervisor_only: t('已改约两次，再改须由督办人员办理', 'Changed twice: only a supervisor changes it again'),
  nothing: t('近期没有空闲时段', 'Nothing is free soon'),
  day: t('日期', 'Day'),
  told: t('申请人会马上收到通知。', 'The applicant is told at once.'),
  book_yes: t('预约', 'Book'),
  change_yes: t('改到', 'Change to'),
}

export const BOOKING_STATES: Record<string, Text> = {
  booked: t('已预约', 'Booked'),
  cancelled: t('已取消', 'Cancelled'),
  displaced: t('需另约时间', 'Needs a new time'),
  missed: t('未到', 'Missed'),
  kept: t('已开始', 'Begun'),
}

export const TO_REBOOK = {
  title: t('需要另约时间', 'Need a new time'),
  lead: t(
    '勘验人员不能到岗，同一时间没有人能接。申请人已收到通知，可自己改选；也可由窗口代约。',
    'Their inspectors can not come and nobody is free then. Applicants were told and can choose; the window can too.',
  ),
}

export const DAY = {
  title: t('预约日历', 'Appointments'),
  before: t('前一天', 'Day before'),
  after: t('后一天', 'Day after'),
  today: t('今天', 'Today'),
  time: t('时间', 'Time'),
  free: t('空闲组数', 'Pairs free'),
  empty: t('这一天没有预约，也没有开放的时段', 'Nothing is booked or open on this day'),
  no_right: t('您的岗位不使用预约日历', 'Your role has no part in appointments'),
}
