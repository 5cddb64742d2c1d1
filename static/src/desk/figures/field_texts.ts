import type { Text } from '../texts'
import type { Lack } from './field_checks'

const t = (zh: string, en: string): Text => ({ zh, en })

export const FIELD = {
  title: t('现场抽查', 'Field checks'),
  lead: t(
    '系统从远程通过的办件中抽取 5%（按签署记录的指纹，可以复算）。由没有办过本件的人到现场逐项核对。',
    'One in twenty remote passes is drawn by its record’s fingerprint. Somebody who did not judge it compares on site.',
  ),
  open: t('待核对', 'To look at'),
  done: t('已核对', 'Looked at'),
  empty: t('没有待核对的办件', 'Nothing to look at'),
  empty_hint: t('抽中的办件会自动出现在这里。', 'Drawn cases appear here by themselves.'),
  empty_done: t('还没有核对过的办件', 'Nothing was looked at yet'),
  more: t('再看50件', 'Show 50 more'),
  by: t('原勘验人员', 'Judged by'),
  concluded: t('结论时间', 'Concluded'),
  differing: t('项不符', 'differ'),
  all_agree: t('全部相符', 'All agree'),
  back: t('返回名单', 'Back to the list'),
  visited: t('核对日期', 'Day of the visit'),
  note: t('现场说明（选填）', 'Note (optional)'),
  agrees: t('相符', 'Agrees'),
  differs: t('不符', 'Differs'),
  skipped: t('未看', 'Not looked at'),
  found: t('现场看到什么', 'What was found'),
  judged: t('远程判定', 'Judged'),
  key: t('关键项', 'Key item'),
  send: t('登记结果', 'Enter the result'),
  once: t(
    '结果只登记一次；之后更正须写明理由，原结果保留。',
    'Entered once; later corrected only with a reason.',
  ),
  correct: t('更正结果', 'Correct the result'),
  reason: t('更正理由', 'Reason'),
  send_correction: t('保存更正', 'Save the correction'),
  cancel: t('不改了', 'Leave it'),
  history: t('登记经过', 'Entries'),
  first_entry: t('首次登记', 'First entry'),
  correction: t('更正', 'Correction'),
  kept: t('已登记。', 'Entered.'),
  no_right: t('您不能核对这件', 'This case is not for you to check'),
  no_right_hint: t(
    '只有督办人员和没有办过本件的勘验人员可以核对抽中的办件。',
    'Only supervisors and inspectors who did not judge it check a drawn case.',
  ),
}

export const LACKS: Record<Lack, Text> = {
  day: t('请填写核对日期。', 'Give the day of the visit.'),
  nothing: t('请至少核对一项。', 'Look at one item at least.'),
  found: t('不符的检查项要写明现场看到什么。', 'Say what was found where it differs.'),
  reason: t('请写明更正理由。', 'Give a reason for the correction.'),
}
