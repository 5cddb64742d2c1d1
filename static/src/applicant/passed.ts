/** The device check was passed in this window: after a reload nobody is asked a second time. */
const KEY = 'yunkan-device-passed'

/** Remembers that camera and microphone work, for this case and as long as the window lives. */
export function pass(caseNumber: string): void {
  try {
    sessionStorage.setItem(KEY, caseNumber)
  } catch {
    // private windows refuse; the check is made again then
  }
}

/** Whether the check was passed for this case. */
export function hasPassed(caseNumber: string): boolean {
  try {
    return sessionStorage.getItem(KEY) === caseNumber
  } catch {
    return false
  }
}
