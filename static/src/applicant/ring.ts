/** Two short notes and a shake when the inspector comes in; silent where the phone forbids it. */
export function ring(): void {
  navigator.vibrate?.([180, 90, 180])
  if (!('AudioContext' in window)) return
  const context = new AudioContext()
  const volume = context.createGain()
  volume.gain.value = 0.12
  volume.connect(context.destination)
  for (const [at, pitch] of [
    [0, 660],
    [0.22, 880],
  ] as const) {
    const note = context.createOscillator()
    note.frequency.value = pitch
    note.connect(volume)
    note.start(context.currentTime + at)
    note.stop(context.currentTime + at + 0.18)
  }
  setTimeout(() => void context.close(), 900)
}
