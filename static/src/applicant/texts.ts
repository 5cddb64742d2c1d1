import type { BrowserKind } from './browser'
import type { CameraState } from './camera/use_camera'

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
  device_starting: t('正在打开摄像头…', 'Starting the camera…'),
  device_good: t('画面正常。说句话，看绿条动不动。', 'The picture is fine. Say something and watch the bar.'),
  position_known: t(
    '已取得位置，只用来核对登记地址',
    'Position found. It is only compared with the registered address.',
  ),
  position_none: t(
    '没有位置也可以，勘验照常进行',
    'No position is fine too. The inspection goes on as usual.',
  ),
  device_mute: t(
    '画面正常，但这部手机没有麦克风。',
    'The picture is fine, but this phone has no microphone.',
  ),
  device_continue: t('看得到画面，继续', 'I see the picture, go on'),
  returning: t('回到视频', 'Back to the call'),
  returning_more: t('点一下按钮就能接着拍。', 'One tap and you go on where you were.'),
  retry: t('再试一次', 'Try again'),
  measuring: t('会量几个尺寸', 'A few lengths are measured'),
  measuring_more: t(
    '请备一把卷尺。有打印机的，可按原大打印这张量测标记，贴在要量的那一面；没有就用一张 A4 纸。',
    'Have a tape measure ready. If you can print, print this marker at full size and put it on the surface that is measured; else a sheet of A4 will do.',
  ),
  marker: t('打印量测标记（A4）', 'Print the marker (A4)'),
  will_see: t('待会儿会看这些', 'What we will look at'),
  room: t('先到样板间看一看', 'Look at the sample room first'),
  over: t('通话结束了', 'The call has ended'),
  over_more: t(
    '勘验人员正在写记录，写好后这里会请您签名，请不要关闭页面。',
    'The inspectors write the record. Keep this page open: you will sign here.',
  ),
  withdrawn: t(
    '勘验人员撤回了记录，正在修改，改好后请您再签一次。',
    'The inspectors took the record back to correct it. You will sign the new one.',
  ),
  still_talking: t('视频还连着，有疑问可以直接说。', 'The call goes on: just ask if something is unclear.'),
  sign: t('看完记录，请签名', 'Read the record, then sign'),
  read: t('查看完整记录（PDF）', 'Read the whole record (PDF)'),
  to_mend: t('需要整改的地方', 'What to put right'),
  see_right: t('看看怎样才对', 'See how it should be'),
  by_rule: t('依据', 'Rule'),
  unconfirmed: t('（条号待核对）', '(number to be confirmed)'),
  sign_here: t('用手指在这里签名', 'Sign here with your finger'),
  clear: t('重写', 'Clear'),
  undo: t('撤一笔', 'Undo'),
  submit: t('确认签名', 'Sign'),
  not_signing: t('不想签名？', 'You do not want to sign?'),
  not_signing_more: t(
    '可以不签，请把理由告诉勘验人员。记录会写明您拒签、理由和时间，由另一名勘验人员见证，照样生效。不签不等于认可；您仍可陈述、申辩，也可以依法申请复议。',
    'You need not. Tell the inspectors why: the record says so with reason, time and a witness, and takes effect all the same. Not signing is not agreeing; you may still object and appeal.',
  ),
  refused: t('已记录您拒绝签名', 'It is noted that you do not sign'),
  refused_reason: t('理由', 'Reason'),
  refused_more: t(
    '改变主意的话，在记录完成前仍可在下面签名；理由记得不对，请告诉勘验人员。',
    'You may still sign below until the record is complete. Tell the inspectors if the reason is wrong.',
  ),
  done_unsigned: t(
    '您没有签名，记录已写明理由并由两名勘验人员签字见证。您仍可陈述、申辩，也可以依法申请复议。',
    'You did not sign; the record says why, and both inspectors signed it. You may still object and appeal.',
  ),
  signed: t('已签名，等待勘验人员签字', 'Signed. Waiting for the inspectors.'),
  done: t('勘验结束', 'The inspection is finished'),
  food: t('食品经营', 'Food business'),
  fume: t('油烟治理', 'Oil fume'),
  expired: t('这个链接打不开', 'This link does not open'),
  expired_more: t(
    '它可能已过期或已换成新的。请联系受理窗口，重新发送一条。',
    'It may have expired or been replaced. Ask the service window to send a new one.',
  ),
  elsewhere: t('已在另一部手机上打开', 'In use on another phone'),
  elsewhere_more: t(
    '请在先打开链接的那部手机上继续；要换手机，请联系受理窗口重新发送。',
    'Go on with the phone that opened it first. To change phones, ask the service window for a new link.',
  ),
  outside: t('请换手机浏览器打开', 'Please open it in your browser'),
  copy: t('复制链接', 'Copy the link'),
  copied: t('已复制，打开浏览器粘贴即可', 'Copied. Paste it into your browser.'),
  took_over: t('勘验人员已更换：', 'Another inspector took over:'),
  photo_failed: t('这张没拍成，请再拍一次', 'That photo did not work, take it again'),
}

