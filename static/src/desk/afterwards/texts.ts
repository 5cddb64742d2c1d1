import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const PAGE = {
  title: t('推送对账与好差评', 'Deliveries and ratings'),
  day: t('日期', 'Day'),
  csv: t('导出 CSV', 'Export CSV'),
  reconciliation: t('每日对账', 'Reconciliation'),
  target: t('接收系统', 'Receiver'),
  determined: t('应送', 'Due'),
  delivered: t('已送达', 'Delivered'),
  waiting: t('待送', 'Waiting'),
  dead: t('失败', 'Failed'),
  called_back: t('已回调', 'Called back'),
  balanced: t('已对平', 'Balanced'),
  differs: t('有差异', 'Differs'),
  gone: t('已不在配置中', 'not configured any more'),
  no_targets: t('没有配置接收系统', 'No receiver is configured'),
  letters: t('推送失败，等待处理', 'Failed deliveries'),
  no_letters: t('没有失败的推送', 'No delivery has failed'),
  replay: t('重新推送', 'Push again'),
  replayed: t('已重新开始推送', 'Push started again'),
  tasks: t('差评答复', 'Bad ratings to answer'),
  no_tasks: t('没有待答复的差评', 'No rating waits for an answer'),
  answered: t('看已答复的', 'Show answered ones'),
  open: t('看待答复的', 'Show open ones'),
  due: t('答复期限', 'Answer by'),
  late: t('已超期', 'Late'),
  owner: t('承办', 'Seen to by'),
  take: t('我来处理', 'I see to it'),
  answer: t(
    '核实和整改情况，以及怎样答复了申请人',
    'What was found and done, and what the applicant was told',
  ),
  send: t('提交答复', 'Send the answer'),
  sent: t('答复已保存', 'The answer was kept'),
  no_right: t('只有督办人员可以查看', 'Only supervisors see this'),
}
