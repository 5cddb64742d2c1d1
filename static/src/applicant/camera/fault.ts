/** Why there is no camera picture. */
export type FaultCode =
  | 'denied' // the person, or the phone's settings, said no
  | 'missing' // no camera at all
  | 'taken_by_phone' // another app or a phone call has it
  | 'unsupported' // this browser, or a page without HTTPS, can not ask for it
  | 'no_picture' // allowed and open, yet no frame comes: in-app browsers

/** The camera did not start; `code` says why. */
export class CameraFault extends Error {
  constructor(readonly code: FaultCode) {
    super(`camera ${code}`)
  }

  /** What `getUserMedia` threw, as a fault. */
  static from(error: unknown): CameraFault {
    if (error instanceof CameraFault) return error
    const name = error instanceof Error ? error.name : ''
    if (name === 'NotAllowedError' || name === 'SecurityError') return new CameraFault('denied')
    if (name === 'NotReadableError' || name === 'AbortError') return new CameraFault('taken_by_phone')
    if (name === 'TypeError') return new CameraFault('unsupported')
    return new CameraFault('missing')
  }
}
