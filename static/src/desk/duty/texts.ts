import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const TEAM = {
  title: t('勘验人员', 'Inspectors'),
  nobody: t('还没有分件', 'Nobody yet'),
  draw: t('抽取一组', 'Draw a pair'),
  drawn: t('已分件', 'Drawn'),
  change: t('改派', 'Reassign'),
  changed: t('已改派', 'Reassigned'),
  hand_over: t('移交勘验', 'Hand over'),
  handed_over: t('已移交', 'Handed over'),
  first: t('席位一', 'First seat'),
  second: t('席位二', 'Second seat'),
  reason: t('理由（留在办件里）', 'Reason (stays with the case)'),
  reason_hint: t('例如：王建国临时请假', 'For example: Wang is away today'),
  undo_hint: t(
    '改错了可以再改派回去；每一次都连同理由记入办件经过。',
    'A mistake can be undone by reassigning back; each change stays in the story with its reason.',
  ),
  keys_hint: t('Ctrl+Enter 提交，Esc 取消', 'Ctrl+Enter sends, Esc cancels'),
  before: t('改派前', 'Before'),
  back: t('改派回去', 'Reassign back'),
  pairs: t('值班表上的人员组', 'Pairs on the roster'),
  may: t('可以勘验', 'may inspect'),
  open_cases: t('在办', 'open cases'),
  substitute: t('由AB岗接替', 'Substitute takes over'),
  at_time: t('按预约时间判断', 'Judged for the appointment at'),
  on_day: t('按当天判断', 'Judged for'),
  how_drawn: t('抽取过程', 'How it was drawn'),
  seed: t('种子', 'Seed'),
  choose: t('请选择', 'Choose'),
  why_not: {
    two: t('请选择两名不同的人员', 'Choose two different people'),
    change: t('所选就是现在的两名', 'These two inspect already'),
    reason: t('请写明理由', 'Give a reason'),
  },
}

export const TRANSFER = {
  title: t('移交勘验', 'Hand the inspection over'),
  lead: t(
    '检查表、对话、当前项目和时限都不变；已判定的结果继续有效，判定过的人仍须签字。',
    'Checklist, chat, place and deadline stay. Verdicts given count on, and whoever gave them signs.',
  ),
  do: t('移交', 'Hand over'),
  you_left: t('您已把席位移交给', 'You handed your seat over to'),
  took_over: t('接替', 'took over from'),
  banner: t('您接替', 'You take over from'),
  why: t('原因', 'Why'),
  open: t('项还未由您的席位判定', 'items your seat has not judged'),
  credentials: t('请先出示证件。', 'Show your credentials first.'),
  to_open: t('到未判定项', 'To the next open item'),
  fine: t('知道了', 'Got it'),
}

/** Why a pair of another office inspects. */
export const passedOnTo = (own: string, other: string): Text =>
  t(
    `“${own}”没有人员组可以勘验，由“${other}”的组勘验。`,
    `No pair of “${own}” could inspect, so one of “${other}” does.`,
  )