/** How to leave an in-app browser. */
export const OUTSIDE: Record<BrowserKind, Text> = {
  wechat: t(
    '微信里打不开摄像头。点右上角“···”，选“在浏览器打开”。',
    'The camera does not work inside WeChat. Tap “···” at the top right, then “Open in browser”.',
  ),
  in_app: t(
    '这个应用里打不开摄像头。复制链接，到手机自带的浏览器里粘贴打开。',
    'The camera does not work inside this app. Copy the link and open it in your phone’s browser.',
  ),
  iphone: t(
    '这里打不开摄像头。复制链接，到 Safari 里粘贴打开。',
    'The camera does not work here. Copy the link and open it in Safari.',
  ),
  other: t(
    '这个浏览器打不开摄像头。复制链接，换一个浏览器打开。',
    'This browser can not use the camera. Copy the link and open it in another one.',
  ),
}

/** How to allow the camera after it was refused. */
export const ALLOW: Record<BrowserKind, Text> = {
  wechat: t(
    '请到手机“设置”，找到“微信”，打开“相机”和“麦克风”，再回来点下面的按钮。',
    'In the phone’s Settings find WeChat, allow Camera and Microphone, then come back and tap below.',
  ),
  in_app: t(
    '请到手机“设置”，找到这个应用，打开“相机”和“麦克风”，再回来点下面的按钮。',
    'In the phone’s Settings find this app, allow Camera and Microphone, then come back and tap below.',
  ),
  iphone: t(
    '请点网址左边的“大小”图标，进“网站设置”，把相机和麦克风改为“允许”，再点下面的按钮。',
    'Tap the icon left of the address, open Website Settings, allow Camera and Microphone, then tap below.',
  ),
  other: t(
    '请点网址左边的图标，进“权限”，把摄像头和麦克风改为“允许”，再点下面的按钮。',
    'Tap the icon left of the address, open Permissions, allow camera and microphone, then tap below.',
  ),
}

type Cause = Extract<CameraState, { is: 'lost' }>['cause']

/** Why there is no picture, in a few words, and what to do. */
export function cameraWords(cause: Cause, kind: BrowserKind): { what: Text; fix: Text } {
  switch (cause) {
    case 'denied':
      return { what: t('还没有允许使用摄像头', 'The camera is not allowed yet'), fix: ALLOW[kind] }
    case 'missing':
      return {
        what: t('没有找到摄像头', 'No camera was found'),
        fix: t(
          '请换一部带摄像头的手机，或请家人帮忙。',
          'Use a phone with a camera, or ask somebody for help.',
        ),
      }
    case 'unsupported':
    case 'no_picture':
      return {
        what: t('这里打不开画面', 'The picture does not start here'),
        fix: t(
          '请再试一次；还不行，请受理窗口重新发送链接，用手机浏览器打开。',
          'Try once more. If it fails, ask the service window for a new link and open it in your browser.',
        ),
      }
    case 'background':
      return {
        what: t('刚才切换了应用，画面停了', 'The picture stopped while you were in another app'),
        fix: t('正在恢复；没有恢复就点下面的按钮。', 'It comes back by itself; if not, tap below.'),
      }
    case 'taken_by_phone':
    case 'ended':
      return {
        what: t('摄像头被来电或别的应用占用', 'A phone call or another app has the camera'),
        fix: t(
          '请挂断电话或关闭那个应用，再点下面的按钮。',
          'End the call or close that app, then tap below.',
        ),
      }
  }
}

export const CONCLUSIONS: Record<string, Text & { tone: 'good' | 'bad' | 'calm' }> = {
  pass: { zh: '符合', en: 'complies', tone: 'good' },
  rectify: { zh: '需整改', en: 'to be rectified', tone: 'bad' },
  fail: { zh: '不符合', en: 'does not comply', tone: 'bad' },
  go_on_site: { zh: '需现场复核', en: 'to be checked on site', tone: 'calm' },
  supplement: { zh: '待补材料', en: 'papers to follow', tone: 'calm' },
  not_asked: { zh: '不涉及', en: 'not concerned', tone: 'calm' },
}
