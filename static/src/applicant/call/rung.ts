import { isMoving, type Rung } from '../../shared/room/quality'

interface Encoding {
  active: boolean
  maxBitrate: number
  maxFramerate: number
  scaleResolutionDownBy: number
}

const LIMITS = {
  hd: { height_px: 1080, fps: 30, bps: 2_500_000 },
  sd: { height_px: 360, fps: 15, bps: 600_000 },
  slow: { height_px: 360, fps: 5, bps: 200_000 },
}
const limitOf = (rung: Rung) => LIMITS[rung === 'hd' || rung === 'sd' ? rung : 'slow']

/**
 * What a sender is set to; a camera held upright counts by its shorter side. Where no moving picture
 * is due the camera stays open for photos and only the sending stops. Pure.
 */
export function encodingOf(rung: Rung, cap_bps: number, camera: { width: number; height: number }): Encoding {
  const limit = limitOf(rung)
  const shorter_px = Math.min(camera.width, camera.height)
  return {
    active: isMoving(rung),
    maxBitrate: Math.min(limit.bps, cap_bps),
    maxFramerate: limit.fps,
    scaleResolutionDownBy: Math.max(1, shorter_px / limit.height_px),
  }
}

/** Sets the picture of a connection. `false`: the browser refused and keeps what it had. */
export async function obey(
  pc: Pick<RTCPeerConnection, 'getSenders'>,
  rung: Rung,
  cap_bps: number,
): Promise<boolean> {
  let isInForce = true
  for (const sender of pc.getSenders()) {
    if (sender.track?.kind !== 'video') continue
    const { width = 0, height = 0 } = sender.track.getSettings()
    const parameters = sender.getParameters()
    for (const encoding of parameters.encodings) {
      Object.assign(encoding, encodingOf(rung, cap_bps, { width, height }))
    }
    await sender.setParameters(parameters).catch(() => {
      isInForce = false
    })
  }
  return isInForce
}

/**
 * Whether the answer of a connection (RFC 3890, `b=TIAS`) holds the picture below what is wanted
 * now: a cap that was raised. Browsers go by the answer to the end of a connection. Pure.
 */
export function isHeldBack(answer: string, rung: Rung, cap_bps: number): boolean {
  const named = /^b=TIAS:(\d+)/m.exec(answer)?.[1]
  return named !== undefined && isMoving(rung) && Number(named) < Math.min(limitOf(rung).bps, cap_bps)
}
