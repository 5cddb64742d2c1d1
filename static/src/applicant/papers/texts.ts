import type { Text } from '../texts'
import type { GapState } from './papers'

const t = (zh: string, en: string): Text => ({ zh, en })

/** The words of papers that follow: Chinese first, English beside it. */
export const PAPERS = {
  title: t('补交材料', 'Papers to hand in'),
  pledge: t('先签承诺书', 'First sign the pledge'),
  pledge_more: t(
    '您的申请已受理，下面的材料可以晚些交。请看完承诺书，用手指签名。',
    'Your application is accepted; these papers may follow. Read the pledge and sign with a finger.',
  ),
  list: t('要补交的材料和期限', 'Papers and their last days'),
  sign_here: t('用手指在这里签名', 'Sign here with your finger'),
  clear: '重写 Clear',
  undo: '撤一笔 Undo',
  submit: '确认签署承诺 Sign',
  signed: t('承诺书已签', 'The pledge is signed'),
  before: t('期限', 'Due by'),
  today: t('今天到期', 'due today'),
  overdue: t('期限已过，请联系受理窗口', 'Overdue: ask the service window'),
  why: t('退回原因', 'Why it was sent back'),
  photo: t('拍照或选照片', 'Take or choose a photo'),
  document: t('上传照片或 PDF', 'Send a photo or PDF'),
  more: t('再加一页', 'Add another page'),
  again: t('重新上传', 'Send it anew'),
  sending: t('正在上传', 'Sending'),
  kept: t('已收到，等待审核', 'Received, waiting for review'),
  hint: t('提示', 'Please check'),
  hint_more: t(
    '看不清的话，请再拍一张，审核更快。',
    'If it can not be read, take it again: the review is faster.',
  ),
  file: t('文件', 'file'),
  closed: t('材料全部通过', 'All papers are accepted'),
  closed_more: t('不用再补交了。', 'There is nothing more to hand in.'),
  go_on: t('去视频勘验', 'To the inspection'),
  back: t('返回', 'Back'),
  bar: (count: number) => t(`还有 ${count} 项材料要补交`, `${count} papers to hand in`),
  bar_sign: t('请签承诺书', 'Sign the pledge'),
  bar_calm: t('补交的材料', 'Your papers'),
  open: t('查看', 'Open'),
}
export const left = (days: number): Text => t(`还有 ${days} 天`, `${days} days left`)
export const progress = (done: number, all: number): Text =>
  t(`已通过 ${done} 项，共 ${all} 项`, `${done} of ${all} accepted`)
export const TONES: Record<GapState, string> = {
  open: 'warn',
  in_review: 'blue',
  accepted: 'good',
  sent_back: 'bad',
  lapsed: 'bad',
}
