/** How loud it is, 0 to 1, about ten times a second, until the returned function is called. */
export function watchLoudness(stream: MediaStream, heard: (level: number) => void): () => void {
  if (!('AudioContext' in window) || !stream.getAudioTracks().length) return () => undefined
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(stream).connect(analyser)
  const wave = new Uint8Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(wave)
    heard(Math.min(1, Math.max(...wave.map((value) => Math.abs(value - 128))) / 60))
  }, 100)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}
