import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

/** Words of the call. */
export const CALL = {
  film_now: t('现在请拍', 'Please film'),
  look_around: t('请慢慢转一圈，让勘验人员看看现场', 'Turn around slowly so the inspector sees the place'),
  fold: t('收起提示', 'Fold the hint'),
  unfold: t('展开提示', 'Unfold the hint'),
  photo: t('拍照', 'Photo'),
  taking: t('正在拍…', 'taking…'),
  kept: t('已保存', 'saved'),
  sending: t('正在上传', 'sending'),
  stuck: t('没传上去，点这里再试', 'Not sent yet. Tap to retry'),
  live: t('正在视频', 'Live'),
  stills: t('正在用照片代替视频，声音不变', 'Photos instead of video; sound goes on'),
  reconnecting: t('网络断了，正在自动重连，请不要关闭页面', 'Reconnecting by itself. Keep this page open.'),
  alone: t('勘验人员暂时不在，请稍等', 'The inspector stepped out. Please wait.'),
  starting: t('正在打开摄像头…', 'Starting the camera…'),
  camera_again: t('恢复摄像头', 'Get the camera back'),
  flip: t('翻转', 'Flip'),
  mute: t('静音', 'Mute'),
  unmute: t('开麦', 'Unmute'),
  challenge: t(
    '请把这四位口令写在纸上，举到镜头前',
    'Write these four digits on paper and hold them to the camera',
  ),
  challenge_left: (seconds: number) => t(`还剩 ${seconds} 秒`, `${seconds} s left`),
  document: t('上传文件（PDF 或照片）', 'Upload a PDF or photo'),
  document_saved: (count: number) => t(`已上传 ${count} 份`, `${count} uploaded`),
  sound: t('点一下，打开声音', 'Tap for sound'),
}

interface Sight {
  isOpen: boolean
  isSending: boolean
  hasInspector: boolean
  isMoving: boolean
}

/** The one line at the top of the call. */
export function statusOf({ isOpen, isSending, hasInspector, isMoving }: Sight): {
  text: Text
  isLive: boolean
} {
  if (!isOpen || !isSending) return { text: CALL.reconnecting, isLive: false }
  if (!hasInspector) return { text: CALL.alone, isLive: true }
  return { text: isMoving ? CALL.live : CALL.stills, isLive: true }
}
