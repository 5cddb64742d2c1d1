import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const PAGE = {
  title: t('判定一致性', 'Agreement of inspectors'),
  lead: t(
    '只统计两名勘验人员在互相看不到对方判定时各自作出的判定；之后的修改和合议不计入。',
    'Counts what two inspectors said before either could see the other; later changes do not count.',
  ),
  from: t('从', 'From'),
  to: t('到', 'To'),
  whole: t('近12个月', '12 months'),
  counted: t('统计时段', 'Counted'),
  until: t('至', 'to'),
  usual: t('未选日期：近12个月', 'no dates chosen: the last 12 months'),
  csv: t('导出 CSV', 'Export CSV'),
  pairs: t('双人判定', 'Judged by two'),
  same: t('判定相同', 'Same verdict'),
  share: t('一致率', 'Share that agrees'),
  kappa: t('科恩系数 κ', "Cohen's kappa"),
  item: t('检查项', 'Item'),
  per_item: t('逐项', 'Item by item'),
  worst_first: t('分歧最大的在前', 'Where they differ most first'),
  few: t('次数少，仅供参考', 'Few pairs: a hint only'),
  undefined_kappa: t('无法计算：所有判定都相同', 'Not defined: every verdict is the same'),
  meaning: t(
    'κ 去掉了碰巧一致的部分：1 为完全一致，0 与碰巧相当，负数比碰巧还低。等级按 Landis 与 Koch（1977）。',
    'Kappa takes out agreement by chance: 1 always agree, 0 as by chance, below 0 less. Bands: Landis and Koch (1977).',
  ),
  empty: t('这段时间没有双人判定', 'Nothing was judged by two in this time'),
  empty_hint: t(
    '同一检查项由两名勘验人员各自判定后，会出现在这里。可以放宽日期范围。',
    'An item appears here once two inspectors have each judged it. Try a longer time.',
  ),
  no_right: t('只有督办人员可以查看', 'Supervisors only'),
  no_right_hint: t('请用督办人员的账号登录。', 'Sign in as a supervisor.'),
}

/** Landis and Koch 1977, table 2. */
export const BANDS = {
  none: t('低于碰巧', 'Less than chance'),
  slight: t('很低', 'Slight'),
  fair: t('偏低', 'Fair'),
  moderate: t('中等', 'Moderate'),
  substantial: t('较高', 'Substantial'),
  perfect: t('很高', 'Almost perfect'),
}
