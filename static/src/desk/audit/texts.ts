import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const AUDIT = {
  title: t('审计日志', 'Audit log'),
  lead: t(
    '最新在前。每条带前一条的指纹，改动任何一条都会被发现。',
    'Newest first. Each entry holds the hash of the one before: no change goes unnoticed.',
  ),
  no_right: t('审计日志只向审计人员开放', 'The audit log is open to auditors'),
  nothing: t('没有符合的记录', 'No entry matches'),
  older: t('更早的记录', 'Older entries'),
  only: t('只看', 'Only'),
  all: t('全部记录', 'All entries'),
  system: t('系统', 'System'),
  applicant: t('申请人', 'Applicant'),
}

/** How far down the log was looked at, when older entries follow. */
export const lookedTo = (number: number): Text =>
  t(`已看到第 ${number} 条，更早的还有`, `Looked at down to entry ${number}; older ones follow`)
