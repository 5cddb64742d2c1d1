/** How much picture the service asks for (webrtc/quality.py); the last two are not obeyed yet. */
export type Rung = 'hd' | 'sd' | 'slow' | 'stills' | 'on_demand'

interface Encoding {
  maxBitrate: number
  maxFramerate: number
  scaleResolutionDownBy: number
}

const LIMITS = {
  hd: { height_px: 1080, fps: 30, bps: 2_500_000 },
  sd: { height_px: 360, fps: 15, bps: 600_000 },
  slow: { height_px: 360, fps: 5, bps: 200_000 },
}

/** What a sender is set to; a camera held upright counts by its shorter side. Pure. */
export function encodingOf(rung: Rung, camera: { width: number; height: number }): Encoding {
  const limit = LIMITS[rung === 'hd' || rung === 'sd' ? rung : 'slow']
  const shorter_px = Math.min(camera.width, camera.height)
  return {
    maxBitrate: limit.bps,
    maxFramerate: limit.fps,
    scaleResolutionDownBy: Math.max(1, shorter_px / limit.height_px),
  }
}

/** Sets the picture of a connection; a browser that refuses keeps what it had. */
export async function obey(pc: Pick<RTCPeerConnection, 'getSenders'>, rung: Rung): Promise<void> {
  for (const sender of pc.getSenders()) {
    if (sender.track?.kind !== 'video') continue
    const { width = 0, height = 0 } = sender.track.getSettings()
    const parameters = sender.getParameters()
    for (const encoding of parameters.encodings) Object.assign(encoding, encodingOf(rung, { width, height }))
    await sender.setParameters(parameters).catch(() => undefined)
  }
}
