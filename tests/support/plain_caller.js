// A caller that speaks plain WHIP or WHEP and counts what it sees; nothing of the product's pages.
window.caller = {
  async publish(url, mime, [width, height]) {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: true,
      video: { width, height, frameRate: 30 },
    })
    const pc = (this.pc = new RTCPeerConnection())
    for (const track of stream.getTracks()) {
      if (track.kind === 'video') track.contentHint = 'detail'
      pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] })
    }
    const video = pc.getTransceivers().find(({ sender }) => sender.track.kind === 'video')
    const { codecs } = RTCRtpSender.getCapabilities('video')
    const isWanted = ({ mimeType, sdpFmtpLine }) =>
      mimeType === 'video/rtx' ||
      (mimeType === mime && (mime !== 'video/H264' || /42e01f/.test(sdpFmtpLine) && /mode=1/.test(sdpFmtpLine)))
    video.setCodecPreferences(codecs.filter(isWanted))
    await this.exchange(url)
    const parameters = video.sender.getParameters()
    parameters.degradationPreference = 'maintain-resolution'
    parameters.encodings[0].maxBitrate = 2_500_000
    await video.sender.setParameters(parameters)
  },

  async play(url) {
    const pc = (this.pc = new RTCPeerConnection())
    const stream = new MediaStream()
    pc.addEventListener('track', ({ track }) => stream.addTrack(track))
    pc.addTransceiver('video', { direction: 'recvonly' })
    pc.addTransceiver('audio', { direction: 'recvonly' })
    await this.exchange(url)
    const video = Object.assign(document.createElement('video'), { autoplay: true, muted: true })
    document.body.append(video)
    video.srcObject = stream
    this.shownAt = []
    this.waiting = []
    // when it was given to the screen, not when this page came to hear of it
    const note = (_, { presentationTime }) => {
      this.shownAt.push(presentationTime)
      for (const shown of this.waiting.splice(0)) shown()
      video.requestVideoFrameCallback(note)
    }
    video.requestVideoFrameCallback(note)
  },

  async exchange(url) {
    await this.pc.setLocalDescription(await this.pc.createOffer())
    while (this.pc.iceGatheringState !== 'complete') {
      await new Promise((done) => this.pc.addEventListener('icegatheringstatechange', done, { once: true }))
    }
    for (;;) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/sdp', Authorization: 'Bearer plain' },
        body: this.pc.localDescription.sdp,
      })
      const text = await answer.text()
      if (answer.status === 409) continue // the other side's first packet is on its way
      if (answer.status !== 201) throw new Error(`${answer.status} ${text}`)
      return await this.pc.setRemoteDescription({ type: 'answer', sdp: text })
    }
  },

  // Resolves with the next picture.
  nextPicture() {
    return new Promise((shown) => this.waiting.push(shown))
  },

  // Milliseconds from now to the first and to the last picture before which it stood longer than
  // half a second; watches for `watch_ms`.
  async comesBack(watch_ms) {
    const began = performance.now()
    await new Promise((done) => setTimeout(done, watch_ms))
    const shown = this.shownAt.filter((at) => at > began)
    const end = performance.now()
    const stoodUntil = [...shown, end].filter((at, index) => at - (shown[index - 1] ?? began) > 500)
    if (stoodUntil.at(-1) === end) return [shown[0] ?? Infinity, Infinity]
    return [shown[0] - began, (stoodUntil.at(-1) ?? shown[0]) - began]
  },

  // What was seen since the last reading: shown pictures' longest pause, and the counters themselves.
  async look(isReading = true) {
    const now = performance.now()
    const times = [this.lookedAt ?? now, ...(this.shownAt ?? []), now]
    let longestPause_s = 0
    for (let at = 1; at < times.length; at++) {
      longestPause_s = Math.max(longestPause_s, (times[at] - times[at - 1]) / 1000)
    }
    if (isReading) {
      this.shownAt = []
      this.lookedAt = now
    }
    const all = [...(await this.pc.getStats()).values()]
    const of = (type, kind) => all.find((one) => one.type === type && one.kind === kind) ?? {}
    const isSender = Boolean(of('outbound-rtp', 'video').ssrc)
    const video = of(isSender ? 'outbound-rtp' : 'inbound-rtp', 'video')
    const audio = of(isSender ? 'outbound-rtp' : 'inbound-rtp', 'audio')
    return {
      at_s: now / 1000,
      longestPause_s,
      state: this.pc.connectionState,
      codec: all.find(({ id }) => id === video.codecId)?.mimeType ?? '',
      size: [video.frameWidth ?? 0, video.frameHeight ?? 0],
      frames: (isSender ? video.framesEncoded : video.framesDecoded) ?? 0,
      freezes: video.freezeCount ?? 0,
      frozen_s: video.totalFreezesDuration ?? 0,
      nacks: video.nackCount ?? 0,
      plis: video.pliCount ?? 0,
      keyframes: (isSender ? video.keyFramesEncoded : video.keyFramesDecoded) ?? 0,
      lost: video.packetsLost ?? 0,
      again: (isSender ? video.retransmittedPacketsSent : video.retransmittedPacketsReceived) ?? 0,
      packets: (isSender ? video.packetsSent : video.packetsReceived) ?? 0,
      apart_ms: Math.abs((video.estimatedPlayoutTimestamp ?? NaN) - (audio.estimatedPlayoutTimestamp ?? NaN)),
      sound: audio.totalSamplesReceived ?? 0,
    }
  },
}
