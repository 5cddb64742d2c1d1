/** Every word of the applicant's page: Chinese first, English beside it. */
export interface Text {
  zh: string
  en: string
}
const t = (zh: string, en: string): Text => ({ zh, en })

export const TEXTS = {
  title: t('视频勘验', 'Video inspection'),
  welcome: t('在手机上完成现场查看，不用跑窗口。', 'We look at your premises by video. No travelling.'),
  steps: [
    t('看一眼告知，点同意', 'Read the notice and agree'),
    t('打开摄像头，试一下', 'Try camera and microphone'),
    t('勘验人员来了，照提示拍', 'The inspector comes; film what the screen says'),
    t('用手指签名，当场看结果', 'Sign with a finger, see the result'),
  ],
  begin: t('开始', 'Begin'),
  opening: t('正在打开…', 'Opening…'),
  consent: t('先看告知', 'Please read first'),
  agree: t('同意并继续', 'Agree and go on'),
  decline: t('不同意', 'I do not agree'),
  declined: t('没关系，我们上门来看', 'No problem, we come to you'),
  declined_more: t(
    '您的申请不受影响。受理窗口会联系您，约定上门核查的时间。',
    'Your application goes on. The office will call you to arrange a visit.',
  ),
  back: t('返回，重新考虑', 'Go back'),
  device: t('试一下摄像头和麦克风', 'Try camera and microphone'),
  device_ask: t(
    '点下面的按钮，手机会问您是否允许，请选“允许”。',
    'Tap below. When the phone asks, choose “Allow”.',
  ),
  device_start: t('打开摄像头', 'Switch on the camera'),
  device_good: t('画面正常。说句话，看绿条动不动。', 'The picture is fine. Say something and watch the bar.'),
  device_continue: t('看得到画面，继续', 'I see the picture, go on'),
  denied: t('没有允许使用摄像头', 'The camera was not allowed'),
  denied_fix: t(
    '请点地址栏旁的锁形图标，把“摄像头”“麦克风”改为允许，再点重试。',
    'Tap the lock beside the address, allow camera and microphone, then retry.',
  ),
  missing: t('没有找到摄像头', 'No camera was found'),
  missing_fix: t(
    '请换一部带摄像头的手机，或请家人帮忙。',
    'Use a phone with a camera, or ask somebody for help.',
  ),
  taken: t('摄像头正被别的应用占用', 'Another app uses the camera'),
  taken_fix: t('请关闭正在通话或拍照的应用，再点重试。', 'Close the other app, then retry.'),
  retry: t('重试', 'Retry'),
  waiting: t('请稍等，勘验人员马上进来', 'Please wait, the inspector is coming'),
  waiting_more: t(
    '不用一直拿着手机，进来时会响一声。',
    'You may put the phone down; it sounds when we begin.',
  ),
  will_see: t('待会儿会看这些', 'What we will look at'),
  room: t('先到样板间看一看', 'Look at the sample room first'),
  film_now: t('现在请拍', 'Please film'),
  look_around: t('请慢慢转一圈，让勘验人员看看现场', 'Turn around slowly so the inspector sees the place'),
  photo: t('拍照', 'Photo'),
  kept: t('已保存', 'saved'),
  sending: t('正在上传', 'sending'),
  inspector: t('勘验人员', 'Inspector'),
  reconnecting: t('网络不稳，正在自动重连，请不要关闭页面', 'Reconnecting by itself. Keep this page open.'),
  camera_lost: t('摄像头被占用了，点这里恢复', 'The camera was taken. Tap to get it back.'),
  flip: t('翻转', 'Flip'),
  mute: t('静音', 'Mute'),
  unmute: t('开麦', 'Unmute'),
  torch: t('补光', 'Light'),
  sound: t('点一下，打开声音', 'Tap for sound'),
  sign: t('看完记录，请签名', 'Read the record, then sign'),
  read: t('查看完整记录（PDF）', 'Read the whole record (PDF)'),
  to_mend: t('需要整改的地方', 'What to put right'),
  see_right: t('看看怎样才对', 'See how it should be'),
  clear: t('重写', 'Clear'),
  undo: t('撤一笔', 'Undo'),
  submit: t('确认签名', 'Sign'),
  signed: t('已签名，等待勘验人员签字', 'Signed. Waiting for the inspectors.'),
  done: t('勘验结束', 'The inspection is finished'),
  thanks: t(
    '结果已提交审批系统，您可以关闭页面。',
    'The result is on its way to licensing. You may close this page.',
  ),
  food: t('食品经营', 'Food business'),
  fume: t('油烟治理', 'Oil fume'),
}

export const CONCLUSIONS: Record<string, Text & { tone: 'good' | 'bad' | 'calm' }> = {
  pass: { zh: '符合', en: 'complies', tone: 'good' },
  rectify: { zh: '需整改', en: 'to be rectified', tone: 'bad' },
  fail: { zh: '不符合', en: 'does not comply', tone: 'bad' },
  go_on_site: { zh: '需现场复核', en: 'to be checked on site', tone: 'calm' },
  supplement: { zh: '待补材料', en: 'papers to follow', tone: 'calm' },
  not_asked: { zh: '不涉及', en: 'not concerned', tone: 'calm' },
}
