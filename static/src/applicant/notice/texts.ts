import type { Text } from '../texts'
import type { Fault } from './notice'

const t = (zh: string, en: string): Text => ({ zh, en })

export const NOTICE = {
  title: t('一次性告知', 'One-time notice'),
  before: t('请在这天之前改好', 'Put right by'),
  days: t('个工作日，从明天算起', 'working days, beginning tomorrow'),
  may_move: t('节假日安排公布后，日期可能顺延。', 'The day may move once the holidays are announced.'),
  how: t(
    '一处一处照着改。改好后打电话给受理窗口，我们再看一次。',
    'Put them right one by one. Then call the service window and we look again.',
  ),
  we_come: t(
    '工作人员会到店里再看一次，请等电话。',
    'Our staff will look again at your premises and will call you.',
  ),
  now: t('现在', 'Now'),
  right: t('应该', 'Should be'),
  your_shop: t('您店里现在这样', 'Your shop now'),
  as_filmed: t('视频里拍到的样子', 'As seen in the video'),
  room_shop: t('样板间里这样才对', 'Right, in the sample room'),
  see: t('到样板间里看这一处', 'See this place in the sample room'),
  rule: t('依据', 'Rule'),
  pdf: t('打开告知书（PDF，可打印）', 'Open the notice (PDF, to print)'),
}

/** How many there are, in one line: `共 3 处要改`. */
export const count = (number: number): Text => t(`共 ${number} 处要改`, `${number} to put right`)

export const REMEDY: Record<Fault['todo'], Text> = {
  mend: t('要改', 'put right'),
  hand_in: t('要补材料', 'hand in'),
  we_come: t('我们上门看', 'we come'),
}
