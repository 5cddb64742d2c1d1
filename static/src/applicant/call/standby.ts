import { ask } from '../../shared/api'
import { RoomSocket } from '../../shared/room/socket'
import type { CameraState } from '../camera/use_camera'
import type { Seat } from './calling'
import { cameraFrame } from './camera_frame'

const AGAIN_MS = 3000

/**
 * In an open room without a picture: the inspector sees that the applicant is there, and why the
 * camera does not start. `close` before the call itself begins.
 */
export class Standby {
  private socket: RoomSocket | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private state: CameraState = { is: 'off' }
  private isOver = false

  constructor() {
    void this.sit()
  }

  tellCamera(state: CameraState): void {
    this.state = state
    const frame = cameraFrame(state, false)
    if (frame?.state === 'lost') this.socket?.send(frame)
  }

  close(): void {
    this.isOver = true
    clearTimeout(this.timer)
    this.socket?.close()
  }

  private async sit(): Promise<void> {
    try {
      const seat = await ask<Seat>('POST', '/api/v1/visit/call')
      if (this.isOver) return
      this.socket = new RoomSocket(
        () => seat.socket,
        () => 0,
        () => undefined,
        (state) => {
          if (state === 'open') this.tellCamera(this.state)
        },
      )
    } catch {
      if (!this.isOver) this.timer = setTimeout(() => void this.sit(), AGAIN_MS)
    }
  }
}
