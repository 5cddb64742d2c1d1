import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const LEDGER = {
  title: t('证件台账', 'Licences'),
  lead: t(
    '经本系统办出的许可证和登记证。到期前六个月自动提醒申请人。',
    'Papers issued through us. Applicants are reminded six months before the end.',
  ),
  csv: t('导出 CSV', 'Export CSV'),
  search: t('搜索证件、办件、店名、负责人、信用代码', 'Search numbers, shops, people'),
  number: t('证件', 'Paper'),
  shop: t('经营者', 'Business'),
  issued: t('发证', 'Issued'),
  until: t('有效期至', 'Valid until'),
  renewal: t('延续', 'Renewal'),
  apply: t('申请期', 'Apply'),
  before: t('前', 'by'),
  provisional: t('节假日未公布，暂定', 'holidays not announced yet'),
  reminder: t('提醒', 'Reminder'),
  not_reminded: t('未到提醒时间', 'not due yet'),
  renew: t('办延续', 'Renew'),
  days_left: t('剩 {count} 天', '{count} days left'),
  days_over: t('已过 {count} 天', '{count} days over'),
  count: t('共 {count} 张', '{count} papers'),
  previous: t('上一页', 'Previous'),
  next: t('下一页', 'Next'),
  empty: t('没有符合条件的证件', 'No paper matches'),
  none_yet: t('还没有发出的证件', 'No paper has been issued yet'),
  none_yet_hint: t(
    '审批系统发证后，证件会自动列在这里。',
    'Papers appear here by themselves once licensing issues them.',
  ),
  empty_hint: t('换一个到期范围，或者清除搜索。', 'Choose another end, or clear the search.'),
  nothing: t('这个时间内没有证件到期', 'No paper ends in this time'),
  show_all: t('看全部', 'Show all'),
  no_right: t('只有窗口和督办人员可以查看', 'Only clerks and supervisors see this'),
  terms: t('有效期和延续规定', 'Terms and renewal'),
  years: t('有效期 {count} 年', 'valid {count} years'),
  unconfirmed: t('条款待核对', 'to be confirmed'),
}

export const WITHIN: { months: number | null; text: Text }[] = [
  { months: 1, text: t('1 个月内到期', 'within 1 month') },
  { months: 3, text: t('3 个月内', '3 months') },
  { months: 6, text: t('6 个月内', '6 months') },
  { months: null, text: t('全部', 'All') },
]

export const RENEW = {
  title: t('办理延续', 'Renew a licence'),
  lead: t(
    '信息已从原办件带入，只改有变化的。提交后新立一件，原办件不变。',
    'Filled in from the old case: change what is different. A new case is opened, the old one stays.',
  ),
  back: t('证件台账', 'Licences'),
  paper: t('原证件', 'The paper'),
  changed: t('有变化的', 'What has changed'),
  unchanged: t('经营条件没有变化', 'Conditions have not changed'),
  unchanged_hint: t(
    '申请人声明设备、布局和经营项目没有变化（减少项目也算没有变化）。',
    'The applicant declares that equipment, layout and activities are the same, or fewer.',
  ),
  responsible_person: t('法定代表人（负责人）', 'Responsible person'),
  phone: t('联系电话', 'Telephone'),
  phone_hint: t('不填则不变：', 'Left empty it stays:'),
  activities: t('经营项目', 'Activities'),
  mandate: t('受谁委托', 'On whose word'),
  asked_by: t('委托人姓名', 'Asked by'),
  relation: t('与申请人的关系', 'Relation'),
  way: t('怎样委托', 'How'),
  asked_at: t('什么时候', 'When'),
  submit: t('提交延续', 'File the renewal'),
  working: t('正在提交…', 'Filing…'),
  filed: t('已立延续办件', 'The renewal was filed'),
  open: t('打开新办件', 'Open the new case'),
  under_way: t('延续已在办理', 'The renewal is under way'),
  expired: t(
    '证件已到期，不能延续，请按新办收件。',
    'It has ended and can not be renewed; file a new application.',
  ),
  late: t(
    '已过延续申请期：现在仍可提交，请把下面的规定告诉申请人。',
    'The days to apply are over. It can still be filed: tell the applicant what the rule says.',
  ),
  new_case: t('新建办件', 'New case'),
  yes: t('是', 'Yes'),
  no: t('否', 'No'),
}
