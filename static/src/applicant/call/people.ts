import { type Dialled, play } from '../../shared/rtc/dial'
import { MediaLink } from '../../shared/rtc/media_link'
import type { Seat } from './calling'

export interface Participant {
  id: string
  name: string
  role: string
  is_publishing: boolean
}

/** Everybody of the bureau who sends: each is heard, the first is seen. */
export class People {
  private readonly links = new Map<string, MediaLink>()

  constructor(
    private readonly seat: () => Seat,
    private readonly arrived: (id: string, stream: MediaStream | null) => void,
    private readonly sitAgain: () => Promise<void>,
    private readonly dial: typeof play = play,
  ) {}

  /** Who is here now; returns whose face the phone shows. */
  meet(participants: Participant[]): Participant | null {
    const staff = participants.filter((one) => one.role !== 'applicant')
    const sending = staff.filter((one) => one.is_publishing)
    const ids = new Set(sending.map((one) => one.id))
    for (const id of [...this.links.keys()]) if (!ids.has(id)) this.lose(id)
    for (const id of ids) if (!this.links.has(id)) this.links.set(id, this.link(id))
    return sending[0] ?? staff[0] ?? null
  }

  close(): void {
    for (const id of [...this.links.keys()]) this.lose(id)
  }

  private link(id: string): MediaLink {
    const link = new MediaLink(
      () => {
        const { whep, token, ice_servers } = this.seat()
        return this.dial(whep + encodeURIComponent(id), token, ice_servers)
      },
      {
        changed: (state, dialled: Dialled | null) =>
          this.arrived(id, state === 'up' && dialled ? dialled.stream : null),
        staleToken: this.sitAgain,
      },
    )
    link.start()
    return link
  }

  private lose(id: string): void {
    this.links.get(id)?.stop()
    this.links.delete(id)
    this.arrived(id, null)
  }
}
