import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const PAGE = {
  title: t('办理指标', 'Figures'),
  lead: t('每个数都能看公式，也能打开它背后的办件。', 'Every figure shows its formula and opens its cases.'),
  from: t('从', 'From'),
  to: t('到', 'To'),
  print: t('打印', 'Print'),
  formula: t('怎么算的', 'How it is counted'),
  cases: t('查看办件', 'See the cases'),
  target: t('目标', 'Target'),
  met: t('达标', 'met'),
  missed: t('未达标', 'missed'),
  nothing: t('本期还没有', 'none in this time'),
  first_pass: t('一次通过率', 'First-pass rate'),
  mean_days: t('平均勘验用时', 'Mean working days'),
  p90: t('九成在此之内', 'Nine of ten within'),
  late: t('超过时限', 'Past the deadline'),
  good: t('好评率', 'Good ratings'),
  days: t('工作日', 'working days'),
  of_first: t('件首次勘验', 'first inspections'),
  concluded: t('结论', 'Conclusions'),
  first: t('首次勘验', 'First'),
  passed: t('一次通过', 'Passed'),
  ratings: t('条评价', 'ratings'),
  breakdown: t('分组对比', 'Told apart'),
  chart: t('图', 'Chart'),
  table: t('表', 'Table'),
  chart_failed: t('图没有载入，已改为表格。', 'The chart did not load; here is the table.'),
  group: t('分组', 'Group'),
  stars: t('平均星级', 'Stars'),
  items: t('检查项', 'Items'),
  items_lead: t('未通过最多的在前；点一行看办件。', 'What fails most first; open a row for its cases.'),
  item: t('检查项', 'Item'),
  asked: t('适用', 'Applied'),
  failed: t('未通过', 'Failed'),
  failing: t('未通过率', 'Failing'),
  pairs: t('双人判定', 'Judged by two'),
  differed: t('判定不同', 'Differed'),
  disagreement: t('分歧率', 'Disagreement'),
  field: t('现场相符', 'Field agrees'),
  more_items: t('显示全部检查项', 'Show all items'),
  fewer_items: t('只看前十项', 'Top ten only'),
  load: t('工作量（此刻）', 'Load, now'),
  load_lead: t('在办与超期；与所选期间无关。', 'Open and overdue cases, whatever the period.'),
  per_person: t('按人', 'By person'),
  per_pair: t('按组', 'By pair'),
  open: t('在办', 'Open'),
  overdue: t('超期', 'Overdue'),
  no_load: t('此刻没有分到人的在办件', 'Nobody has an open case now'),
  apart: t('单独列出', 'Told apart'),
  apart_lead: t('既不算通过，也不算未通过。', 'Neither passes nor failures.'),
  rated: t('好差评', 'Ratings'),
  mean: t('平均', 'Mean'),
  effect: t('预检与演练的作用', 'Pre-check and rehearsal'),
  pre_check: t('选址预检', 'Site pre-check'),
  rehearsal: t('演练', 'Rehearsal'),
  no_data: t('暂无数据', 'No data'),
  field_checks: t('现场抽查', 'Field checks'),
  drawn: t('抽中', 'Drawn'),
  checked: t('已核对', 'Looked at'),
  seen: t('已核对项次', 'Items looked at'),
  agreement: t('相符率', 'Agreement'),
  to_field: t('去核对', 'To the list'),
  empty: t('这段时间没有办结的勘验', 'Nothing was concluded in this time'),
  empty_hint: t(
    '签字作出结论后，办件就会计入这里。可以换一个更长的期间。',
    'A case counts here once its record is signed. Try a longer time.',
  ),
  office: t('机构', 'Office'),
  all_offices: t('全部可见机构', 'All offices I see'),
  no_office: t('看不到这个机构的指标', 'This office is not yours to see'),
  no_office_hint: t(
    '机构不存在，或不在您的机构之下。请另选机构。',
    'It does not exist, or lies outside your own office. Choose another one.',
  ),
  no_right: t('只有督办人员可以查看', 'Supervisors only'),
  no_right_hint: t('请用督办人员的账号登录。', 'Sign in as a supervisor.'),
  few: t('件数少，仅供参考', 'Few cases: a hint only'),
  made: t('云勘办理指标', 'Yunkan figures'),
  printed: t('打印于', 'printed'),
}

export const emptyOffice = (name: string): Text =>
  t(`“${name}”这段时间没有办结的勘验`, `“${name}”: nothing was concluded in this time`)

export const PRESETS = {
  year: t('近12个月', '12 months'),
  this_year: t('今年', 'This year'),
  quarter: t('近3个月', '3 months'),
  month: t('本月', 'This month'),
}

export const BY: Record<string, Text> = {
  month: t('月份', 'Month'),
  format: t('业态', 'Format'),
  inspector: t('勘验人员', 'Inspector'),
  pair: t('勘验组', 'Pair'),
  mode: t('勘验方式', 'Way'),
  pre_check: t('预检情况', 'Pre-check'),
}

export const KEYS: Record<string, Text> = {
  live: t('视频勘验', 'Video'),
  self_filmed: t('自助拍摄', 'Self-filmed'),
  on_site: t('现场勘验', 'On site'),
  at_once: t('首次回答即通过', 'Passed at once'),
  mended: t('补正后通过', 'Passed after mending'),
  none: t('未经系统预检', 'Not pre-checked here'),
}

export const APART: Record<string, Text> = {
  no_show: t('未到', 'No-shows'),
  withdrawn: t('撤回', 'Withdrawn'),
  technical_abort: t('技术中断', 'Technical aborts'),
  on_site: t('转现场', 'Moved on site'),
  appealed: t('异议复核', 'Appeals'),
}

export const LEVELS: Text[] = [
  t('非常不满意', 'Very dissatisfied'),
  t('不满意', 'Dissatisfied'),
  t('基本满意', 'Fairly satisfied'),
  t('满意', 'Satisfied'),
  t('非常满意', 'Very satisfied'),
]

export const CASES = {
  title: t('背后的办件', 'Cases behind the figure'),
  more: t('再看50件', 'Show 50 more'),
  all: t('已全部列出', 'These are all'),
  empty: t('没有办件', 'No cases'),
  number: t('编号', 'Number'),
  shop: t('店名', 'Shop'),
  at: t('时间', 'When'),
  days: t('用时', 'Days'),
  result: t('结论', 'Result'),
  passed: t('通过', 'Passed'),
  failed: t('未通过', 'Not passed'),
  late: t('超时限', 'Late'),
  pending: t('未作结论', 'Open'),
}
