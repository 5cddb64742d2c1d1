import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const STATUS = {
  title: t('办到哪一步了', 'Where it is now'),
  not_yet: t('还没到这一步', 'not yet'),
  number: t('许可证编号', 'Licence number'),
  valid: t('有效期至', 'Valid until'),
  download: t('下载电子许可证', 'Download the licence'),
  parcel: t('证件已寄出', 'Your licence is in the post'),
  reason: t('理由', 'Why'),
  refusal: t('不予许可的理由', 'Why it was not granted'),
  wish: t('怎么领许可证？', 'How do you want your licence?'),
  wish_change: t('改成这样领', 'Change it to this'),
  wish_send: t('就这样领', 'I want it this way'),
  recipient: t('收件人', 'Recipient'),
  phone: t('手机号', 'Phone'),
  address: t('详细地址', 'Full address'),
  rate: t('给这次服务打个分', 'Rate this service'),
  rate_lead: t('只评一次，不影响办件结果。', 'Once only. It changes nothing about your case.'),
  tags: t('可以多选', 'Choose any'),
  words: t('想说的话（可不填）', 'Your words (optional)'),
  rate_send: t('提交评价', 'Send the rating'),
  rated: t('谢谢您的评价', 'Thank you for rating us'),
  answered: t(
    '很抱歉没让您满意，督办人员会联系您并答复。',
    'We are sorry. A supervisor will see to it and call you.',
  ),
}

/** How the choice stands with those who send the licence. */
export const SENT = {
  kept: t('已记下您的选择', 'We noted your choice'),
  waiting: t('已记下，正在告诉审批部门', 'Noted; licensing is being told'),
  received: t('审批部门已收到您的选择', 'Licensing has your choice'),
  failed: t(
    '已记下，但还没有送到审批部门，工作人员会处理',
    'Noted, but licensing has not got it yet. Our staff see to it',
  ),
}

export const WAYS = {
  download: t('网上下载', 'Download'),
  collect: t('窗口领取', 'Collect at the window'),
  mail: t('邮寄到家', 'By post'),
}

/** From the best to the worst, as a thumb finds them from the top. */
export const LEVELS: readonly (readonly [number, Text])[] = [
  [5, t('非常满意', 'Very satisfied')],
  [4, t('满意', 'Satisfied')],
  [3, t('基本满意', 'Fairly satisfied')],
  [2, t('不满意', 'Dissatisfied')],
  [1, t('非常不满意', 'Very dissatisfied')],
]
